import { describe, expect, test } from 'vitest';
import { windowWords } from './window-words';

describe('a window in words', () => {
  test.each([
    ['2026-11-24T09:00', '2026-11-24T12:00', 'en', 'Tue, Nov 24, 09:00–12:00'],
    ['2026-11-24 09:00:00', '2026-11-25 12:00:00', 'en', 'Tue, Nov 24, 09:00 – Wed, Nov 25, 12:00'],
    ['2026-11-24 09:34:55', '2026-11-24 12:00:00', 'en', 'Tue, Nov 24, 09:34:55–12:00'],
    ['2026-12-31 09:00:00', '2027-01-01 12:00:00', 'en', 'Thu, Dec 31, 09:00 – Fri, Jan 1, 2027, 12:00'],
    ['2026-11-24T09:00', '2026-11-24T12:00', 'zh', '11月24日周二 09:00–12:00'],
  ])('%s to %s in %s', (from, to, locale, words) => {
    expect(windowWords({ from, to }, locale, 2026)).toBe(words);
  });

  test('shows what the cloud sent if it is no time', () => {
    expect(windowWords({ from: null, to: 'soon' }, 'en', 2026)).toBe('… – soon');
  });
});

import { describe, expect, it } from 'vitest';
import { isReplaced } from './supervise-server';

describe('a serving process that has ended', () => {
  it.each([
    ['that crashed after a while is started again', { code: 1, livedMs: 60_000 }, true],
    ['that was asked to end, by a signal of its own, is not', { code: 0, livedMs: 60_000 }, false],
    ['that crashed at once would only do so again', { code: 1, livedMs: 2_000 }, false],
  ])('%s', (_, end, replaced) => {
    expect(isReplaced(end)).toBe(replaced);
  });
});

import { expect, test } from 'vitest';
import { trimUnseen } from './trim-unseen';

test.each([
  [' \u00a0A b\u200b\u3000\n', 'A b'],
  ['\u{e0061}A😀\u{e0061}', 'A😀'],
  ['\u2060', ''],
  ['', ''],
  ['\ud83d', '\ud83d'],
])('invisible characters are removed from both ends: %j', (text, trimmed) => {
  expect(trimUnseen(text)).toBe(trimmed);
});

test('a long run of blanks inside a text is read once', () => {
  const text = `a${' '.repeat(2_000_000)}b`;
  expect(trimUnseen(text)).toBe(text);
});

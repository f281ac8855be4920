import { expect, test } from 'vitest';
import { steadyNow } from './steady-now';

const at = Date.UTC(2026, 0, 1);
const seconds = (count: number) => at + count * 1_000;

test('advances each second in a moment’s first minute, then twice a minute', () => {
  const shown = [0, 0.4, 1, 2.9, 59, 60, 89, 90, 3_599].map((age) => steadyNow(at, seconds(age)));
  expect(shown).toEqual([0, 0, 1, 2, 59, 60, 60, 90, 3_570].map(seconds));
});

test('does not make a future moment later than it is', () => {
  expect(steadyNow(at, seconds(-2.5))).toBe(seconds(-2));
  expect(steadyNow(at, seconds(-100))).toBe(seconds(-90));
});

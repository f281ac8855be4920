import { expect, test } from 'vitest';
import { isLongCode } from './states';

test.each([
  ['a night', '2026-03-01 18:00:00', '2026-03-02 11:00:00', false],
  ['exactly a week', '2026-03-01 12:00:00', '2026-03-08 12:00:00', false],
  ['more than a week', '2026-03-01 12:00:00', '2026-03-08 12:00:01', true],
  ['a start that is not known', null, '2026-03-08 12:00:00', true],
  ['no end', '2026-03-01 12:00:00', null, true],
])('a code for %s', (_, fromWall, toWall, isLong) => {
  expect(isLongCode({ fromWall, toWall })).toBe(isLong);
});

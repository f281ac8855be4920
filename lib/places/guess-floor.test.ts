import { expect, test } from 'vitest';
import { guessFloor } from './guess-floor';

test.each([
  ['101', 1],
  ['1203', 12],
  ['12-03', 12],
  ['A-905', 9],
  ['2栋1203', 12],
  ['2栋-1-1203', 12],
  ['Whg. 3.2 links', 3],
  ['3F-2', 3],
  ['12/F Flat B', 12],
  ['F3 02', 3],
  ['3楼2号', 3],
  ['2. OG rechts', 2],
  ['Shop 1', null],
  ['Penthouse', null],
  ['', null],
  ['20251130', null],
])('%j is on floor %j', (unit, floor) => {
  expect(guessFloor(unit)).toBe(floor);
});

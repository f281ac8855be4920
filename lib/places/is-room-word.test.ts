import { expect, it } from 'vitest';
import { isRoomWord } from './is-room-word';

it.each(['Shop 1', 'Penthouse', '管理处', '5楼', 'Bürgerbüro'])('%s names a room by itself', (unit) => {
  expect(isRoomWord(unit)).toBe(true);
});

it.each(['', '101', 'A-101', '12B', 'PH 3', '#05-12'])('%j is a number', (unit) => {
  expect(isRoomWord(unit)).toBe(false);
});

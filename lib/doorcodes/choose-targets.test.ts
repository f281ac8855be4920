import { expect, test } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { type CodeTarget, oneCodePerDoor } from './choose-targets';

const target = (gid: string, channel: number, ...locks: string[]): CodeTarget => ({
  ...{ gid, channel, door: gid, building: 'Harbor View', unit: String(channel), zone: 'UTC' },
  locks: locks.map((id) => ({ id, alias: '' })),
});
const short = (targets: CodeTarget[]) =>
  targets.map(({ gid, channel, locks }) => [gid, channel, ...locks.map(({ id }) => id)]);

test('twenty flats at three doors get three codes, stored under the lowest channel of each door', () => {
  const flats = Array.from({ length: 20 }, (_, at) => 20 - at);
  const targets = flats.flatMap((channel) =>
    ['a', 'b', 'c'].map((gid) => target(gid, channel, 'A01', 'A02')),
  );
  expect(targets).toHaveLength(60);
  expect(short(oneCodePerDoor(targets))).toEqual([
    ['a', 1, 'A01', 'A02'],
    ['b', 1, 'A01', 'A02'],
    ['c', 1, 'A01', 'A02'],
  ]);
});

test('a code for several rooms says so, and a code for a single room does not', () => {
  const one = [target('a', 1, 'A01'), target('b', 7, 'B01')];
  const codes = oneCodePerDoor([...one, target('a', 2, 'A01')]);
  expect(codes.map(({ gid, severalRooms }) => [gid, severalRooms])).toEqual([
    ['a', true],
    ['b', false],
  ]);
});

test('a lock that the lowest channel lacks is opened by the next one that has it', () => {
  const targets = [target('a', 3, 'A01', 'A02'), target('a', 1, 'A01'), target('a', 2, 'A01')];
  expect(short(oneCodePerDoor(targets))).toEqual([
    ['a', 1, 'A01'],
    ['a', 3, 'A02'],
  ]);
});

test('the codes open each lock of each door once, whatever was chosen', () => {
  const targets = fc.array(
    fc
      .tuple(
        fc.constantFrom('a', 'b'),
        fc.integer({ min: 1, max: 9 }),
        fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 }),
      )
      .map(([gid, channel, locks]) => target(gid, channel, ...locks)),
  );
  const opens = (list: CodeTarget[]) =>
    list.flatMap(({ gid, locks }) => locks.map(({ id }) => `${gid} ${id}`)).sort();
  fc.assert(
    fc.property(targets, (chosen) => {
      expect(opens(oneCodePerDoor(chosen))).toEqual([...new Set(opens(chosen))]);
    }),
  );
});

import { expect, test } from 'vitest';
import { type ChoiceCounts, matchChoices } from './match-choices';

const rows = [
  { building: 'Harbor', states: ['live', 'expiring'] },
  { building: 'Harbor', states: ['expired'] },
  { building: 'Court', states: ['live'] },
];
const filters = (building: string[], state: string[]) => ({
  building: { chosen: building, of: (row: (typeof rows)[number]) => [row.building] },
  state: { chosen: state, of: (row: (typeof rows)[number]) => row.states },
});

const plain = ({ building, state }: ChoiceCounts<'building' | 'state'>) => ({
  building: Object.fromEntries(building),
  state: Object.fromEntries(state),
});

test('counts all rows while nothing is chosen', () => {
  const { kept, counts } = matchChoices(rows, filters([], []));
  expect(kept).toEqual(rows);
  expect(plain(counts)).toEqual({
    building: { Harbor: 2, Court: 1 },
    state: { live: 2, expiring: 1, expired: 1 },
  });
});

test('a filter narrows the counts of the others, and not its own', () => {
  const { kept, counts } = matchChoices(rows, filters(['Harbor'], ['live']));
  expect(kept).toEqual(rows.slice(0, 1));
  expect(plain(counts)).toEqual({
    building: { Harbor: 1, Court: 1 },
    state: { live: 1, expiring: 1, expired: 1 },
  });
});

test('a row may stand for several', () => {
  expect(plain(matchChoices(rows, filters([], ['live']), () => 5).counts).building).toEqual({
    Harbor: 5,
    Court: 5,
  });
});

import { expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { mapPaced, sortPaced } from './run-paced';

it('sorts, and keeps equal rows in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 2_000, size: 'max' }), async (numbers) => {
      const rows = numbers.map((number, at) => ({ number, at }));
      const compare = (one: { number: number }, other: { number: number }) => one.number - other.number;
      expect(await sortPaced(rows, compare)).toEqual(rows.toSorted(compare));
    }),
    { numRuns: 30 },
  );
});

const rows = Array.from({ length: 200_000 }, (_, at) => at);

it.each([
  ['a map', () => mapPaced(rows, (at) => JSON.stringify({ at }))],
  ['a sort', () => sortPaced(rows, (one, other) => other - one)],
])('lets other work run between the slices of %s', async (_, work) => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  expect(await work()).toHaveLength(rows.length);
  clearInterval(ticking);
  expect(turns).toBeGreaterThan(2);
});

import { expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { mapPaced, sortPaced } from './paced';

it('sorts as a sort does, rows that are alike in their places', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(50), { maxLength: 2_000, size: 'max' }), async (numbers) => {
      const rows = numbers.map((number, at) => ({ number, at }));
      const compare = (one: { number: number }, other: { number: number }) => one.number - other.number;
      expect(await sortPaced(rows, compare)).toEqual(rows.toSorted(compare));
    }),
    { numRuns: 30 },
  );
});

it('lets other work run between slices', async () => {
  let turns = 0;
  const ticking = setInterval(() => turns++, 0);
  const rows = Array.from({ length: 200_000 }, (_, at) => at);
  const texts = await mapPaced(rows, (at) => JSON.stringify({ at }));
  await sortPaced(texts, (one, other) => (one < other ? -1 : 1));
  clearInterval(ticking);
  expect(texts).toHaveLength(rows.length);
  expect(turns).toBeGreaterThan(2);
});

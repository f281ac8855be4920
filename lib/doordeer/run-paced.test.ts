import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

describe('a process with a clock that goes on by 10 ms at each look', () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => at);
  let now = 0;
  beforeEach(() => {
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each([
    ['a map', () => mapPaced(rows, (at) => JSON.stringify({ at }))],
    ['a sort', () => sortPaced(rows, (one, other) => other - one)],
  ])('lets other work run between the slices of %s', async (_, work) => {
    let turns = 0;
    let isOver = false;
    const next = () => {
      turns++;
      if (!isOver) setImmediate(next);
    };
    setImmediate(next);
    expect(await work()).toHaveLength(rows.length);
    isOver = true;
    // A slice has at most 256 rows.
    expect(turns).toBeGreaterThanOrEqual(Math.floor(rows.length / 256));
  });
});

import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { firstRows, rowsInSight, scrollTopFor } from './rows-in-sight';

const places = fc.record({
  top: fc.integer({ min: -50, max: 500_000 }),
  height: fc.integer({ min: 0, max: 4000 }),
  row: fc.constantFrom(32, 40, 64),
  count: fc.nat(12_000),
});

describe('rowsInSight', () => {
  it('covers what is in sight and stays within the rows there are', () => {
    fc.assert(
      fc.property(places, (view) => {
        const { first, last } = rowsInSight(view);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(Math.max(0, view.count - 1));
        expect(last).toBeGreaterThanOrEqual(first);
        for (const edge of [view.top, view.top + view.height]) {
          const row = Math.floor(edge / view.row);
          if (row >= 0 && row < view.count) expect(row >= first && row <= last).toBe(true);
        }
      }),
    );
  });

  it('draws a few dozen rows of ten thousand', () => {
    const { first, last } = rowsInSight({ top: 200_000, height: 800, row: 40, count: 10_000 });
    expect(last - first).toBeLessThan(60);
  });
});

describe('firstRows', () => {
  it.each([
    { row: 40, count: 10_000, last: 32 },
    { row: 32, count: 10_000, last: 40 },
    { row: 40, count: 3, last: 2 },
    { row: 40, count: 0, last: 0 },
  ])('are what a tall screen shows: $row px, $count rows', ({ last, ...view }) => {
    expect(firstRows(view)).toEqual({ first: 0, last });
  });
});

describe('scrollTopFor', () => {
  const view = { top: 400, height: 400, row: 40, head: 36 };
  it('stays when the row is whole in sight', () => {
    expect(scrollTopFor(12, view)).toBe(400);
  });
  it('goes up to a row above, and down only as far as the row needs', () => {
    expect(scrollTopFor(3, view)).toBe(120);
    expect(scrollTopFor(30, view)).toBe(31 * 40 + 36 - 400);
  });
});

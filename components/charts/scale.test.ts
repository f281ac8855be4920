import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { barsPath, byDay, niceTop, shadeOf, usualWeek, wholeShares } from './scale';

const hoursFrom = (start: string, length: number, count = 1) =>
  Array.from({ length }, (_, index) => ({
    hour: new Date(Date.parse(start) + index * 3_600_000).toISOString(),
    count,
  }));

describe('barsPath', () => {
  it('draws each value from the ground up, and nothing for nothing', () => {
    expect(barsPath([50, 0, 100], { top: 100, height: 10, gap: 0.1 })).toBe(
      'M0.1 10v-5h0.8v5zM2.1 10v-10h0.8v10z',
    );
    expect(barsPath([0, 0], { top: 4, height: 100, gap: 0 })).toBe('');
  });
});

describe('niceTop', () => {
  it.each([
    [0, 4],
    [3, 4],
    [5, 6],
    [9, 10],
    [11, 20],
    [21, 40],
    [61, 80],
    [101, 200],
    [999, 1000],
  ])('of %d is %d', (largest, top) => {
    expect(niceTop(largest)).toBe(top);
  });

  it('is even and never below the largest', () => {
    fc.assert(
      fc.property(fc.nat(10_000_000), (largest) => {
        expect(niceTop(largest)).toBeGreaterThanOrEqual(largest);
        expect(niceTop(largest) % 2).toBe(0);
      }),
    );
  });
});

describe('wholeShares', () => {
  it('adds up to 100 whatever the values', () => {
    expect(wholeShares([1, 1, 1])).toEqual([34, 33, 33]);
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 9 }), (values) => {
        const sum = wholeShares(values).reduce((a, b) => a + b, 0);
        expect(sum).toBe(values.some((value) => value > 0) ? 100 : 0);
      }),
    );
  });
});

describe('shadeOf', () => {
  it('keeps the palest shade for nothing and shows even a single event', () => {
    expect(shadeOf(0, 900)).toBe(0);
    expect(shadeOf(1, 900)).toBe(1);
    expect(shadeOf(900, 900)).toBe(4);
    expect(shadeOf(0, 0)).toBe(0);
  });
});

describe('byDay', () => {
  it('cuts the days where midnight is in the zone', () => {
    const days = byDay(hoursFrom('2026-11-20T00:00:00Z', 48), 'Asia/Shanghai');
    expect(days.map(({ day, hours }) => [day, hours.length])).toEqual([
      ['2026-11-20', 16],
      ['2026-11-21', 24],
      ['2026-11-22', 8],
    ]);
  });

  it('gives the day on which the clock goes back its 25 hours', () => {
    const days = byDay(hoursFrom('2026-10-24T22:00:00Z', 25), 'Europe/Berlin');
    expect(days).toHaveLength(1);
    expect(days[0]).toMatchObject({ day: '2026-10-25', total: 25 });
  });
});

describe('usualWeek', () => {
  it('averages each hour of the week over the weeks given', () => {
    const hours = hoursFrom('2026-11-02T00:00:00Z', 14 * 24).map((one, index) => ({
      ...one,
      count: index === 9 ? 8 : 0,
    }));
    const week = usualWeek(hours, 'UTC');
    expect(week).toHaveLength(7);
    expect(week[0]?.[9]).toBe(4);
    expect(week.flat().reduce((a, b) => a + b, 0)).toBe(4);
  });
});

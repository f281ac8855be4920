import { describe, expect, it } from 'vitest';
import type { ClockSample } from '@/lib/db/tables/archive';
import fc from '@/lib/testing/fast-check';
import { readCloudClock, readDoorClock } from './clock';

const start = Date.UTC(2026, 10, 25, 8);
const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

function arrivals(count: number, { behind = 0, late = (_: number) => 0, every = minute }): ClockSample[] {
  return Array.from({ length: count }, (_, index) => {
    const shown = start + index * 10 * minute;
    const after = shown - every / 2;
    const by = shown + every / 2;
    return { at: iso(shown - late(index) - behind), after: iso(after), by: iso(by) };
  });
}
const judge = (list: ClockSample[], aheadMs = 0) => readDoorClock(list, { aheadMs, heard: true });

describe('a clock that is right', () => {
  it('fits, and is proven to be no more behind than the quickest event took', () => {
    expect(judge(arrivals(8, {}))).toEqual({ state: 'fits', offMs: null, withinMs: minute / 2, seen: 8 });
  });

  it('is not called wrong for one event that came late, nor for few of them', () => {
    expect(judge(arrivals(8, { late: (index) => (index === 3 ? 60 : 0) * minute })).state).toBe('fits');
    expect(judge(arrivals(4, { behind: 10 * minute })).state).toBe('fits');
  });
});

describe('a clock that is behind', () => {
  it('is reported after five readings that agree, by the amount that is certain', () => {
    const clock = judge(arrivals(5, { behind: 10 * minute }));
    expect(clock).toEqual({ state: 'behind', offMs: 9.5 * minute - 1_000, withinMs: 10.5 * minute, seen: 5 });
  });

  it('is not reported where the readings are further apart than it is behind', () => {
    expect(judge(arrivals(8, { behind: 3 * minute, every: 10 * minute })).state).toBe('fits');
  });

  it('is soon believed when it was set right', () => {
    const before = arrivals(8, { behind: 10 * minute });
    expect(judge([...before, ...arrivals(1, {})]).state).toBe('fits');
  });

  it('differs from events that are late by varying amounts', () => {
    const varied = arrivals(8, { late: (index) => (10 + index * 7) * minute });
    expect(judge(varied)).toMatchObject({ state: 'late', offMs: 9.5 * minute - 1_000 });
  });
});

it('says ahead only by what an event proves, and nothing of a door that was never heard', () => {
  expect(judge([], 30 * minute)).toMatchObject({ state: 'ahead', offMs: 30 * minute });
  expect(judge([], 30_000).state).toBe('fits');
  expect(readDoorClock([], { aheadMs: 0, heard: false }).state).toBe('unknown');
});

it('never claims more than is so, whatever the clock, the looks and the delays', () => {
  const clock = fc.record({
    behind: fc.integer({ min: -120, max: 1_000 }),
    steps: fc.array(
      fc.record({ every: fc.integer({ min: 1, max: 900 }), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
      { minLength: 5, maxLength: 12 },
    ),
  });
  fc.assert(
    fc.property(clock, ({ behind, steps }) => {
      const list = steps.map(({ every, at }, index) => {
        const after = start + index * 3_600_000;
        const happened = after + Math.floor(every * 1_000 * at);
        return { at: iso(happened - behind * 1_000), after: iso(after), by: iso(after + every * 1_000) };
      });
      const { state, offMs, withinMs } = judge(list);
      if (state === 'behind') expect(offMs ?? 0).toBeLessThanOrEqual(behind * 1_000);
      expect(state).not.toBe('late');
      if (withinMs !== null) expect(withinMs).toBeGreaterThanOrEqual(behind * 1_000);
    }),
  );
});

describe("the cloud's own clock", () => {
  it('agrees within ten seconds, and is off by what both bounds say at least', () => {
    expect(readCloudClock(-900, 2_050)).toEqual({ state: 'agrees', offMs: 2_050 });
    expect(readCloudClock(59_000, 62_000)).toEqual({ state: 'ahead', offMs: 59_000 });
    expect(readCloudClock(-302_000, -298_500)).toEqual({ state: 'behind', offMs: 298_500 });
  });

  it('is not known where its answers tell no time, and not called wrong where the answer took long', () => {
    expect(readCloudClock(null, null)).toBeNull();
    expect(readCloudClock(-25_000, 3_000)?.state).toBe('agrees');
  });
});

import { expect, it } from 'vitest';
import { instantToWall } from '@/lib/devices/time-zone';
import fc from '@/lib/testing/fast-check';
import { nextDue, passedDues, periodOf, type Rhythm } from './due-time';

const daily: Rhythm = { every: 'day', weekday: 1, monthDay: 1, hour: 2, zone: 'Europe/Berlin' };
const next = (rhythm: Partial<Rhythm>, after: string) =>
  nextDue({ ...daily, ...rhythm }, new Date(after)).toISOString();

it('is once on a day whose hour is skipped, and once on a day that repeats it', () => {
  expect(next({}, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  expect(next({}, '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:00:00.000Z');
  expect(next({}, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
  expect(next({}, '2026-10-25T00:00:00Z')).toBe('2026-10-26T01:00:00.000Z');
});

it('is the last day of a shorter month', () => {
  const monthly = { every: 'month', monthDay: 31, hour: 9, zone: 'UTC' } as const;
  expect(next(monthly, '2026-02-01T00:00:00Z')).toBe('2026-02-28T09:00:00.000Z');
  expect(next(monthly, '2028-02-01T00:00:00Z')).toBe('2028-02-29T09:00:00.000Z');
  expect(next(monthly, '2026-02-28T09:00:00Z')).toBe('2026-03-31T09:00:00.000Z');
  expect(next(monthly, '2026-04-30T08:59:59Z')).toBe('2026-04-30T09:00:00.000Z');
});

const rhythm: fc.Arbitrary<Rhythm> = fc.record({
  every: fc.constantFrom('day', 'week', 'month'),
  weekday: fc.integer({ min: 1, max: 7 }),
  monthDay: fc.integer({ min: 1, max: 31 }),
  hour: fc.integer({ min: 0, max: 23 }),
  zone: fc.constantFrom(
    'UTC',
    'Asia/Shanghai',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
  ),
});

const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

it('comes later, not too late, and on a new day each time', () => {
  fc.assert(
    fc.property(rhythm, moment, (one, after) => {
      const first = nextDue(one, after);
      const second = nextDue(one, first);
      const most = { day: 2, week: 8, month: 32 }[one.every] * 86_400_000;
      expect(first.getTime()).toBeGreaterThan(after.getTime());
      expect(first.getTime() - after.getTime()).toBeLessThanOrEqual(most);
      const zone = { name: one.zone, source: 'chosen' as const };
      expect(instantToWall(zone, second).date > instantToWall(zone, first).date).toBe(true);
      expect(nextDue(one, new Date(second.getTime() - 1))).toEqual(second);
    }),
  );
});

it('covers the day, the seven days or the month before', () => {
  const of = (change: Partial<Rhythm>, due: string) => periodOf({ ...daily, ...change }, new Date(due));
  expect(of({}, '2026-03-29T01:00:00Z')).toEqual({ from: '2026-03-28', to: '2026-03-28' });
  expect(of({ every: 'week' }, '2026-11-23T01:00:00Z')).toEqual({ from: '2026-11-16', to: '2026-11-22' });
  expect(of({ every: 'month' }, '2026-03-01T01:00:00Z')).toEqual({ from: '2026-02-01', to: '2026-02-28' });
  const last = { every: 'month', monthDay: 31 } as const;
  expect(of(last, '2026-02-28T01:00:00Z')).toEqual({ from: '2026-01-31', to: '2026-02-27' });
});

it('has each day in one of consecutive files, and makes no more missed files than are kept', () => {
  fc.assert(
    fc.property(rhythm, moment, fc.integer({ min: 1, max: 5 }), (one, after, most) => {
      const first = nextDue(one, after);
      const now = new Date(first.getTime() + 200 * 86_400_000);
      const dues = passedDues(one, first, { now, most: 300 });
      expect(dues[0]).toEqual(first);
      expect(nextDue(one, dues.at(-1) ?? now) > now).toBe(true);
      const periods = dues.map((due) => periodOf(one, due));
      for (const [index, { from }] of periods.entries()) {
        const before = periods[index - 1];
        if (before) expect(Date.parse(from) - Date.parse(before.to)).toBe(86_400_000);
      }
      expect(passedDues(one, first, { now, most })).toEqual(dues.slice(-most));
    }),
    { numRuns: 30 },
  );
});

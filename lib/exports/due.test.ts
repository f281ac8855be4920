import { expect, it } from 'vitest';
import { instantToWall } from '@/lib/devices/time-zone';
import fc from '@/lib/testing/fast-check';
import { nextDue, type Rhythm } from './due';

const daily: Rhythm = { every: 'day', weekday: 1, monthDay: 1, hour: 2, zone: 'Europe/Berlin' };
const next = (rhythm: Partial<Rhythm>, after: string) =>
  nextDue({ ...daily, ...rhythm }, new Date(after)).toISOString();

it('is once on the day whose hour is skipped, and once on the day that has it twice', () => {
  expect(next({}, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  expect(next({}, '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:00:00.000Z');
  expect(next({}, '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
  expect(next({}, '2026-10-25T00:00:00Z')).toBe('2026-10-26T01:00:00.000Z');
});

it('is the last day of a month that has fewer', () => {
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

it('comes later, not too late, and on another day each time', () => {
  const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
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

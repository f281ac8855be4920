import { describe, expect, it } from 'vitest';
import { readRhythm } from './usual-gap';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 8, 28);

function history(busy: (weekday: number, hour: number, day: number) => boolean): number[] {
  return Array.from({ length: 56 * 24 }, (_, index) => start + index * HOUR).filter((at) => {
    const day = Math.floor((at - start) / DAY);
    return busy(day % 7, (at % DAY) / HOUR, day);
  });
}
const office = history((weekday, hour) => weekday < 5 && hour >= 8 && hour < 18);
const judge = (hours: number[], now: number) =>
  readRhythm(hours, { now, heardAt: (hours.at(-1) ?? 0) + HOUR / 2 });
const friday = (office.at(-1) ?? 0) + HOUR;

describe('a door that is used in office hours', () => {
  it('is as usual through the night and the weekend', () => {
    expect(judge(office, friday + 10 * HOUR).state).toBe('usual');
    expect(judge(office, friday + 62 * HOUR).state).toBe('usual');
  });

  it('stands out when a working day passes without it', () => {
    expect(judge(office, friday + 62 * HOUR + 8 * HOUR)).toMatchObject({ state: 'silent', usualMs: HOUR });
  });
});

describe('a door that is used at all hours', () => {
  const always = history((_, hour) => hour % 2 === 0);
  it('stands out within a day, and not after one missed hour', () => {
    const last = always.at(-1) ?? 0;
    expect(judge(always, last + 4 * HOUR).state).toBe('usual');
    expect(judge(always, last + DAY)).toMatchObject({ state: 'silent', usualMs: 2 * HOUR });
  });
});

describe('a door that is seldom used', () => {
  it('does not stand out after a few days when its own pauses are as long', () => {
    const seldom = history((_, hour, day) => hour === 10 && day % 3 === 0);
    expect(judge(seldom, (seldom.at(-1) ?? 0) + 4 * DAY).state).toBe('usual');
  });

  it('is not judged by a handful of events', () => {
    const few = history((_, hour, day) => hour === 10 && day % 9 === 0);
    expect(judge(few, start + 90 * DAY)).toMatchObject({ state: 'unknown', usualMs: null });
  });
});

describe('a door that is new, or was never heard from', () => {
  it('is not judged', () => {
    const fresh = office.filter((at) => at > friday - 7 * DAY);
    expect(judge(fresh, friday + 30 * DAY).state).toBe('unknown');
    expect(readRhythm([], { now: friday, heardAt: null })).toEqual({
      state: 'unknown',
      silentMs: null,
      usualMs: null,
    });
  });
});

it('one burst does not make every later silence look strange', () => {
  const quiet = history((_, hour, day) => hour === 12 && day % 2 === 0);
  const burst = Array.from({ length: 20 }, (_, index) => start + 20 * DAY + index * HOUR);
  const both = [...quiet, ...burst].sort((a, b) => a - b);
  expect(judge(both, (quiet.at(-1) ?? 0) + 3 * DAY).state).toBe('usual');
});

import type { Every } from '@/lib/db/tables/exports';
import { instantToWall, wallToInstant } from '@/lib/devices/time-zone';
import { dayText, hourText } from '@/lib/text/wall-text';

export type Rhythm = {
  every: Every;
  /** 1 Monday … 7 Sunday. */
  weekday: number;
  /** In a shorter month: its last day. */
  monthDay: number;
  hour: number;
  zone: string;
};

const DAY = 86_400_000;

/** A skipped hour is read as if the clocks had not changed, a repeated one as the first: one file each day. */
export function nextDue(rhythm: Rhythm, after: Date): Date {
  const zone = { name: rhythm.zone, source: 'chosen' as const };
  const today = Date.parse(`${instantToWall(zone, after).date}T00:00:00Z`);
  const time = `${hourText(rhythm.hour)}:00`;
  // 33 days hold at least one due day of every interval. Day −1 covers a clock that was set back.
  for (let day = -1; day <= 33; day++) {
    const date = new Date(today + day * DAY);
    if (!falls(rhythm, date)) continue;
    const due = wallToInstant(zone, { date: dayText(date), time })?.instant;
    if (due && due > after) return due;
  }
  throw new RangeError('an interval without a next day');
}

/** Everything due from `first` until now, both included; of more than `most`, the last ones. */
export function passedDues(rhythm: Rhythm, first: Date, { now, most }: { now: Date; most: number }): Date[] {
  const dues: Date[] = [];
  for (let due = first; due <= now; due = nextDue(rhythm, due)) {
    dues.push(due);
    if (dues.length > most) dues.shift();
  }
  return dues;
}

/** From the previous due day to the day before this one: consecutive files have each day once. */
export function periodOf(rhythm: Rhythm, due: Date): { from: string; to: string } {
  const { date } = instantToWall({ name: rhythm.zone, source: 'chosen' }, due);
  const dayBefore = (days: number) => new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY);
  let days = 1;
  while (!falls(rhythm, dayBefore(days))) days += 1;
  return { from: dayText(dayBefore(days)), to: dayText(dayBefore(1)) };
}

function falls({ every, weekday, monthDay }: Rhythm, date: Date): boolean {
  if (every === 'day') return true;
  if (every === 'week') return (date.getUTCDay() || 7) === weekday;
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return date.getUTCDate() === Math.min(monthDay, last);
}

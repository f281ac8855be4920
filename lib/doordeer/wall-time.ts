import { toInt, toText } from './normalise-fields';
import type { WallTime } from './words';

/** The vendor's dates and times: numbers YYYYMMDD and HHMMSS in the door's local time (docs/vendor.md, reading 4). */

const pad = (value: number, length: number) => String(value).padStart(length, '0');

function isRealDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const spelledDate = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/;
const spelledTime = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;

/** `YYYY-MM-DD` from 20180612, "20180612" or "2018-6-12"; null if the date does not exist. */
export function toDate(value: unknown): string | null {
  const text = toText(value);
  const [year, month, day] = partsOf(spelledDate.exec(text)) ?? threeParts(toInt(text));
  if (year === undefined || month === undefined || day === undefined) return null;
  return isRealDate(year, month, day) ? `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` : null;
}

/** `HH:MM:SS` from 93455, "093455", "09:34:55" or "09:34"; null if it is not a time of day. 24:00:00 is valid. */
export function toTime(value: unknown): string | null {
  const text = toText(value);
  const [hours, minutes, seconds] = partsOf(spelledTime.exec(text)) ?? threeParts(toInt(text));
  if (hours === undefined || minutes === undefined || seconds === undefined) return null;
  if (minutes > 59 || seconds > 59 || hours * 3_600 + minutes * 60 + seconds > 86_400) return null;
  return `${pad(hours, 2)}:${pad(minutes, 2)}:${pad(seconds, 2)}`;
}

function partsOf(found: RegExpExecArray | null): number[] | null {
  return found?.slice(1).map((part) => Number(part ?? 0)) ?? null;
}

function threeParts(number: number | null): number[] {
  if (number === null || number < 0) return [];
  return [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100];
}

/**
 * Null without a date, or for an unreadable time. A missing time is the edge of the day; 24:00 is 00:00 of the next.
 */
export function toWallTime(date: unknown, time: unknown, edge: 'start' | 'end'): WallTime | null {
  const day = toDate(date);
  if (day === null) return null;
  if (toText(time) === '') return { date: day, time: edge === 'start' ? '00:00:00' : '23:59:59' };
  const clock = toTime(time);
  if (clock !== '24:00:00') return clock === null ? null : { date: day, time: clock };
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString();
  return /^\d/.test(next) ? { date: next.slice(0, 10), time: '00:00:00' } : null;
}

export function isBackwards(from: WallTime | null, to: WallTime | null): boolean {
  return from !== null && to !== null && `${to.date} ${to.time}` < `${from.date} ${from.time}`;
}

/** Whether a date, or a time without a date, is there but cannot be read. */
export function isUnreadable(date: unknown, time: unknown): boolean {
  if (saysSomething(date)) return toWallTime(date, time, 'start') === null;
  return saysSomething(time) && toTime(time) === null;
}

function saysSomething(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== 'string' || value.trim() !== '');
}

export function toVendorDate(wall: WallTime): number {
  return Number(wall.date.replaceAll('-', ''));
}

export function toVendorTime(wall: WallTime): number {
  return Number(wall.time.replaceAll(':', ''));
}

export function toTimezone(value: unknown): number | null {
  const text = toText(value).replace(/\s|UTC|GMT/gi, '');
  // "+0800" means hours and minutes. No zone is 800 minutes from UTC.
  const whole = /^[+-]\d{4}$/.test(text) ? null : toInt(text);
  if (whole !== null) return whole;
  const clock = /^([+-]?)(\d{1,2}):?([0-5]\d)$/.exec(text);
  if (clock !== null) return hoursAndMinutes(clock[1] === '-' ? -1 : 1, Number(clock[2]), Number(clock[3]));
  const hours = /^[+-]?\d{1,2}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(hours)) return null;
  return Number.isInteger(hours) ? hours : Math.round(hours * 60);
}

function hoursAndMinutes(sign: 1 | -1, hours: number, minutes: number): number {
  // A bare number up to 14 means hours (docs/vendor.md, reading 5), so whole hours are returned as hours.
  return sign * (minutes === 0 && hours <= 14 ? hours : hours * 60 + minutes);
}

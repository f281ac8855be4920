import type { WallFit } from '../db/tables/archive';
import type { WallTime } from '../doordeer/words';

/** `name`: an IANA name or an offset such as `+08:00`. `assumed`: neither chosen nor sent by the vendor, so UTC. */
export type Zone = { name: string; source: 'chosen' | 'vendor' | 'assumed' };

const HOUR = 3_600_000;
const LARGEST_OFFSET_MINUTES = 14 * 60;

/** A chosen IANA zone wins. Otherwise −14…14 are hours from UTC, larger numbers minutes (docs/vendor.md, reading 5). */
export function zoneOf(clock: { zone?: string | null; timezone?: number | null }): Zone {
  if (clock.zone && isZoneName(clock.zone)) return { name: clock.zone, source: 'chosen' };
  const minutes = offsetMinutes(clock.timezone ?? null);
  if (minutes === null) return { name: 'UTC', source: 'assumed' };
  return { name: minutes === 0 ? 'UTC' : offsetName(minutes), source: 'vendor' };
}

/** Minutes east of UTC. Null if the vendor's `timezone` is not one. */
export function offsetMinutes(timezone: number | null): number | null {
  if (timezone === null || !Number.isFinite(timezone)) return null;
  const minutes = Math.round(Math.abs(timezone) <= 14 ? timezone * 60 : timezone);
  return Math.abs(minutes) <= LARGEST_OFFSET_MINUTES ? minutes : null;
}

function offsetName(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

function clockName(aheadMs: number): string {
  return `UTC${offsetName(Math.round(aheadMs / 60_000))}`;
}

export function clockAt(zoneName: string, instant: number | Date): string {
  return clockName(zoneOffset(zoneName, Number(instant)));
}

/** As `clockAt`, for a wall time (`YYYY-MM-DD HH:MM:SS`). Null if `wall` is not one. */
export function clockAtWall(zone: string, wall: string | null): string | null {
  const instant = instantAtWall(zone, wall);
  return instant && clockAt(zone, instant);
}

/** The offset between a wall time and its instant. Null if there is no wall time. */
export function clockBetween(wall: string | null, instant: string | Date | null): string | null {
  const shown = wall === null ? Number.NaN : Date.parse(`${wall.replace(' ', 'T')}Z`);
  return instant === null || Number.isNaN(shown) ? null : clockName(shown - new Date(instant).getTime());
}

export function nameOfZone(zone: string): string | null {
  return /^[+-]/.test(zone) ? null : zone;
}

export function zoneWords(zone: string, instant: number | Date): string {
  const [name, clock] = [nameOfZone(zone), clockAt(zone, instant)];
  return name && name !== 'UTC' ? `${name} (${clock})` : clock;
}

/** As `zoneWords`, for a wall time there. Only the name if `wall` is none. */
export function zoneWordsAtWall(zone: string, wall: string | null): string {
  const instant = instantAtWall(zone, wall);
  return instant ? zoneWords(zone, instant) : (nameOfZone(zone) ?? clockAt(zone, 0));
}

function instantAtWall(zone: string, wall: string | null): Date | null {
  const [date = '', time = ''] = (wall ?? '').split(' ');
  return wallToInstant({ name: zone, source: 'vendor' }, { date, time })?.instant ?? null;
}

/** An IANA name that this runtime knows. Offsets are not names here. */
export function isZoneName(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    // Creates and caches the formatter, because every flat of a building asks for it.
    clockOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The canonical name. To PostgreSQL, a short name such as CET is an abbreviation without daylight saving time. */
export function zoneName(name: string): string {
  return clockOf(name).resolvedOptions().timeZone;
}

/** Milliseconds ahead of UTC. */
export function zoneOffset(zoneName: string, instant: number): number {
  const fixed = /^([+-])(\d\d):(\d\d)$/.exec(zoneName);
  if (fixed) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3])) * 60_000;
  if (zoneName === 'UTC') return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of clockOf(zoneName).formatToParts(instant)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

// Creating a formatter costs a hundred times as much as using it, and an archive needs the same few zones all day.
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zoneName: string): Intl.DateTimeFormat {
  let clock = clocks.get(zoneName);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-US', {
      timeZone: zoneName,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    // A hostile address can spell one zone in thousands of ways.
    if (clocks.size < 1_000) clocks.set(zoneName, clock);
  }
  return clock;
}

/** Null if `wall` is no time. A skipped time gets the offset before the gap, a repeated one is its first occurrence. */
export function wallToInstant(zone: Zone, wall: WallTime): { instant: Date; fit: WallFit } | null {
  const shown = wallAsUtc(wall);
  if (shown === null) return null;
  const before = shown - zoneOffset(zone.name, shown - 24 * HOUR);
  const after = shown - zoneOffset(zone.name, shown + 24 * HOUR);
  const fits = [before, after].filter((instant) => instant + zoneOffset(zone.name, instant) === shown);
  const [first, second] = [Math.min(...fits), Math.max(...fits)];
  if (fits.length === 0) return { instant: new Date(before), fit: 'skipped' };
  return { instant: new Date(first), fit: first === second ? 'exact' : 'repeated' };
}

export function instantToWall(zone: Zone, instant: Date): WallTime {
  const shown = new Date(instant.getTime() + zoneOffset(zone.name, instant.getTime()));
  const [date = '', time = ''] = shown.toISOString().split('T');
  return { date, time: time.slice(0, 8) };
}

/** The wall time read as UTC, in milliseconds. Null for 30 February or 25 o'clock. */
function wallAsUtc(wall: WallTime): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(wall.date) || !/^\d\d:\d\d:\d\d$/.test(wall.time)) return null;
  const time = Date.parse(`${wall.date}T${wall.time}Z`);
  // Date.parse accepts 24:00:00 and, in some engines, 30 February. Only what comes back unchanged is a wall time.
  return Number.isNaN(time) || new Date(time).toISOString() !== `${wall.date}T${wall.time}.000Z`
    ? null
    : time;
}

/** Midnight by the zone's clock. Where that hour is skipped, the first instant after it. */
export function startOfDay(instant: Date, zone: Zone): Date {
  return wallToInstant(zone, { ...instantToWall(zone, instant), time: '00:00:00' })?.instant ?? instant;
}

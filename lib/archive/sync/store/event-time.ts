import { monthOf } from '@/lib/db/add-event-months';
import type { EventFit } from '@/lib/db/tables/archive';
import { instantToWall, wallToInstant, type Zone } from '@/lib/devices/time-zone';
import { mapPaced } from '@/lib/doordeer/run-paced';
import { toWallTime } from '@/lib/doordeer/wall-time';
import type { WallTime } from '@/lib/doordeer/words';

export type WrittenTime = WallTime & { offsetMinutes?: number };

const compact = /^(\d{8})[ T]?(\d{6})(?:[.,]\d+)?(?: ?(\D.*))?$/;
const spelt = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?(?: ?(\D.*))?$/;
const largestOffsetMinutes = 14 * 60;

/** The document says "datetime" without an example. Without an offset it is the door's clock. Null if it makes no sense. */
export function readEventTime(text: string): WrittenTime | null {
  const [, day, clock, zone] = compact.exec(text) ?? spelt.exec(text) ?? [];
  if (day === undefined || clock === undefined) return null;
  const wall = toWallTime(day, clock, 'start');
  if (wall === null || zone === undefined) return wall;
  const offsetMinutes = readOffset(zone);
  return offsetMinutes === null ? null : { ...wall, offsetMinutes };
}

function readOffset(text: string): number | null {
  if (/^(?:Z|UTC|GMT)$/i.test(text)) return 0;
  const [, sign, hours, minutes = '0'] = /^(?:UTC|GMT)?([+\-−])(\d{2}):?([0-5]\d)?$/i.exec(text) ?? [];
  if (sign === undefined) return null;
  const size = Number(hours) * 60 + Number(minutes);
  if (size > largestOffsetMinutes) return null;
  return sign === '+' ? size : -size + 0;
}

const day = 86_400_000;

/** The months, as `YYYY-MM`, in which events with these times may lie. Clocks differ from UTC by a day at most. */
export function monthsOf(texts: readonly string[]): Set<string> {
  const days = new Set(texts.flatMap((text) => readEventTime(text)?.date ?? []));
  return new Set(
    [...days].flatMap((date) => {
      const time = Date.parse(`${date}T00:00:00Z`);
      return [monthOf(time - day), monthOf(time + 2 * day)];
    }),
  );
}

/** The instant, and what the door's clock showed then. */
function place(written: WrittenTime, zone: Zone): PlacedTime | null {
  const { offsetMinutes, ...wall } = written;
  const met = wallToInstant(offsetMinutes === undefined ? zone : utc, wall);
  if (met === null) return null;
  if (offsetMinutes === undefined)
    return { at: met.instant, wall: `${wall.date} ${wall.time}`, fit: met.fit };
  const at = new Date(met.instant.getTime() - offsetMinutes * 60_000);
  const shown = instantToWall(zone, at);
  return { at, wall: `${shown.date} ${shown.time}`, fit: 'exact' };
}

const utc: Zone = { name: 'UTC', source: 'assumed' };

export type PlacedTime = { at: Date; wall: string | null; fit: EventFit };

/** Oldest first. An event whose time makes no sense gets its neighbour's; `fallbackAt` is used if all make no sense. */
export function placeInTime(texts: readonly string[], zone: Zone, fallbackAt: Date): PlacedTime[] {
  return withNeighbours(
    texts.map((text) => placeOne(text, zone)),
    fallbackAt,
  );
}

export async function placeInTimePaced(
  texts: readonly string[],
  zone: Zone,
  fallbackAt: Date,
): Promise<PlacedTime[]> {
  return withNeighbours(await mapPaced(texts, (text) => placeOne(text, zone)), fallbackAt);
}

function placeOne(text: string, zone: Zone): PlacedTime | null {
  const written = readEventTime(text);
  return written && place(written, zone);
}

function withNeighbours(placed: readonly (PlacedTime | null)[], fallbackAt: Date): PlacedTime[] {
  let neighbour = placed.find((time) => time !== null)?.at ?? fallbackAt;
  return placed.map((time) => {
    if (time) neighbour = time.at;
    return time ?? { at: neighbour, wall: null, fit: 'invalid' };
  });
}

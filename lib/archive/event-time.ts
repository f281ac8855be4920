import type { EventFit } from '@/lib/db/tables/archive';
import { wallToInstant, type Zone } from '@/lib/devices/time-zone';
import { toDate, toTime } from '@/lib/doordeer/wall-time';
import type { WallTime } from '@/lib/doordeer/words';

/** `event_time` as a wall clock at the door: the document says "datetime" and shows no example. Null: makes no sense. */
export function readEventTime(text: string): WallTime | null {
  const digits = /^(\d{8})[ T]?(\d{6})$/.exec(text);
  const spelt = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?$/.exec(text);
  const [, day, clock] = digits ?? spelt ?? [];
  if (day === undefined || clock === undefined) return null;
  const [year = '', month = '', date = ''] = day.split(/[-/.]/);
  const whole = digits ? day : `${year}${month.padStart(2, '0')}${date.padStart(2, '0')}`;
  const [found, time] = [toDate(whole), toTime(clock)];
  return found && time ? { date: found, time } : null;
}

export type PlacedTime = { at: Date; wall: string | null; fit: EventFit };

/**
 * The instants of events of one list, oldest first. One whose time makes no sense gets its neighbour's, so that it
 * stands where the cloud lists it; where none of them has one that does, `beside` is the neighbour's.
 */
export function placeInTime(texts: readonly string[], zone: Zone, beside: Date): PlacedTime[] {
  const placed = texts.map((text) => {
    const wall = readEventTime(text);
    const met = wall && wallToInstant(zone, wall);
    return wall && met ? { at: met.instant, wall: `${wall.date} ${wall.time}`, fit: met.fit } : null;
  });
  let neighbour = placed.find((time) => time !== null)?.at ?? beside;
  return placed.map((time) => {
    if (time) neighbour = time.at;
    return time ?? { at: neighbour, wall: null, fit: 'invalid' };
  });
}

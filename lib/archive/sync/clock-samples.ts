import type { ClockSample } from '@/lib/db/tables/archive';
import type { Zone } from '@/lib/devices/time-zone';
import { placeInTime } from './store/event-time';

const kept = 12;

/** An event that first shows at this look happened, or was passed on, since the last one. Null if its time is inexact. */
export function clockSampleOf(
  timeText: string,
  zone: Zone,
  { after, by }: { after: Date | null; by: Date },
): ClockSample | null {
  const [time] = placeInTime([timeText], zone, by);
  if (after === null || time?.fit !== 'exact') return null;
  return { at: time.at.toISOString(), after: after.toISOString(), by: by.toISOString() };
}

/** Only a reading's youngest event counts: a door that was offline delivers many at once, which prove only one thing. */
export function addClockSamples(known: readonly ClockSample[], fresh: readonly ClockSample[]): ClockSample[] {
  const age = ({ at, by }: ClockSample) => Date.parse(by) - Date.parse(at);
  const youngest = fresh.toSorted((one, other) => age(one) - age(other)).slice(0, 1);
  return [...known, ...youngest].slice(-kept);
}

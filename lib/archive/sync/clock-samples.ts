import type { ClockSample } from '@/lib/db/tables/archive';
import type { Zone } from '@/lib/devices/time-zone';
import { placeInTime } from './store/event-time';

/** Readings that are remembered: enough to tell a habit, few enough to forget a clock that was set right. */
const kept = 12;

/**
 * An event that was not in the list at one look and was at the next: it happened, or was passed on, between the two,
 * whatever time it has. Null without a time that can be relied on.
 */
export function clockSampleOf(
  timeText: string,
  zone: Zone,
  { after, by }: { after: Date | null; by: Date },
): ClockSample | null {
  const [time] = placeInTime([timeText], zone, by);
  if (after === null || time?.fit !== 'exact') return null;
  return { at: time.at.toISOString(), after: after.toISOString(), by: by.toISOString() };
}

/**
 * Of one reading only the youngest event counts: a door that was cut off hands in everything at once, and that is one
 * thing that happened and not many.
 */
export function addClockSamples(known: readonly ClockSample[], fresh: readonly ClockSample[]): ClockSample[] {
  const age = ({ at, by }: ClockSample) => Date.parse(by) - Date.parse(at);
  const youngest = fresh.toSorted((one, other) => age(one) - age(other)).slice(0, 1);
  return [...known, ...youngest].slice(-kept);
}

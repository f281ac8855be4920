import type { ClockSample } from '@/lib/db/tables/archive';

/** So many readings in a row must say the same: one late event is a network that was down. */
const fewest = 5;
/** Of the last so many, so that a clock that was set right is soon believed. */
const counted = 8;
/** Doors tell whole seconds: an event is up to so much younger than its time says. */
const wholeSecond = 1_000;
/** Less than this is no news: clocks differ by seconds. */
const leastOff = 60_000;

/**
 * What is known of a door's clock.
 *
 * `ahead`: proven by an event that was here before it happened. `behind`: each of the last readings that brought
 * something brought an event whose own time lies before the look that did not show it yet, and one difference fits all
 * of them, as it does when a clock is wrong. `late`: the same, with differences that vary, as they do when events are
 * passed on late. Doordesk cannot distinguish a clock that is behind from a cloud that is always late by the same time.
 */
export type DoorClock = {
  state: 'unknown' | 'fits' | 'ahead' | 'behind' | 'late';
  /** By so much at least. */
  offMs: number | null;
  /** Not more than so much behind, proven: an event was here so soon after its own time. */
  withinMs: number | null;
  /** Readings that this rests on. */
  seen: number;
};

export function readDoorClock(
  arrivals: readonly ClockSample[],
  { aheadMs, heard }: { aheadMs: number; heard: boolean },
): DoorClock {
  const recent = arrivals.slice(-counted).map(({ at, after, by }) => ({
    // The event is older than the look that did not show it by the first, and than the one that did by the second.
    least: Date.parse(after) - (Date.parse(at) + wholeSecond),
    most: Date.parse(by) - Date.parse(at),
  }));
  const seen = recent.length;
  const most = recent.length > 0 ? Math.min(...recent.map((one) => one.most)) : null;
  const withinMs = most !== null && most >= 0 ? most : null;
  const least = Math.min(...recent.map((one) => one.least));
  if (seen >= fewest && least >= leastOff) {
    const largest = Math.max(...recent.map((one) => one.least));
    const fits = most !== null && largest <= most;
    return fits
      ? { state: 'behind', offMs: largest, withinMs, seen }
      : { state: 'late', offMs: least, withinMs, seen };
  }
  if (aheadMs >= leastOff) return { state: 'ahead', offMs: aheadMs, withinMs: null, seen };
  return { state: heard ? 'fits' : 'unknown', offMs: null, withinMs, seen };
}

/** The cloud's own clock, compared with this server's; null: its answers have no time. Within ten seconds they agree. */
export type CloudClock = { state: 'agrees' | 'ahead' | 'behind'; offMs: number } | null;

const agreement = 10_000;

/** `least`, `most`: bounds of how far the cloud is ahead. */
export function readCloudClock(least: number | null, most: number | null): CloudClock {
  if (least === null || most === null) return null;
  if (least > agreement) return { state: 'ahead', offMs: least };
  if (most < -agreement) return { state: 'behind', offMs: -most };
  return { state: 'agrees', offMs: Math.max(Math.abs(least), Math.abs(most)) };
}

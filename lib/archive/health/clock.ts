import type { ClockSample } from '@/lib/db/tables/archive';

/** One late event may be a network failure, so several readings in a row must agree. */
const fewest = 5;
/** The newest readings, so a corrected clock is soon trusted again. */
const counted = 8;
/** Doors report whole seconds: an event may be this much later than its time says. */
const wholeSecond = 1_000;
/** Clocks differ by seconds; less than this is not reported. */
const leastOff = 60_000;

/**
 * What events prove about a door's clock.
 * `ahead`: an event was in the archive before its own time.
 * `behind`: the last readings all brought an event that should have been there one reading earlier, and one offset
 * explains all of them.
 * `late`: the same, but the offsets vary, because events are passed on late. A cloud with a constant delay looks like a
 * clock that is behind.
 */
export type DoorClock = {
  state: 'unknown' | 'fits' | 'ahead' | 'behind' | 'late';
  offMs: number | null;
  withinMs: number | null;
  seen: number;
};

export function readDoorClock(
  arrivals: readonly ClockSample[],
  { aheadMs, heard }: { aheadMs: number; heard: boolean },
): DoorClock {
  const recent = arrivals.slice(-counted).map(({ at, after, by }) => ({
    // Bounds of the delay. The reading before did not show the event yet, this one did.
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

/** The cloud's clock against this server's; null if its answers hold no time. */
export type CloudClock = { state: 'agrees' | 'ahead' | 'behind'; offMs: number } | null;

const agreement = 10_000;

export function readCloudClock(least: number | null, most: number | null): CloudClock {
  if (least === null || most === null) return null;
  if (least > agreement) return { state: 'ahead', offMs: least };
  if (most < -agreement) return { state: 'behind', offMs: -most };
  return { state: 'agrees', offMs: Math.max(Math.abs(least), Math.abs(most)) };
}

import { processSlot } from '../process-slot';

/**
 * The database's clock as this process knows it. Stored times are compared with it, because processes may have different
 * clocks, and a clock can be set at any time. Between two answers the monotonic clock continues it.
 */
type Known = { databaseMs: number; monotonicMs: number; uncertainMs: number };

const shared = processSlot<Known>('database-clock');

const keptMs = 60_000;

/** `before`, `after`: `performance.now()` around the answer. `isReset`: the clock was set, so the known time is wrong. */
export function noteDatabaseClock(
  at: Date,
  { before, after, isReset = false }: { before: number; after: number; isReset?: boolean },
): void {
  const known = isReset ? undefined : shared.value;
  const uncertainMs = (after - before) / 2;
  if (known && uncertainMs > known.uncertainMs && after - known.monotonicMs < keptMs) return;
  shared.value = { databaseMs: at.getTime(), monotonicMs: (before + after) / 2, uncertainMs };
}

export function isDatabaseClockKnown(): boolean {
  return shared.value !== undefined;
}

/** In whole milliseconds; by the process's own clock until the database's time is known. */
export function databaseNow(monotonicMs = performance.now()): number {
  const known = shared.value;
  if (!known) return Date.now();
  return Math.round(known.databaseMs + (monotonicMs - known.monotonicMs));
}

export function databaseDate(): Date {
  return new Date(databaseNow());
}

export function clockDifference(): number {
  return Date.now() - databaseNow();
}

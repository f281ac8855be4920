import { processSlot } from '../process-slot';

/**
 * The database's clock as this process knows it. Stored times are compared with it and not with the process's own clock,
 * which may be another: several processes share one database, and a clock can be set at any time. Between two answers of the
 * database it is carried on by the monotonic clock, which nobody can set.
 */
type Known = { databaseMs: number; monotonicMs: number; uncertainMs: number };

// Pages, handlers and instrumentation are bundled apart. See client.ts.
const shared = processSlot<Known>('database-clock');

/** A more exact answer is kept for so long. */
const keptMs = 60_000;

/**
 * Takes what the database told in an answer that was on its way between two moments of `performance.now()`. `isReset`: its
 * clock was set, so that what is known is wrong.
 */
export function noteDatabaseClock(
  at: Date,
  { before, after, isReset = false }: { before: number; after: number; isReset?: boolean },
): void {
  const known = isReset ? undefined : shared.value;
  const uncertainMs = (after - before) / 2;
  if (known && uncertainMs > known.uncertainMs && after - known.monotonicMs < keptMs) return;
  shared.value = { databaseMs: at.getTime(), monotonicMs: (before + after) / 2, uncertainMs };
}

/** Has the database told this process its time? */
export function isDatabaseClockKnown(): boolean {
  return shared.value !== undefined;
}

/**
 * Now, or at another moment of `performance.now()`, by the database's clock, in whole milliseconds. By the process's own
 * clock until the database has told its time.
 */
export function databaseNow(monotonicMs = performance.now()): number {
  const known = shared.value;
  if (!known) return Date.now();
  return Math.round(known.databaseMs + (monotonicMs - known.monotonicMs));
}

/** The same as a date. */
export function databaseDate(): Date {
  return new Date(databaseNow());
}

/** How far this process's clock is ahead of the database's (behind it when negative), in milliseconds. */
export function clockDifference(): number {
  return Date.now() - databaseNow();
}

import { sql } from 'kysely';
import { log } from '@/lib/log';
import { processSlot } from '@/lib/process-slot';
import { getDb } from './client';
import { clockDifference, databaseNow, isDatabaseClockKnown, noteDatabaseClock } from './clock';

const everyMs = 30_000;
export const leastDifferenceMs = 5_000;
/** If set back by more than this, stored times may now lie in the future. */
const leastSetBackMs = 2_000;

const shared = processSlot<NodeJS.Timeout>('clock-watch');
let warned = false;

/** Corrects stored times in the future, then watches whether the database's clock is set. */
export async function startClockWatch(): Promise<void> {
  if (shared.value) return;
  shared.value = setInterval(() => {
    watchClock().catch((error: unknown) =>
      log.warn({ err: error }, "the database's clock could not be read"),
    );
  }, everyMs);
  shared.value.unref();
  await mendTimesAhead(false);
  await watchClock();
}

export async function stopClockWatch(): Promise<void> {
  clearInterval(shared.value);
  shared.value = undefined;
}

export async function watchClock(): Promise<void> {
  const before = performance.now();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(getDb());
  const after = performance.now();
  const [row] = rows;
  if (!row) return;
  const at = row.at.getTime();
  const known = isDatabaseClockKnown();
  const setBackMs = known ? databaseNow(before) - at : 0;
  const setAheadMs = known ? at - databaseNow(after) : 0;
  const isReset = Math.max(setBackMs, setAheadMs) > leastSetBackMs;
  noteDatabaseClock(row.at, { before, after, isReset });
  if (setBackMs > leastSetBackMs) {
    log.warn({ seconds: Math.round(setBackMs / 1_000) }, "the database's clock was set back");
    await mendTimesAhead(true);
  }
  warnOfDifference();
}

async function mendTimesAhead(events: boolean): Promise<void> {
  const { rows } = await sql<{ mended: number }>`select mend_times_ahead(${events}) as mended`.execute(
    getDb(),
  );
  const mended = rows[0]?.mended ?? 0;
  if (mended > 0) log.warn({ mended }, 'stored times in the future were set to now');
}

function warnOfDifference(): void {
  const ms = clockDifference();
  const differs = Math.abs(ms) > leastDifferenceMs;
  if (differs && !warned)
    log.warn(
      { seconds: Math.round(ms / 1_000) },
      "this server's clock and the database's differ; Doordesk uses the database's. Set both by NTP",
    );
  warned = differs;
}

import { sql } from 'kysely';
import { partitionOf, readMonths } from '@/lib/db/add-event-months';
import { getUpkeepDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { lockByName } from '@/lib/db/transaction-lock';
import { log } from '@/lib/log';

/** Longer, and pages would wait behind this change of the table. */
const lockWait = '1s';
const keptMs = 62 * 86_400_000;

/** Drops partitions of `event` without any event, except those of the last two months. Returns their months. */
export async function pruneMonths(): Promise<string[]> {
  const kept = new Date(databaseNow() - keptMs).toISOString().slice(0, 7);
  const dropped: string[] = [];
  for (const month of await readMonths()) {
    if (month >= kept || !(await isEmpty(month))) continue;
    try {
      if (await dropMonth(month)) dropped.push(month);
    } catch (error) {
      log.warn({ err: error }, 'an empty partition of events could not be removed; it is tried again later');
      break;
    }
  }
  return dropped;
}

async function isEmpty(month: string, db = getUpkeepDb()): Promise<boolean> {
  const { rows } = await sql`select from ${sql.ref(partitionOf(month))} limit 1 ${everyWorkspace}`.execute(
    db,
  );
  return rows.length === 0;
}

/** Looks again under the lock: the sync may have stored an event. */
async function dropMonth(month: string): Promise<boolean> {
  return getUpkeepDb()
    .transaction()
    .execute(async (trx) => {
      await sql`select set_config('lock_timeout', ${lockWait}, true)`.execute(trx);
      // The sync makes months under the same lock. Without it, both could wait for each other.
      await lockByName(trx, 'event-months');
      await sql`lock table event in access exclusive mode`.execute(trx);
      if (!(await isEmpty(month, trx))) return false;
      await sql`alter table event detach partition ${sql.ref(partitionOf(month))}`.execute(trx);
      await sql`drop table ${sql.ref(partitionOf(month))}`.execute(trx);
      return true;
    });
}

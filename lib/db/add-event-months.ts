import { sql } from 'kysely';
import { log } from '../log';
import { processSlot } from '../process-slot';
import { type Db, getUpkeepDb } from './client';
import { databaseNow } from './clock';
import { everyWorkspace } from './mark-every-workspace';
import { isPartitioned } from './partition-events';
import { lockByName } from './transaction-lock';

/** Earlier events are in the default partition: a clock that lost its time says 1970 or 2000. */
const firstMonth = '2010-01';
/** Longer, and pages would wait behind this change of the table. */
const lockWait = '1s';
const keepsMs = 10 * 60_000;
const restMs = 60_000;

/** `known` null: `event` is one table. */
type Months = { known: Set<string> | null; until: number };

const shared = processSlot<Months>('event-months');

/** The month of an instant as `YYYY-MM`, in UTC. */
export function monthOf(at: Date | number): string {
  return new Date(at).toISOString().slice(0, 7);
}

/**
 * Where `event` is partitioned: makes the partitions that are missing for these months, this month and the next. It makes none for a time
 * before 2010 or further ahead, so that a wrong clock does not make thousands. It fails silently, because every event
 * without a partition of its own is kept in the default one, and moves when its partition is made. `listMonths` is
 * called only where `event` is partitioned: it reads the time of each event.
 */
export async function addEventMonths(listMonths: () => Iterable<string>): Promise<void> {
  const now = databaseNow();
  const next = monthAfter(monthOf(now));
  const wanted = () =>
    [...new Set([...listMonths(), monthOf(now), next])].filter(
      (month) => month >= firstMonth && month <= next,
    );
  try {
    if (!shared.value || shared.value.until < now)
      shared.value = { known: await readKnown(), until: now + keepsMs };
    const { known } = shared.value;
    if (!known) return;
    for (const month of wanted()
      .filter((one) => !known.has(one))
      .sort()
      .reverse()) {
      await addMonth(month);
      known.add(month);
    }
  } catch (error) {
    log.warn({ err: error }, 'a partition of events could not be made; the default partition keeps them');
    // Until it is tried again, this process behaves as if all existed.
    shared.value = { known: new Set(wanted()), until: now + restMs };
  }
}

async function readKnown(): Promise<Set<string> | null> {
  return (await isPartitioned(getUpkeepDb())) ? readMonths() : null;
}

function monthAfter(month: string): string {
  const next = new Date(`${month}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return monthOf(next);
}

export function partitionOf(month: string): string {
  return `event_${month.replace('-', '_')}`;
}

/** Months that have a partition, as `YYYY-MM`. */
export async function readMonths(db: Db = getUpkeepDb()): Promise<Set<string>> {
  const { rows } = await sql<{ month: string }>`
    select replace(substr(relname, 7), '_', '-') as month from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'event'::regclass and relname ~ '^event_\\d{4}_\\d\\d$'`.execute(db);
  return new Set(rows.map(({ month }) => month));
}

/** As a table of its own that is then attached: this stops no reader of other months. */
async function addMonth(month: string): Promise<void> {
  const name = sql.ref(partitionOf(month));
  const [start, end] = [month, monthAfter(month)].map((one) => sql.lit(`${one}-01 00:00:00+00`));
  const within = sql`at >= ${start}::timestamptz and at < ${end}::timestamptz`;
  await getUpkeepDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, 'event-months');
      if ((await readMonths(trx)).has(month)) return;
      await sql`select set_config('lock_timeout', ${lockWait}, true)`.execute(trx);
      await sql`lock table event_default in access exclusive mode`.execute(trx);
      const { rows } = await sql`select from event_default where ${within} limit 1 ${everyWorkspace}`.execute(
        trx,
      );
      await sql`create table ${name} (like event including defaults including constraints including generated)`.execute(
        trx,
      );
      if (rows.length > 0) await moveRows(trx, name, within);
      await sql`alter table event attach partition ${name} for values from (${start}) to (${end})`.execute(
        trx,
      );
    });
}

async function moveRows(
  trx: Db,
  name: ReturnType<typeof sql.ref>,
  within: ReturnType<typeof sql>,
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = 'event' and is_generated = 'NEVER'`.execute(trx);
  const columns = sql.join(rows.map((column) => sql.ref(column.name)));
  await sql`
    insert into ${name} (${columns}) select ${columns} from event_default where ${within} ${everyWorkspace}`.execute(
    trx,
  );
  await sql`delete from event_default where ${within} ${everyWorkspace}`.execute(trx);
}

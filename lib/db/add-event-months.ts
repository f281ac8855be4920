import { type RawBuilder, sql } from 'kysely';
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
/** Events that move in one transaction, about a second. Readers wait for it. */
const portion = 20_000;

/** `unfinished`: months whose events have not all moved into their partition. */
type Known = { months: Set<string>; unfinished: string[] };
/** `known` null: `event` is one table. */
type Months = { known: Known | null; until: number };

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
    for (const month of [...new Set([...known.unfinished, ...wanted()])]
      .filter((one) => !known.months.has(one))
      .sort()
      .reverse()) {
      const isWhole = await addMonth(month);
      known.months.add(month);
      if (!isWhole) shared.value.until = Math.min(shared.value.until, now + restMs);
    }
  } catch (error) {
    log.warn({ err: error }, 'a partition of events could not be made; the default partition keeps them');
    // Until it is tried again, this process behaves as if all existed.
    shared.value = { known: { months: new Set(wanted()), unfinished: [] }, until: now + restMs };
  }
}

async function readKnown(): Promise<Known | null> {
  const db = getUpkeepDb();
  if (!(await isPartitioned(db))) return null;
  const ends = await readEnds(db);
  const isWhole = (month: string) => ends.get(month) === startOf(monthAfter(month));
  const [months, unfinished] = [
    [...ends.keys()].filter(isWhole),
    [...ends.keys()].filter((one) => !isWhole(one)),
  ];
  return { months: new Set(months), unfinished };
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
  return new Set((await readEnds(db)).keys());
}

/** Until when the partition of each month holds its events: the end of the month, unless some are still to be moved. */
async function readEnds(db: Db): Promise<Map<string, string>> {
  const { rows } = await sql<{ month: string; end: string }>`
    select replace(substr(relname, 7), '_', '-') as month,
      ${asText(sql`substring(pg_get_expr(relpartbound, pg_class.oid) from 'TO \\(''([^'']+)''\\)')::timestamptz`)} as end
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'event'::regclass and relname ~ '^event_\\d{4}_\\d\\d$'`.execute(db);
  return new Map(rows.map(({ month, end }) => [month, end]));
}

function startOf(month: string): string {
  return `${month}-01 00:00:00+00`;
}

/** An instant as a bound is written, whatever the zone of the session. */
function asText(instant: RawBuilder<unknown>): RawBuilder<string> {
  return sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS"+00"')`;
}

/**
 * Makes the partition of a month, or extends it by a portion of the events that are still in the default one. Returns
 * whether it now holds the whole month. The new table is attached when it is filled: this stops no reader of other months.
 */
async function addMonth(month: string): Promise<boolean> {
  const name = sql.ref(partitionOf(month));
  const [start, end] = [startOf(month), startOf(monthAfter(month))];
  return getUpkeepDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, 'event-months');
      const reached = (await readEnds(trx)).get(month);
      if (reached === end) return true;
      await sql`select set_config('lock_timeout', ${lockWait}, true)`.execute(trx);
      if (reached) await sql`lock table event in access exclusive mode`.execute(trx);
      await sql`lock table event_default in access exclusive mode`.execute(trx);
      const from = reached ?? start;
      const until = await findPortion(trx, from, end);
      if (reached) await sql`alter table event detach partition ${name}`.execute(trx);
      else
        await sql`create table ${name} (like event including defaults including constraints including generated)`.execute(
          trx,
        );
      await moveRows(trx, name, within(from, until));
      await sql`
        alter table event attach partition ${name} for values from (${sql.lit(start)}) to (${sql.lit(until)})`.execute(
        trx,
      );
      return until === end;
    });
}

function within(from: string, until: string): RawBuilder<boolean> {
  return sql`at >= ${sql.lit(from)}::timestamptz and at < ${sql.lit(until)}::timestamptz`;
}

/** The end of the next portion of events of the default partition: all of one second, or `end`. */
async function findPortion(trx: Db, from: string, end: string): Promise<string> {
  const { rows } = await sql<{ until: string }>`
    select ${asText(sql`least(date_trunc('second', at) + interval '1 second', ${sql.lit(end)}::timestamptz)`)} as until
    from event_default where ${within(from, end)} order by at offset ${portion} limit 1 ${everyWorkspace}`.execute(
    trx,
  );
  return rows[0]?.until ?? end;
}

async function moveRows(trx: Db, name: RawBuilder<unknown>, which: RawBuilder<boolean>): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = 'event' and is_generated = 'NEVER'`.execute(trx);
  const columns = sql.join(rows.map((column) => sql.ref(column.name)));
  await sql`
    with moved as (delete from event_default where ${which} returning ${columns})
    insert into ${name} (${columns}) select ${columns} from moved ${everyWorkspace}`.execute(trx);
}

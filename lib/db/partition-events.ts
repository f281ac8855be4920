import { sql } from 'kysely';
import type { Db } from './client';
import { everyWorkspace } from './mark-every-workspace';

export type Partitioned = { before: number; after: number; months: number };

export async function isPartitioned(db: Db): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select relkind = 'p' as yes from pg_class where oid = 'event'::regclass`.execute(db);
  return rows[0]?.yes ?? false;
}

async function isDistributed(db: Db): Promise<boolean> {
  const { rows } = await sql<{ hasCitus: boolean }>`
    select to_regclass('pg_dist_partition') is not null as "hasCitus"`.execute(db);
  if (!rows[0]?.hasCitus) return false;
  const found = await sql`select from pg_dist_partition where logicalrelid = 'event'::regclass`.execute(db);
  return found.rows.length > 0;
}

/**
 * Cuts `event` into partitions, one for each month in UTC. Other events are in `event_default`: those of a clock that is
 * wrong by years, and those of months that have no partition yet. An event without a readable time has its neighbour's
 * instant, and lies in that month. Call it in a transaction: cut short, the table is as it was.
 */
export async function partitionEvents(db: Db): Promise<Partitioned> {
  // The copy would be on the coordinator only.
  if (await isDistributed(db))
    throw new Error(
      'The table of events is distributed by Citus, and can be partitioned only before that. Nothing was changed',
    );
  await sql`lock table event in access exclusive mode`.execute(db);
  const before = await countEvents(db);
  const { rows: indexes } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename = 'event' and indexname <> 'event_pkey'`.execute(db);
  for (const { name } of indexes) await sql`drop index ${sql.ref(name)}`.execute(db);
  await sql`alter table event drop constraint event_pkey`.execute(db);
  await sql`alter table event rename to event_whole`.execute(db);
  await sql`alter sequence event_id_seq rename to event_whole_id_seq`.execute(db);
  await sql`
    create table event (like event_whole including defaults including constraints including generated including identity)
    partition by range (at)`.execute(db);
  await sql`create table event_default partition of event default`.execute(db);
  const months = await makePartitions(db);
  // Before the indexes are made: building one takes less time than filling it row by row.
  await copyRows(db);
  const after = await countEvents(db);
  if (after !== before) throw new Error(`${after} events of ${before} were copied: nothing was changed`);
  await sql`drop table event_whole`.execute(db);
  await sql`alter table event add primary key (workspace_id, at, id)`.execute(db);
  for (const { definition } of indexes) await sql.raw(definition).execute(db);
  await sql`analyze event`.execute(db);
  return { before, after, months };
}

async function countEvents(db: Db): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from event ${everyWorkspace}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** For months with events, the newest first, as many as the server's table of locks has room for. */
async function makePartitions(db: Db): Promise<number> {
  const { rows: months } = await sql<{ name: string; start: string; end: string }>`
    select to_char(month, '"event_"YYYY_MM') as name, month::text || '+00' as start,
      (month + interval '1 month')::text || '+00' as end
    from (
      select distinct date_trunc('month', at at time zone 'UTC') as month from event_whole
      where at >= '2010-01-01 00:00+00' and at < (date_trunc('month', now() at time zone 'UTC') + interval '2 months') at time zone 'UTC'
      order by month desc
      limit current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 128
      ${everyWorkspace}
    ) as found
    order by month`.execute(db);
  for (const { name, start, end } of months)
    await sql`
      create table ${sql.ref(name)} partition of event
      for values from (${sql.lit(start)}) to (${sql.lit(end)})`.execute(db);
  return months.length;
}

async function copyRows(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = 'event_whole' and is_generated = 'NEVER'
    order by ordinal_position`.execute(db);
  const columns = sql.join(rows.map(({ name }) => sql.ref(name)));
  await sql`
    insert into event (${columns}) overriding system value select ${columns} from event_whole
    ${everyWorkspace}`.execute(db);
  await sql`
    select setval(pg_get_serial_sequence('event', 'id'),
      greatest((select last_value from event_whole_id_seq), 1), (select is_called from event_whole_id_seq))`.execute(
    db,
  );
}

import { sql } from 'kysely';
import { OperatorFault } from '../errors';
import type { Db } from './client';
import { everyWorkspace } from './mark-every-workspace';
import { isMigrated } from './migrate-database';

/** Joined with each other, so all are distributed alike. A join of one with any other table fails (docs/scaling.md). */
export const distributed = [
  'event_stretch',
  'event',
  'event_who',
  'event_door',
  'event_stream',
  'event_trace',
  'device_list',
  'connection_channel',
  'door',
  'room_channel',
  'former_building',
  'building_detail',
  'door_detail',
  'master_reading',
  'master',
  'share_reading',
  'share',
  'doorcode_reading',
  'doorcode',
  'doorcode_version',
  'doorcode_name',
  'retention_hold',
] as const;

const [first] = distributed;

export class DistributeError extends OperatorFault {}

export type TableState = { name: string; rows: number; isDistributed: boolean };

/** Refuses a database without Citus. Changes nothing. */
export async function refuseWithoutCitus(db: Db): Promise<void> {
  const { rows } = await sql<{ installed: boolean }>`
    select exists (select from pg_extension where extname = 'citus') as installed`.execute(db);
  if (rows[0]?.installed) return;
  throw new DistributeError(
    'This database has no Citus, so there is nothing to distribute its tables to. Nothing was changed. On the coordinator of a Citus cluster, a superuser runs "create extension citus" in the database of DATABASE_URL. One PostgreSQL needs no such step: docs/scaling.md says from which size it helps',
  );
}

export async function readTables(db: Db): Promise<TableState[]> {
  const { rows } = await sql<{ name: string }>`
    select logicalrelid::text as name from pg_dist_partition where partmethod = 'h'`.execute(db);
  const done = new Set(rows.map(({ name }) => name));
  const states: TableState[] = [];
  for (const name of distributed)
    states.push({ name, rows: await countRows(db, name), isDistributed: done.has(name) });
  return states;
}

/** What a run would do. Null: this version of Doordesk has not prepared the database yet. Changes nothing. */
export async function planDistribution(db: Db): Promise<TableState[] | null> {
  return db
    .transaction()
    .setAccessMode('read only')
    .execute(async (trx) => ((await isMigrated(trx)) ? readTables(trx) : null));
}

/**
 * Distributes one table by workspace, with its rows. One transaction: cut short, the table is as it was. Returns the number
 * of rows afterwards.
 */
export async function distributeTable(
  db: Db,
  { name, rows, isDistributed }: TableState,
  shards: number,
): Promise<number> {
  if (!isDistributed)
    await (name === first
      ? sql`select create_distributed_table(${name}, 'workspace_id', shard_count => ${shards}::int)`
      : sql`select create_distributed_table(${name}, 'workspace_id', colocate_with => ${first})`
    ).execute(db);
  const found = await countRows(db, name);
  if (found !== rows)
    throw new DistributeError(
      `The table ${name} has ${found} rows after it was distributed, and had ${rows} before`,
    );
  // Citus keeps the coordinator's former copy, hidden. Repeating this does nothing.
  await sql`select truncate_local_data_after_distributing_table(${name}::regclass)`.execute(db);
  return found;
}

/** Exports call functions of ours, in statements that run on every node. Returns their names. Repeating it does nothing. */
export async function distributeFunctions(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select oid::regprocedure::text as name from pg_proc
    where pronamespace = current_schema()::regnamespace and proname like 'export\\_%' order by 1`.execute(db);
  for (const { name } of rows) await sql`select create_distributed_function(${name})`.execute(db);
  return rows.map(({ name }) => name);
}

async function countRows(db: Db, name: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from ${sql.table(name)} ${everyWorkspace}`.execute(db);
  return rows[0]?.count ?? 0;
}

import type pg from 'pg';
import { listTables } from './list-tables';
import { BackupFault } from './seal-stream';

/** Made in an empty database before it is migrated, and dropped when everything is loaded. */
const mark = 'restore_in_progress';

/** A restore never overwrites: the database has no tables, or only those that a restore made before it was cut short. */
export async function beginRestore(client: pg.ClientBase): Promise<void> {
  const others = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where datname = current_database() and application_name like 'doordesk%'`,
  );
  if (others.rows[0]?.count) throw new BackupFault('A Doordesk runs with this database. Stop it first');
  const [table] = await listTables(client);
  const { rows } = await client.query<{ begun: boolean }>('select to_regclass($1) is not null as begun', [
    `public.${mark}`,
  ]);
  if (table && !rows[0]?.begun)
    throw new BackupFault(
      `The database is not empty: it has a table ${table.name}. Restore into an empty database`,
    );
  await client.query(`create table if not exists public.${mark} (begun_at timestamptz default now())`);
}

export async function endRestore(client: pg.ClientBase): Promise<void> {
  await client.query(`drop table public.${mark}`);
}

import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import { OperatorFault } from '../errors';
import { connect, type Db } from './client';
import { describeConnectionFailure } from './database-address';
import { describeHolder } from './find-lock-holder';
import { migrations } from './migrations/index';
import { areSessions } from './prove-sessions';
import { refreshTextKeys } from './text-keys';

const oldestVersion = 15;

/** Key of the advisory lock that a process holds while it prepares the database. */
export const migrationLock = 4_681_307_245;

export type MigrateOptions = {
  lockWaitMs?: number;
  onWait?: (words: string) => void;
  /** The last migration to apply; default: all. */
  to?: string | undefined;
};

export class MigrationError extends OperatorFault {}

/** Returns the names of the migrations that ran. Processes take turns. All migrations are applied, or none. */
export async function migrate(
  databaseUrl: string,
  { lockWaitMs = 120_000, onWait = () => {}, to }: MigrateOptions = {},
): Promise<string[]> {
  const { pool, db } = connect(databaseUrl, 4, { name: 'doordesk-start' });
  try {
    const holder = await reach(pool);
    try {
      await refuseOldServer(holder);
      await refuseSharedSessions(pool);
      if (!to) await refuseHalfRestored(holder);
      // Kysely takes its lock only after it has made its tables, and making them twice at once fails.
      await takeTurn(holder, { lockWaitMs, onWait });
      const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations };
      const migrator = new Migrator({ db, provider });
      const { error, results = [] } = await (to ? migrator.migrateTo(to) : migrator.migrateToLatest());
      if (error) {
        const failed = results.find((result) => result.status === 'Error')?.migrationName;
        throw migrationFault(error, failed);
      }
      if (!to) await refreshTextKeys(db);
      return results.map((result) => result.migrationName);
    } finally {
      holder.release(true);
    }
  } finally {
    await db.destroy();
  }
}

/** Whether all migrations of this version are applied. */
export async function isMigrated(db: Db): Promise<boolean> {
  const { rows: tables } = await sql<{ isThere: boolean }>`
    select to_regclass('public.kysely_migration') is not null as "isThere"`.execute(db);
  if (!tables[0]?.isThere) return false;
  const applied = new Set(await readApplied(db));
  return Object.keys(migrations).every((name) => applied.has(name));
}

/** The names of the migrations that were applied, by whatever version. */
export async function readApplied(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return rows.map(({ name }) => name);
}

/** Any failure is a matter of the address, so the message shows no stack. */
async function reach(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw new MigrationError(describeConnectionFailure(cause), { cause });
  }
}

/** Doordesk would start with an empty desk, and a restore could no longer go on. */
async function refuseHalfRestored(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ half: boolean }>(
    "select to_regclass('public.restore_in_progress') is not null as half",
  );
  if (rows[0]?.half)
    throw new MigrationError('A restore into this database was cut short: run "npm run restore" again');
}

async function refuseSharedSessions(pool: pg.Pool): Promise<void> {
  const opened: pg.PoolClient[] = [];
  const open = async () => {
    const client = await pool.connect();
    opened.push(client);
    return client;
  };
  try {
    if (await areSessions(open)) return;
  } finally {
    for (const client of opened) client.release(true);
  }
  throw new MigrationError(
    'DATABASE_URL leads through a connection pooler that shares connections between transactions. Doordesk needs sessions of its own, for its locks and its live updates: in PgBouncer set pool_mode = session for this database, or let DATABASE_URL lead to PostgreSQL itself',
  );
}

/** Names the process that holds the lock when the wait is too long. */
async function takeTurn(
  client: pg.PoolClient,
  { lockWaitMs, onWait }: Required<Omit<MigrateOptions, 'to'>>,
): Promise<void> {
  const begun = performance.now();
  for (let hasReported = false; ; ) {
    const { rows } = await client.query<{ yes: boolean }>('select pg_try_advisory_lock($1) as yes', [
      migrationLock,
    ]);
    if (rows[0]?.yes) return;
    const waited = performance.now() - begun;
    const isOver = waited >= lockWaitMs;
    if (isOver || (!hasReported && waited >= 2_000)) {
      const holder = await describeHolder(client, migrationLock);
      if (isOver && holder) {
        throw new MigrationError(
          `Another process has been preparing the database for more than ${Math.round(lockWaitMs / 1_000)} s: ${holder}. If it is not a Doordesk that is starting, end it: select pg_terminate_backend(PID)`,
        );
      }
      if (holder && !hasReported) onWait(`Waiting until the database is prepared by ${holder} …`);
      hasReported = true;
    }
    await delay(100);
  }
}

async function refuseOldServer(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  const version = Math.floor(Number(rows[0]?.server_version_num) / 10_000);
  if (version >= oldestVersion) return;
  throw new MigrationError(
    `DATABASE_URL leads to PostgreSQL ${version}; Doordesk needs ${oldestVersion} or newer`,
  );
}

const otherVersion =
  'This database was prepared by another version of Doordesk. Start the version that it belongs to, or a newer one';

/**
 * For programs that read a database without preparing it. What this version does not know, it would leave out or judge
 * wrongly. `applied`: names in `kysely_migration`.
 */
export function refuseNewer(applied: readonly string[]): void {
  if (applied.some((name) => !Object.hasOwn(migrations, name))) throw new MigrationError(otherVersion);
}

function migrationFault(error: unknown, name: string | undefined): MigrationError {
  const message = error instanceof Error ? error.message : String(error);
  if (/corrupted migrations/.test(message)) return new MigrationError(otherVersion, { cause: error });
  return new MigrationError(`The database could not be prepared${name ? ` (${name})` : ''}: ${message}`, {
    cause: error,
  });
}

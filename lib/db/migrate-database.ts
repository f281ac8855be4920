import { setTimeout as delay } from 'node:timers/promises';
import { type Migration, Migrator } from 'kysely/migration';
import type pg from 'pg';
import { connect } from './client';
import { describeHolder } from './find-lock-holder';
import { migrations } from './migrations/index';
import { areSessions } from './prove-sessions';
import { refreshTextKeys } from './text-keys';

/** The oldest PostgreSQL that has all that is used here (UNIQUE NULLS NOT DISTINCT came with 15). */
const oldestVersion = 15;

/** Any number that nothing else in this database locks; processes that start together wait here for each other. */
const lockKey = 4_681_307_245;

export type MigrateOptions = {
  /** How long another process may be at it before this one gives up. */
  lockWaitMs?: number;
  /** Is told once when it has to wait. */
  onWait?: (words: string) => void;
};

/** The database cannot be used as it is; the message says in plain words what to do. */
export class MigrationError extends Error {
  constructor(message: string, options?: { cause: unknown }) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/**
 * Brings the database up to this version's tables and returns the names of the migrations that ran. Processes that
 * start together take turns; all migrations land or none does.
 */
export async function migrate(
  databaseUrl: string,
  { lockWaitMs = 120_000, onWait = () => {} }: MigrateOptions = {},
): Promise<string[]> {
  const { pool, db } = connect(databaseUrl, 4, { name: 'doordesk-start' });
  try {
    const holder = await reach(pool);
    try {
      await refuseOldServer(holder);
      await refuseSharedSessions(pool);
      // Kysely's own lock is taken after its tables are made, and making them twice at once fails.
      await takeTurn(holder, { lockWaitMs, onWait });
      const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations };
      const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
      if (error) {
        const failed = results.find((result) => result.status === 'Error')?.migrationName;
        throw migrationFault(error, failed);
      }
      await refreshTextKeys(db);
      return results.map((result) => result.migrationName);
    } finally {
      // Ends the session and with it the lock, whatever state the query left it in.
      holder.release(true);
    }
  } finally {
    await db.destroy();
  }
}

/** The first connection. Whatever keeps it from being made lies with the address, and has not our stack to show. */
async function reach(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    const said = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
    throw new MigrationError(`The database of DATABASE_URL cannot be used${code}${said}`, { cause });
  }
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

/** Waits for processes that prepare the database just now; one that never ends, or a lock left behind, is named. */
async function takeTurn(
  client: pg.PoolClient,
  { lockWaitMs, onWait }: Required<MigrateOptions>,
): Promise<void> {
  const begun = performance.now();
  for (let hasTold = false; ; ) {
    const { rows } = await client.query<{ yes: boolean }>('select pg_try_advisory_lock($1) as yes', [
      lockKey,
    ]);
    if (rows[0]?.yes) return;
    const waited = performance.now() - begun;
    const isOver = waited >= lockWaitMs;
    if (isOver || (!hasTold && waited >= 2_000)) {
      const holder = await describeHolder(client, lockKey);
      if (isOver && holder) {
        throw new MigrationError(
          `The database is being prepared by another process for more than ${Math.round(lockWaitMs / 1_000)} s: ${holder}. If it is no Doordesk that is just starting, end it: select pg_terminate_backend(PID)`,
        );
      }
      if (holder && !hasTold) onWait(`Waiting until the database is prepared by ${holder} …`);
      hasTold = true;
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

function migrationFault(error: unknown, name: string | undefined): MigrationError {
  const message = error instanceof Error ? error.message : String(error);
  if (/corrupted migrations/.test(message)) {
    return new MigrationError(
      'This database was prepared by another version of Doordesk. Start the version that it belongs to, or a newer one',
      { cause: error },
    );
  }
  return new MigrationError(`The database could not be prepared${name ? ` (${name})` : ''}: ${message}`, {
    cause: error,
  });
}

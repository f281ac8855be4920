import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { processSlot } from '../process-slot';
import { LimitedClient } from './limited-client';
import type { Database } from './schema';

export type Db = Kysely<Database>;

// int8 arrives as a string otherwise. No number of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

// The driver's own parser takes a fifth of the time of fetching a page of events.
const isoInstant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d$/;
const readInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown;
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  isoInstant.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11)}:00`) : readInstant(text),
);

// One pool per process: Next bundles pages, handlers and instrumentation separately, each with its copy of this module.
type Open = { pool: pg.Pool; db: Db };
const shared = processSlot<{ pages?: Open; lookups?: Open; upkeep?: Open; calls?: Open }>('db');

function held() {
  shared.value ??= {};
  return shared.value;
}

function open(): Open {
  const pools = held();
  pools.pages ??= connect(process.env.DATABASE_URL ?? '', 12, { limitMs: statementMs });
  return pools.pages;
}

/** Limit of every statement that a request waits for. */
export const statementMs = 10_000;

/** The caller ends the pool with `db.destroy()`. Statements longer than `limitMs` fail, even if the database is silent. */
export function connect(databaseUrl: string, max = 12, { limitMs = 0, name = 'doordesk' } = {}): Open {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    Client: LimitedClient.within(limitMs),
    application_name: name,
    max,
    connectionTimeoutMillis: 10_000,
    // Compiling a query or starting helpers takes longer than a page's query, and other users' processor time.
    onConnect: async (client) => {
      // By a statement, because a pooler in session mode refuses connections that bring such settings.
      await client.query(
        `set jit = off; set max_parallel_workers_per_gather = 0; set statement_timeout = ${limitMs}`,
      );
    },
  });
  // Without a listener, an idle connection that breaks would end the process. The next query reports the failure.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return { pool, db: new Kysely<Database>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) }) };
}

export function getDb(): Db {
  return open().db;
}

/** For what Kysely cannot express: cursors, COPY, LISTEN. */
export function getPool(): pg.Pool {
  return open().pool;
}

/** For lookups before calls to the cloud. The caller may hold a connection of the main pool, and would wait for itself. */
export function getLookupDb(): Db {
  const pools = held();
  pools.lookups ??= connect(process.env.DATABASE_URL ?? '', 2, { limitMs: statementMs });
  return pools.lookups.db;
}

export function getUpkeepDb(): Db {
  const pools = held();
  pools.upkeep ??= connect(process.env.DATABASE_URL ?? '', 2, { name: 'doordesk-upkeep' });
  return pools.upkeep.db;
}

/** For transactions that stay open while the cloud is called. Pages and upkeep must not wait for them. */
export function getCallDb(): Db {
  const pools = held();
  pools.calls ??= connect(process.env.DATABASE_URL ?? '', 4, { name: 'doordesk-calls' });
  return pools.calls.db;
}

export function poolUse(): { pool: string; state: 'busy' | 'idle' | 'waiting'; count: number }[] {
  return Object.entries(held()).flatMap(([name, { pool }]) => [
    { pool: name, state: 'busy' as const, count: pool.totalCount - pool.idleCount },
    { pool: name, state: 'idle' as const, count: pool.idleCount },
    { pool: name, state: 'waiting' as const, count: pool.waitingCount },
  ]);
}

export async function untilIdle(mostMs: number): Promise<void> {
  const since = performance.now();
  const isBusy = ({ pool }: Open) => pool.idleCount < pool.totalCount || pool.waitingCount > 0;
  for (let quiet = 0; quiet < 3 && performance.now() - since < mostMs; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    quiet = Object.values(held()).some(isBusy) ? 0 : quiet + 1;
  }
}

export async function closeDb(): Promise<void> {
  const pools = Object.values(held());
  shared.value = undefined;
  await Promise.all(pools.map(({ db }) => db.destroy()));
}

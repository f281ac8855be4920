import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { processSlot } from '../process-slot';
import { LimitedClient } from './limited-client';
import type { Database } from './schema';

export type Db = Kysely<Database>;

// int8 arrives as a string otherwise; no count or identity of ours comes near 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

// The driver's own reading of instants takes a fifth of the time in which a page of events is fetched.
const isoInstant = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d$/;
const readInstant = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => unknown;
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  isoInstant.test(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11)}:00`) : readInstant(text),
);

// One pool a process: Next bundles pages, handlers and instrumentation apart, each with its own copy of this module.
type Open = { pool: pg.Pool; db: Db };
const shared = processSlot<{ pages?: Open; lookups?: Open; upkeep?: Open }>('db');

function held() {
  shared.value ??= {};
  return shared.value;
}

function open(): Open {
  const pools = held();
  pools.pages ??= connect(process.env.DATABASE_URL ?? '', 12, { limitMs: statementMs });
  return pools.pages;
}

/** No statement that somebody waits for takes longer. */
export const statementMs = 10_000;

/**
 * A pool and a query builder on one database; the caller ends the pool with `db.destroy()`. `limitMs`: statements that
 * take longer fail, in a database that has stopped answering too.
 */
export function connect(databaseUrl: string, max = 12, { limitMs = 0, name = 'doordesk' } = {}): Open {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    Client: LimitedClient.within(limitMs),
    application_name: name,
    max,
    connectionTimeoutMillis: 10_000,
    // A server's own choices for long queries. A page's is over before it is compiled or helpers are started, and these
    // would take other people's cores.
    onConnect: async (client) => {
      // Set by a statement: a pooler in session mode refuses a connection that brings such a setting along.
      await client.query(
        `set jit = off; set max_parallel_workers_per_gather = 0; set statement_timeout = ${limitMs}`,
      );
    },
  });
  // An idle connection that breaks emits here; without a listener it would end the process. The next query reports it.
  pool.on('error', () => {});
  // So does one that is lent out and between two statements, when the server ends it; the next statement reports it.
  pool.on('connect', (client) => client.on('error', () => {}));
  return { pool, db: new Kysely<Database>({ dialect: new PostgresDialect({ pool, cursor: Cursor }) }) };
}

/** The process's query builder, on `DATABASE_URL`. */
export function getDb(): Db {
  return open().db;
}

/** The process's pool, for what Kysely has no word for: cursors, COPY, LISTEN. */
export function getPool(): pg.Pool {
  return open().pool;
}

/**
 * For the look-ups that stand before each call to the cloud. Work that makes a call may hold a connection of the pool
 * meanwhile; a look-up that waited for one of those could wait for itself.
 */
export function getLookupDb(): Db {
  const pools = held();
  pools.lookups ??= connect(process.env.DATABASE_URL ?? '', 2, { limitMs: statementMs });
  return pools.lookups.db;
}

/** For upkeep that takes as long as it takes, such as ANALYZE: few connections of its own, and no limit of time. */
export function getUpkeepDb(): Db {
  const pools = held();
  pools.upkeep ??= connect(process.env.DATABASE_URL ?? '', 2, { name: 'doordesk-upkeep' });
  return pools.upkeep.db;
}

/** Resolves when no statement is under way for a moment, or after `mostMs`. */
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

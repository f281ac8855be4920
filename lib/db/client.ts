import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
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
const slot = Symbol.for('doordesk.db');
type Held = { pool: pg.Pool; db: Db; lookups?: Db };
const shared = globalThis as { [slot]?: Held };

function open(): Held {
  shared[slot] ??= connect(process.env.DATABASE_URL ?? '');
  return shared[slot];
}

/** A pool and a query builder on one database; the caller ends the pool with `db.destroy()`. */
export function connect(databaseUrl: string, max = 12): { pool: pg.Pool; db: Db } {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max,
    connectionTimeoutMillis: 15_000,
    // A server's own choices for long queries. A page's is over before it is compiled or helpers are started, and these
    // would take other people's cores.
    onConnect: async (client) => {
      await client.query('set jit = off; set max_parallel_workers_per_gather = 0');
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
  const held = open();
  held.lookups ??= connect(process.env.DATABASE_URL ?? '', 2).db;
  return held.lookups;
}

export async function closeDb(): Promise<void> {
  const held = shared[slot];
  delete shared[slot];
  await Promise.all([held?.db.destroy(), held?.lookups?.destroy()]);
}

import { sql } from 'kysely';
import pg from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { getDb } from '@/lib/db/client';
import { DeskError } from '@/lib/errors';
import { copiedLines } from './copied-lines';
import type { LinesChunk } from './lines-chunk';

/** How many exports run at once on one database, whichever process they run in, and how many of one workspace. */
const exportsAtOnce = 8;
const ofOneWorkspace = 3;
/** Any numbers that no other pair of advisory locks begins with. */
const slotClass = 0x0e17;
const workspaceClass = 0x0e18;

/** Its name in `pg_stat_activity`. */
export const exportApplication = 'doordesk-export';

/**
 * How an export's connection differs from others. Compiling a query costs a second before the first line; helpers would
 * take other people's cores; and to walk an index in its order is cheaper than the planner thinks, since archived events
 * lie nearly in the order of time. Texts of times are written the way the lines are built for.
 */
const settings = [
  'set jit = off',
  'set max_parallel_workers_per_gather = 0',
  'set random_page_cost = 1.1',
  "set work_mem = '16MB'",
  'set standard_conforming_strings = on',
  "set datestyle = 'ISO, YMD'",
  "set timezone = 'UTC'",
  // The only one that it waits for is its file's, which the process that made that file before may hold.
  "set lock_timeout = '10s'",
].join('; ');

export type ExportSession = {
  client: pg.Client;
  /** The lines of a query that gives one column of text, or of none. Throws when the server does not take the query. */
  lines(query: string | null, breakEvery?: number): Promise<AsyncIterable<LinesChunk>>;
  /** Ends the running query in the database, at once, and the connection. */
  cancel(): void;
  close(): void;
};

/**
 * A connection of an export's own: the pool is for pages. Its slot is a lock in the database, which ends with the
 * connection, however that ends. `exports-busy` when all are taken.
 */
export async function openExport(workspaceId: string): Promise<ExportSession> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL ?? '',
    application_name: exportApplication,
    connectionTimeoutMillis: 15_000,
  });
  // What breaks the connection fails the running query, which tells it on.
  client.on('error', () => {});
  await client.connect();
  let running: CopyToStreamQuery | undefined;
  const close = () => {
    client.end().catch(() => {});
  };
  try {
    await client.query(settings);
    const taken =
      (await takeSlot(client, slotClass, exportsAtOnce, '')) &&
      (await takeSlot(client, workspaceClass, ofOneWorkspace, workspaceId));
    if (!taken) throw new DeskError('exports-busy');
  } catch (error) {
    close();
    throw error;
  }
  return {
    client,
    async lines(query, breakEvery = Number.POSITIVE_INFINITY) {
      if (query === null) return nothing();
      // What is wrong with the query is known before the first byte of the file.
      await client.query(`explain ${query}`);
      running = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
      // The reader of the lines gets an error; after \`cancel\` nobody reads, and the server's own error still comes.
      running.on('error', () => {});
      return copiedLines(running, breakEvery);
    },
    cancel() {
      running?.destroy(new DOMException('The download was given up.', 'AbortError'));
      // A closed socket is noticed when there is something to write: a sort may go on for long before that.
      const { processID } = client as pg.Client & { processID: number };
      sql`select pg_cancel_backend(${processID}) from pg_stat_activity
        where pid = ${processID} and application_name = ${exportApplication}`
        .execute(getDb())
        .catch(() => {})
        .finally(close);
    },
    close,
  };
}

async function* nothing(): AsyncGenerator<LinesChunk, void> {}

async function takeSlot(client: pg.Client, lockClass: number, count: number, of: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from generate_series(1, $2::int) as slot where pg_try_advisory_lock($1::int, hashtext($3 || slot)) limit 1',
    [lockClass, count, of],
  );
  return rowCount === 1;
}

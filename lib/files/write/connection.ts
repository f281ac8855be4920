import pg from 'pg';
import { type CopyToStreamQuery, to as copyTo } from 'pg-copy-streams';
import { cancelStatement } from '@/lib/db/run-cancellable';
import { DeskError } from '@/lib/errors';
import { copiedLines } from './copied-lines';
import type { LinesChunk } from './lines-chunk';

/** Most exports at once on one database, in all processes, and of one workspace. */
const exportsAtOnce = 8;
const ofOneWorkspace = 3;
const slotClass = 0x0e17;
const workspaceClass = 0x0e18;

export const exportApplication = 'doordesk-export';

/**
 * Settings of an export's connection. Compiling a query would delay the first line by a second, and parallel workers
 * would take other users' processors. Reading an index in order costs less than the planner assumes, because archived
 * events lie nearly in time order. Times are written in the format that the lines expect.
 */
const settings = [
  'set jit = off',
  'set max_parallel_workers_per_gather = 0',
  'set random_page_cost = 1.1',
  "set work_mem = '16MB'",
  'set standard_conforming_strings = on',
  "set datestyle = 'ISO, YMD'",
  "set timezone = 'UTC'",
  // It waits only for its file's lock, which the process before may still hold.
  "set lock_timeout = '10s'",
].join('; ');

export type ExportSession = {
  client: pg.Client;
  /** The lines of a query with one text column, or of none. Throws when the server refuses the query. */
  lines(query: string | null, breakEvery?: number): Promise<AsyncIterable<LinesChunk>>;
  cancel(): void;
  close(): void;
};

/** An own connection, because the pool is for pages. Its slot ends with it. Throws `exports-busy` without a slot. */
async function openSlot(workspaceId: string): Promise<{ client: pg.Client; close: () => void }> {
  const client = new pg.Client({
    connectionString: process.env.DATABASE_URL ?? '',
    application_name: exportApplication,
    connectionTimeoutMillis: 15_000,
  });
  client.on('error', () => {});
  await client.connect();
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
  return { client, close };
}

/** For an export whose rows come from elsewhere. Returns how to give the slot back. Throws `exports-busy`. */
export async function takeExportSlot(workspaceId: string): Promise<() => void> {
  return (await openSlot(workspaceId)).close;
}

/** Throws `exports-busy` if an export could not begin now. */
export async function probeExportSlot({ workspaceId }: { workspaceId: string }): Promise<void> {
  (await openSlot(workspaceId)).close();
}

/** Throws `exports-busy`. */
export async function openExport(workspaceId: string): Promise<ExportSession> {
  const { client, close } = await openSlot(workspaceId);
  let running: CopyToStreamQuery | undefined;
  return {
    client,
    async lines(query, breakEvery = Number.POSITIVE_INFINITY) {
      if (query === null) return nothing();
      // A faulty query fails here, before the first byte of the file.
      await client.query(`explain ${query}`);
      running = client.query(copyTo(`copy (${query}) to stdout (format binary)`));
      // The reader of the lines gets the error. After `cancel` no one reads, but the server's error still arrives.
      running.on('error', () => {});
      return copiedLines(running, breakEvery);
    },
    cancel() {
      running?.destroy(new DOMException('The download was given up.', 'AbortError'));
      // The server notices a closed socket only when it writes, and a sort may run long before that.
      const { processID } = client as pg.Client & { processID: number };
      cancelStatement(processID, exportApplication)
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

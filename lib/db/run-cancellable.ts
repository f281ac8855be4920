import { sql } from 'kysely';
import { type Db, getDb } from './client';

export function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '57014';
}

/** Runs reads in a transaction. The database cancels it when `signal` aborts, or a statement takes longer than `timeoutMs`. */
export async function cancellable<T>(
  { signal, timeoutMs }: { signal?: AbortSignal | undefined; timeoutMs: number },
  run: (db: Db) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  return getDb()
    .transaction()
    .execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`
        select pg_backend_pid() as pid, set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(
        trx,
      );
      const pid = rows[0]?.pid ?? 0;
      let cancelling: Promise<unknown> | undefined;
      const cancel = () => {
        cancelling = cancelStatement(pid).catch(() => {});
      };
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await run(trx);
      } finally {
        signal?.removeEventListener('abort', cancel);
        // Otherwise it could cancel the next query on this connection.
        await cancelling;
      }
    });
}

/** Ends the statement of a connection, if it still has this application's name. Citus has two functions of the name. */
export async function cancelStatement(pid: number, application?: string): Promise<void> {
  const found = application === undefined ? sql`true` : sql`application_name = ${application}`;
  await sql`select pg_cancel_backend(pid::int) from pg_stat_activity where pid = ${pid} and ${found}`.execute(
    getDb(),
  );
}

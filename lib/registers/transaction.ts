import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';

/**
 * All or nothing, one at a time in a workspace: an import that compares a file with the register must not be overtaken,
 * and two bulk changes that touch the same rows must not wait for each other for ever.
 */
export function inRegister<T>(scope: Scope, run: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`register ${scope.workspaceId}`}, 0))`.execute(
        trx,
      );
      return run(trx);
    });
}

/** What every change of a row sets besides. */
export const nextRevision = { revision: sql<number>`revision + 1`, updated_at: sql<Date>`now()` };

import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/**
 * All or nothing, one at a time in a workspace: an import that compares a file with the register must not be overtaken,
 * and two bulk changes that touch the same rows must not wait for each other for ever.
 */
export function inRegister<T>(scope: Scope, run: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `register ${scope.workspaceId}`);
      return run(trx);
    });
}

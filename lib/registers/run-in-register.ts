import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/** One change at a time per workspace. An import must not miss a change, and two bulk changes must not deadlock. */
export function inRegister<T>(scope: Scope, run: (trx: Db) => Promise<T>): Promise<T> {
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `register ${scope.workspaceId}`);
      return run(trx);
    });
}

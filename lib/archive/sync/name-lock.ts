import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/**
 * Until the transaction ends: whoever writes events shares the names (`event_who`), whoever removes names that no event
 * has any more is alone. Without it a name could go between being found and being referred to.
 */
export async function nameLock(trx: Db, workspaceId: string, how: 'shared' | 'alone'): Promise<void> {
  await lockByName(trx, `event-who:${workspaceId}`, how);
}

import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/**
 * Locks the names (`event_who`) until the transaction ends: shared by transactions that write events, exclusive for one
 * that removes names without events. Otherwise a name could be removed after it was found and before an event refers to it.
 */
export async function nameLock(trx: Db, workspaceId: string, how: 'shared' | 'exclusive'): Promise<void> {
  await lockByName(trx, `event-who:${workspaceId}`, how);
}

import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/** Shared to write events, exclusive to remove names: no name may go between its lookup and the event that uses it. */
export async function nameLock(trx: Db, workspaceId: string, how: 'shared' | 'exclusive'): Promise<void> {
  await lockByName(trx, `event-who:${workspaceId}`, how);
}

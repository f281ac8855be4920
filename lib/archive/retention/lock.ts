import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/**
 * Rules, holds and portions of one workspace wait for each other until their transactions end: once a hold is saved, no
 * portion that has not seen it can still be deleting.
 */
export async function lockRetention(trx: Db, workspaceId: string): Promise<void> {
  await lockByName(trx, `retention:${workspaceId}`);
}

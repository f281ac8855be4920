import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';

/** Rules, holds and deletions of a workspace take turns: once a hold is saved, no deletion that ignores it still runs. */
export async function lockRetention(trx: Db, workspaceId: string): Promise<void> {
  await lockByName(trx, `retention:${workspaceId}`);
}

import { sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { watch } from '@/lib/db/listen';

export const approvalChannel = 'doordesk_approval';

/** In the transaction that changes a request. */
export async function notifyApprovals(trx: Db, workspaceId: string): Promise<void> {
  await sql`select pg_notify(${approvalChannel}, ${workspaceId})`.execute(trx);
}

export function watchApprovals(workspaceId: string, onChange: () => void): () => void {
  return watch({ channel: approvalChannel, payload: workspaceId }, onChange);
}

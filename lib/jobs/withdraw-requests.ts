import type { Selectable } from 'kysely';
import { notifyApprovals } from '@/lib/abilities/approvals/notify-approvals';
import type { Db } from '@/lib/db/client';
import type { ApprovalTable } from '@/lib/db/tables/approvals';
import { cancelUnapproved } from './mutations';

type Row = Selectable<ApprovalTable>;

/**
 * Ends open requests for approval, and cancels the jobs that waited for one. The caller writes the audit entries, as the last
 * writes of the transaction.
 */
export async function endRequests(
  trx: Db,
  workspaceId: string,
  {
    which,
    state,
  }: { which: { id: string } | { memberId: string } | 'vendor'; state: 'expired' | 'withdrawn' },
): Promise<Row[]> {
  let query = trx
    .updateTable('approval')
    .set({ state })
    .where('workspace_id', '=', workspaceId)
    .where('state', 'in', ['waiting', 'approved']);
  if (which === 'vendor') query = query.where('member_id', 'is', null);
  else if ('id' in which) query = query.where('id', '=', which.id);
  else query = query.where('member_id', '=', which.memberId);
  const ended = await query.returningAll().execute();
  if (ended.length === 0) return [];
  await notifyApprovals(trx, workspaceId);
  for (const { job_id } of ended) if (job_id) await cancelUnapproved(trx, workspaceId, job_id);
  return ended;
}

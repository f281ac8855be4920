import type { Selectable } from 'kysely';
import { notifyApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { entryOf, oldestOpen } from '@/lib/abilities/approvals/requests';
import { recordAudit } from '@/lib/audit/record';
import { claimCapability } from '@/lib/auth/claim-capability';
import { isVendorClosed } from '@/lib/auth/read-person';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { ApprovalTable } from '@/lib/db/tables/approvals';
import { DeskError } from '@/lib/errors';
import { cancelUnapproved, queueApproved } from '@/lib/jobs/mutations';
import { announceJob } from '@/lib/jobs/queue';
import { endRequests } from '@/lib/jobs/withdraw-requests';

type Row = Selectable<ApprovalTable>;
type Decision = { state: 'approved' | 'refused' | 'withdrawn'; reason: string };

/** The first of two decisions counts. The second one, and one about a request that has ended, throws `conflict`. */
export async function decide(scope: Scope, id: string, { state, reason }: Decision): Promise<Row> {
  const row = await getDb()
    .transaction()
    .execute(async (trx) => {
      if (state !== 'withdrawn') await claimCapability(trx, scope, 'approve');
      const decided = await trx
        .updateTable('approval')
        .set({
          state,
          reason,
          decided_by: scope.actor,
          decided_member: scope.member?.id ?? null,
          decided_at: databaseDate(),
        })
        .where('workspace_id', '=', scope.workspaceId)
        .where('id', '=', id)
        // What was approved can be given back until it is done.
        .where('state', 'in', state === 'withdrawn' ? ['waiting', 'approved'] : ['waiting'])
        .where('asked_at', '>', oldestOpen())
        .returningAll()
        .executeTakeFirst();
      if (!decided) throw new DeskError('conflict');
      if (state === 'approved' && !(await mayStillAsk(trx, decided))) throw new DeskError('conflict');
      await notifyApprovals(trx, scope.workspaceId);
      if (decided.job_id && state === 'approved') await startApproved(trx, decided, decided.job_id);
      else if (decided.job_id) await cancelUnapproved(trx, scope.workspaceId, decided.job_id);
      return decided;
    });
  if (state === 'approved' && row.job_id) await announceJob(row.job_id);
  return row;
}

/** The approval is used up with it. */
async function startApproved(trx: Db, row: Row, jobId: string): Promise<void> {
  if (!(await queueApproved(trx, row.workspace_id, jobId))) throw new DeskError('conflict');
  await trx
    .updateTable('approval')
    .set({ state: 'used', used_at: databaseDate() })
    .where('workspace_id', '=', row.workspace_id)
    .where('id', '=', row.id)
    .execute();
  await recordAudit(trx, entryOf(row, 'approvals.use'));
}

async function mayStillAsk(trx: Db, { workspace_id, member_id }: Row): Promise<boolean> {
  if (!member_id) return !(await isVendorClosed(workspace_id, trx));
  const found = await trx
    .selectFrom('membership')
    .select('member_id')
    .where('workspace_id', '=', workspace_id)
    .where('member_id', '=', member_id)
    .executeTakeFirst();
  return found !== undefined;
}

/** Ends what no one decided or used in time, and what was asked by people who may not ask any more. */
export async function endOldRequests(): Promise<void> {
  const open = await getDb()
    .selectFrom('approval')
    .select(['id', 'workspace_id', 'asked_at'])
    .where('state', 'in', ['waiting', 'approved'])
    .where((row) =>
      row.or([
        row('asked_at', '<=', oldestOpen()),
        row.and([
          row('approval.member_id', 'is not', null),
          row.not(
            row.exists(
              row
                .selectFrom('membership')
                .select('membership.member_id')
                .whereRef('membership.workspace_id', '=', 'approval.workspace_id')
                .whereRef('membership.member_id', '=', 'approval.member_id'),
            ),
          ),
        ]),
        row.and([
          row('approval.member_id', 'is', null),
          row.exists(
            row
              .selectFrom('workspace_setting')
              .select('workspace_setting.workspace_id')
              .whereRef('workspace_setting.workspace_id', '=', 'approval.workspace_id')
              .where('vendor_sign_in_closed', '=', true),
          ),
        ]),
      ]),
    )
    .modifyEnd(everyWorkspace)
    .execute();
  for (const row of open) await endRequest(row, row.asked_at <= oldestOpen() ? 'expired' : 'withdrawn');
}

async function endRequest(
  { id, workspace_id: workspaceId }: Pick<Row, 'id' | 'workspace_id'>,
  state: 'expired' | 'withdrawn',
): Promise<void> {
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const [ended] = await endRequests(trx, workspaceId, { which: { id }, state });
      if (!ended) return;
      await recordAudit(trx, entryOf(ended, state === 'expired' ? 'approvals.expire' : 'approvals.lapse'));
    });
}

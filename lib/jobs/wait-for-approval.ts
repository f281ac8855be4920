import { countEnded, endingJobs, lockEnded } from '@/lib/abilities/approvals/begin-ending';
import { notifyApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { digestInput, insertRequest } from '@/lib/abilities/approvals/requests';
import { type ApprovalRule, readApprovalRule } from '@/lib/abilities/approvals/rule';
import type { Scope } from '@/lib/auth/scope';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { JobKind } from '@/lib/db/tables/jobs';
import type { Plan, PlannedApproval, PlannedStep } from './plan';

/** Null: a job of this kind waits for no one in this workspace. */
export async function ruleForJob({ workspaceId }: Scope, kind: JobKind): Promise<ApprovalRule | null> {
  return endingJobs[kind] ? readApprovalRule(workspaceId) : null;
}

/** Whether a job that starts now would wait, for its preview. */
export async function previewApproval(scope: Scope, { kind, steps }: Plan): Promise<PlannedApproval | null> {
  const rule = await ruleForJob(scope, kind);
  const changes = steps.filter(({ verdict }) => verdict === 'change').length;
  if (!rule || changes === 0) return null;
  const endedBefore = await countEnded(scope);
  return endedBefore + changes > rule.above ? { endedBefore, above: rule.above } : null;
}

/**
 * Lets a new job wait for a second member if it and the hour before end more than the workspace allows. Its audit entry is
 * the last write. Returns whether it waits.
 */
export async function waitForApproval(
  trx: Db,
  scope: Scope,
  {
    jobId,
    kind,
    rule,
    steps,
  }: { jobId: string; kind: JobKind; rule: ApprovalRule; steps: readonly PlannedStep[] },
): Promise<boolean> {
  const changed = steps.filter(({ verdict }) => verdict === 'change');
  if (changed.length === 0) return false;
  await lockEnded(trx, scope);
  const ended = await countEnded(scope, trx);
  if (ended <= rule.above) return false;
  await trx
    .updateTable('job')
    .set({ state: 'waiting', wait_code: 'approval-needed' })
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', jobId)
    .execute();
  const buildings = [...new Set(changed.map(({ target }) => target.building))];
  const verb = endingJobs[kind] ?? kind;
  await insertRequest(trx, scope, {
    verb,
    digest: digestInput(verb, { jobId }),
    jobId,
    need: {
      subject: [`× ${changed.length}`, ...buildings].join(' · '),
      buildings,
      things: changed.length,
      endedBefore: ended - changed.length,
      above: rule.above,
    },
  });
  return true;
}

/** The job is cancelled, so no one needs to decide. */
export async function withdrawOfJob(
  trx: Db,
  { workspaceId, actor, member }: Scope,
  jobId: string,
): Promise<void> {
  const withdrawn = await trx
    .updateTable('approval')
    .set({
      state: 'withdrawn',
      decided_by: actor,
      decided_member: member?.id ?? null,
      decided_at: databaseDate(),
    })
    .where('workspace_id', '=', workspaceId)
    .where('job_id', '=', jobId)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  if (withdrawn.numUpdatedRows > 0n) await notifyApprovals(trx, workspaceId);
}

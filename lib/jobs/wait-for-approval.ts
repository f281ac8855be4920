import type { Selectable } from 'kysely';
import { countEnded, endingJobs, lockEnded } from '@/lib/abilities/approvals/begin-ending';
import { notifyApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { type Asker, digestInput, insertRequest } from '@/lib/abilities/approvals/requests';
import { type ApprovalRule, readApprovalRule } from '@/lib/abilities/approvals/rule';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { JobKind, JobTable } from '@/lib/db/tables/jobs';
import type { Plan, PlannedApproval, PlannedStep } from './plan';
import { notifyJob } from './queue';

/** Null: a job of this kind waits for no one in this workspace. */
export async function ruleForJob(
  { workspaceId }: Pick<Scope, 'workspaceId'>,
  kind: JobKind,
): Promise<ApprovalRule | null> {
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
  await askForJob(trx, scope, { jobId, kind, rule, ended, targets: changed.map(({ target }) => target) });
  return true;
}

/**
 * The same for a job that goes on, whatever put it into the queue. The rule may be stricter than when it was ordered: a job
 * that was kept back before would otherwise end everything at once. `token`: of the run that asks. Returns whether it waits.
 */
export async function holdForApproval(job: Selectable<JobTable>, token: string): Promise<boolean> {
  const { id: jobId, kind, workspace_id: workspaceId, actor, member_id, account, role } = job;
  const member = member_id ? { id: member_id } : null;
  const rule = await ruleForJob({ workspaceId }, kind);
  if (!rule) return false;
  const orderer: Asker = { workspaceId, actor, member, account, role, sessionId: job.session_id };
  return getDb()
    .transaction()
    .execute(async (trx) => {
      await lockEnded(trx, orderer);
      const ended = await countEnded(orderer, trx);
      if (ended <= rule.above || (await hasRequest(trx, workspaceId, jobId))) return false;
      const pending = await trx
        .selectFrom('job_step')
        .select('target')
        .where('job_id', '=', jobId)
        .where('state', '=', 'pending')
        .execute();
      if (pending.length === 0) return false;
      const held = await trx
        .updateTable('job')
        .set({ state: 'waiting', wait_code: 'approval-needed', runner: null })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', jobId)
        .where('runner', '=', token)
        .where('paused', '=', false)
        .where('cancel_asked_at', 'is', null)
        .where('wait_code', 'is', null)
        .executeTakeFirst();
      if (held.numUpdatedRows === 0n) return false;
      await notifyJob(jobId, trx);
      await askForJob(trx, orderer, {
        jobId,
        kind,
        rule,
        ended,
        targets: pending.map(({ target }) => target),
      });
      return true;
    });
}

async function hasRequest(trx: Db, workspaceId: string, jobId: string): Promise<boolean> {
  const request = await trx
    .selectFrom('approval')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('job_id', '=', jobId)
    .executeTakeFirst();
  return request !== undefined;
}

/** `ended`: with `targets`. */
async function askForJob(
  trx: Db,
  asker: Asker,
  {
    jobId,
    kind,
    rule,
    ended,
    targets,
  }: {
    jobId: string;
    kind: JobKind;
    rule: ApprovalRule;
    ended: number;
    targets: readonly { building: string }[];
  },
): Promise<void> {
  const buildings = [...new Set(targets.map(({ building }) => building))];
  const verb = endingJobs[kind] ?? kind;
  await insertRequest(trx, asker, {
    verb,
    digest: digestInput(verb, { jobId }),
    jobId,
    need: {
      subject: [`× ${targets.length}`, ...buildings].join(' · '),
      buildings,
      things: targets.length,
      endedBefore: Math.max(ended - targets.length, 0),
      above: rule.above,
    },
  });
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

import { sql } from 'kysely';
import { notifyApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { type ApprovalNeed, digestInput, insertRequest } from '@/lib/abilities/approvals/requests';
import { type ApprovalRule, readApprovalRule } from '@/lib/abilities/approvals/rule';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import type { JobKind } from '@/lib/db/tables/jobs';
import { lockByName } from '@/lib/db/transaction-lock';
import type { Plan, PlannedApproval, PlannedStep } from './plan';

/** What these do to a thing ends it: for a new master, the one before. */
const ending: Partial<Record<JobKind, string>> = {
  'replace-masters': 'masters.replace',
  'remove-masters': 'masters.remove',
  'revoke-shares': 'shares.remove',
  'revoke-doorcodes': 'doorcodes.revoke',
};

const countedMs = 3_600_000;

/** Null: a job of this kind waits for no one in this workspace. */
export async function ruleForJob({ workspaceId }: Scope, kind: JobKind): Promise<ApprovalRule | null> {
  return ending[kind] ? readApprovalRule(workspaceId) : null;
}

/**
 * What the same person ended within the last hour, or is about to, without approval: several small jobs are one large one.
 * A change of a page counts by its audit entry, a change of a job by its step. The log is read backwards for an hour only.
 */
async function countEnded({ workspaceId, actor, member }: Scope, db: Db = getDb()): Promise<number> {
  const since = new Date(databaseNow() - countedMs);
  const own = member
    ? sql`job.member_id = ${member.id}`
    : sql`job.member_id is null and job.actor = ${actor}`;
  const { rows } = await sql<{ ended: number }>`
    select (
      select count(*)::int from job_step join job on job.id = job_step.job_id
      where job.workspace_id = ${workspaceId} and job.created_at > ${since} and ${own}
        and job.kind = any(${Object.keys(ending)}) and not job_step.already and job_step.state not in ('failed', 'skipped')
        and not exists (
          select from approval where approval.workspace_id = ${workspaceId} and approval.job_id = job.id)
    ) + (
      select count(*)::int from audit_entry
      where audit_entry.workspace_id = ${workspaceId} and audit_entry.actor = ${actor}
        and audit_entry.seq > coalesce((
          select before.seq from audit_entry as before
          where before.workspace_id = ${workspaceId} and before.at <= ${since} order by before.seq desc limit 1), 0)
        and audit_entry.action = any(${Object.values(ending)})
        and audit_entry.outcome in ('done', 'unknown') and audit_entry.intent_seq is not null
        and audit_entry.detail ->> 'job' is null and audit_entry.detail ->> 'approver' is null
    ) as ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** What waits if a change of a page, with the hour before, ends more than the workspace allows. Null: nothing. */
export async function needToEnd(
  scope: Scope,
  { what, doors }: { what: string; doors: readonly { gid: string; channel: number }[] },
): Promise<ApprovalNeed | null> {
  const rule = await readApprovalRule(scope.workspaceId);
  if (!rule) return null;
  const endedBefore = await countEnded(scope);
  if (endedBefore + doors.length <= rule.above) return null;
  const channels = doors.flatMap((door) => channelOf(scope, door) ?? []);
  const places = channels.map(({ buildingName, unitLabel, gid }) =>
    [buildingName, unitLabel, gid].join(' · '),
  );
  return {
    subject: [what, ...places].filter(Boolean).join(', '),
    buildings: [...new Set(channels.map(({ buildingName }) => buildingName))],
    things: doors.length,
    endedBefore,
    above: rule.above,
  };
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
  // The second of two jobs that start at once counts the first.
  await lockByName(trx, `ended:${scope.workspaceId}:${scope.member?.id ?? scope.actor}`);
  const ended = await countEnded(scope, trx);
  if (ended <= rule.above) return false;
  await trx
    .updateTable('job')
    .set({ state: 'waiting', wait_code: 'approval-needed' })
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', jobId)
    .execute();
  const buildings = [...new Set(changed.map(({ target }) => target.building))];
  const verb = ending[kind] ?? kind;
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

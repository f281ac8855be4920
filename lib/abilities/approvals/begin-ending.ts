import { type RawBuilder, sql } from 'kysely';
import type { AuditEntry } from '@/lib/audit/entry';
import { openIntents } from '@/lib/audit/open-intents';
import { recordAudit } from '@/lib/audit/record';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { type JobKind, stopCodes } from '@/lib/db/tables/jobs';
import { lockByName } from '@/lib/db/transaction-lock';
import type { ApprovalNeed } from './requests';
import { readApprovalRule } from './rule';

/** What these do to a thing ends it: for a new master, the one before. The action is that of the same change of a page. */
export const endingJobs: Partial<Record<JobKind, string>> = {
  'replace-masters': 'masters.replace',
  'remove-masters': 'masters.remove',
  'revoke-shares': 'shares.remove',
  'revoke-doorcodes': 'doorcodes.revoke',
};

const countedMs = 3_600_000;

/** One person: a member, or the holder of the vendor's account. */
type Person = Pick<Scope, 'workspaceId'> & { member: { id: string } | null };

/**
 * Members who have used the vendor's password can end things in two ways: as themselves, and as the holder of the account. What
 * one of them and the vendor sign-in end is counted together.
 */
const knowsPassword = ({ workspaceId }: Person, member: RawBuilder<unknown>) =>
  sql<boolean>`exists (select from membership where membership.workspace_id = ${workspaceId}
    and membership.member_id = ${member} and membership.knew_password)`;

/** Until the end of the transaction: of two things that one person begins at once, the second counts the first. */
export async function lockEnded(trx: Db, person: Person): Promise<void> {
  const { workspaceId, member } = person;
  const { rows } = await sql<{ both: boolean }>`
    select ${member ? knowsPassword(person, sql`${member.id}::uuid`) : sql`true`} as both`.execute(trx);
  if (rows[0]?.both) await lockByName(trx, `ended:${workspaceId}`);
  if (member) await lockByName(trx, `ended:${workspaceId}:${member.id}`);
}

/**
 * What the same person (`knowsPassword`) ended within the last hour, or is about to, without approval: several small jobs are one large one.
 * A change of a page counts by its intent, with the doors that it may have changed, and a change of a job by its step: from
 * the try on for an hour, and before it for as long as the job may still make it, because jobs can be kept back.
 * The log is read backwards for an hour only.
 */
export async function countEnded(person: Person, db: Db = getDb()): Promise<number> {
  const { workspaceId, member } = person;
  const since = new Date(databaseNow() - countedMs);
  const own = (table: string) => {
    const by = sql.ref(`${table}.member_id`);
    return member
      ? sql`coalesce(${by} = ${member.id}::uuid, ${knowsPassword(person, sql`${member.id}::uuid`)})`
      : sql`(${by} is null or ${knowsPassword(person, by)})`;
  };
  const { rows } = await sql<{ ended: number }>`
    select (
      select count(*)::int from job_step join job on job.id = job_step.job_id
      where job.workspace_id = ${workspaceId} and ${own('job')}
        and job.kind = any(${Object.keys(endingJobs)}) and not job_step.already
        and job_step.state not in ('failed', 'skipped')
        and case when job.finished_at is null and job_step.state in ('pending', 'running', 'unknown')
          then job.wait_code is null or job.wait_code <> all(${stopCodes}::text[])
          else (job.finished_at is null or job.finished_at > ${since}) and job_step.tried_at > ${since} end
        and not exists (
          select from approval where approval.workspace_id = ${workspaceId} and approval.job_id = job.id)
    ) + (
      select coalesce(sum(case
        when ending.detail ->> 'changed' is not null then (ending.detail ->> 'changed')::int
        when ending.outcome = 'refused' or ending.detail ->> 'state' = 'failed' then 0
        else coalesce((intent.detail ->> 'doors')::int, 1) end), 0)::int
      from audit_entry as intent
      left join lateral (
        select later.outcome, later.detail from audit_entry as later
        where later.workspace_id = ${workspaceId} and later.intent_seq = intent.seq
        order by later.seq desc limit 1) as ending on true
      where intent.workspace_id = ${workspaceId} and ${own('intent')}
        and intent.seq > coalesce((
          select before.seq from audit_entry as before
          where before.workspace_id = ${workspaceId} and before.at <= ${since} order by before.seq desc limit 1), 0)
        and intent.action = any(${Object.values(endingJobs)}) and intent.outcome = 'intent'
        and intent.detail ->> 'job' is null and intent.detail ->> 'approver' is null
    ) as ended`.execute(db);
  return rows[0]?.ended ?? 0;
}

/** What a change of a page ends, in words, and at which doors. */
export type Ended = { what: string; doors: readonly { gid: string; channel: number }[] };

/**
 * Counts and writes the intent under one lock, so that changes which are sent at once count each other. `need`: the change,
 * with the hour before, ends more than the workspace allows; then there is no intent.
 */
export async function beginEnding(
  scope: Scope,
  { what, doors }: Ended,
  deed: Omit<AuditEntry, 'outcome' | 'intentSeq' | 'detail'>,
): Promise<
  { need: ApprovalNeed; intent: null } | { need: null; intent: { intentSeq: number; doors: number } }
> {
  const rule = await readApprovalRule(scope.workspaceId);
  const entry = { ...deed, detail: { doors: doors.length } };
  const begun = await getDb()
    .transaction()
    .execute(async (trx) => {
      if (rule) {
        await lockEnded(trx, scope);
        const endedBefore = await countEnded(scope, trx);
        if (endedBefore + doors.length > rule.above) return { endedBefore, above: rule.above };
      }
      return recordAudit(trx, { ...entry, outcome: 'intent' });
    });
  if (typeof begun !== 'number') return { need: needOf(scope, { what, doors }, begun), intent: null };
  openIntents.set(begun, entry);
  return { need: null, intent: { intentSeq: begun, doors: doors.length } };
}

function needOf(
  scope: Scope,
  { what, doors }: Ended,
  counted: { endedBefore: number; above: number },
): ApprovalNeed {
  const [door] = doors;
  const channels = doors.flatMap((door) => channelOf(scope, door) ?? []);
  const places = channels.map(({ buildingName, unitLabel, gid }) =>
    [buildingName, unitLabel, gid].join(' · '),
  );
  return {
    subject: [what, ...places].filter(Boolean).join(', '),
    buildings: [...new Set(channels.map(({ buildingName }) => buildingName))],
    things: doors.length,
    ...(door ? { facts: { door: { gid: door.gid, channel: door.channel } } } : {}),
    ...counted,
  };
}

import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { type StepState, stopCodes } from '@/lib/db/tables/jobs';
import { freshForMs } from '@/lib/devices/list-age';
import { DeskError, type ErrorCode } from '@/lib/errors';
import type { Plan, PlannedStep } from './plan';
import { announceJob, notifyJob } from './queue';
import { ruleForJob, waitForApproval, withdrawOfJob } from './wait-for-approval';

/**
 * One `requestKey` makes one job, however often it is sent. Blocked targets become skipped steps, so that the
 * result accounts for the whole selection. Steps that `before` returns are added. A job that ends many things may wait for
 * approval.
 */
export async function startJob(
  scope: Scope,
  plan: Plan,
  options: {
    requestKey: string;
    retryOf?: string;
    before?: (trx: Db, jobId: string) => Promise<PlannedStep[]>;
  },
): Promise<string> {
  const rule = await ruleForJob(scope, plan.kind);
  const made = await getDb()
    .transaction()
    .execute(async (trx) => {
      const job = await trx
        .insertInto('job')
        .values({
          workspace_id: scope.workspaceId,
          kind: plan.kind,
          state: 'queued',
          params: JSON.stringify(plan.params),
          actor: scope.actor,
          member_id: scope.member?.id ?? null,
          account: scope.account,
          role: scope.role,
          session_id: scope.sessionId,
          retry_of: options.retryOf ?? null,
          request_key: options.requestKey,
        })
        .onConflict((on) => on.columns(['workspace_id', 'request_key']).doNothing())
        .returning('id')
        .executeTakeFirst();
      if (!job) return null;
      const added = (await options.before?.(trx, job.id)) ?? [];
      const steps = [...plan.steps, ...added];
      const rows = JSON.stringify(steps.map((step, position) => ({ position, ...stepRow(step) })));
      await sql`
        insert into job_step (job_id, position, target, state, code, already)
        select ${job.id}, position, target, state, code, already
        from jsonb_to_recordset(${rows}::jsonb)
          as r(position int, target jsonb, state text, code text, already boolean)`.execute(trx);
      const waits =
        rule && (await waitForApproval(trx, scope, { jobId: job.id, kind: plan.kind, rule, steps }));
      return { jobId: job.id, waits };
    });
  if (made) {
    if (!made.waits) await announceJob(made.jobId);
    return made.jobId;
  }
  const known = await jobOfRequest(scope, options.requestKey);
  if (!known) throw new Error('a job vanished while it was made');
  return known;
}

export async function jobOfRequest(scope: Scope, requestKey: string): Promise<string | null> {
  const job = await getDb()
    .selectFrom('job')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('request_key', '=', requestKey)
    .executeTakeFirst();
  return job?.id ?? null;
}

function stepRow(step: PlannedStep): {
  target: unknown;
  state: StepState;
  code: ErrorCode | null;
  already: boolean;
} {
  return {
    target: step.target,
    state: step.verdict === 'change' ? 'pending' : 'skipped',
    code: step.code ?? null,
    already: step.verdict === 'already',
  };
}

/** Steps under way finish and are read back. A job without a runner is cancelled at once. */
export async function cancelJob(scope: Scope, jobId: string): Promise<void> {
  await getDb()
    .transaction()
    .execute(async (trx) => {
      // Before the job, in the order in which a decision locks both.
      await withdrawOfJob(trx, scope, jobId);
      const job = await trx
        .updateTable('job')
        .set({ cancel_asked_at: databaseDate() })
        .where('id', '=', jobId)
        .where('workspace_id', '=', scope.workspaceId)
        .where('state', 'in', ['queued', 'running', 'waiting'])
        .returning('state')
        .executeTakeFirst();
      if (!job) throw new DeskError('conflict');
      if (job.state !== 'running') await endUnfinished(trx, scope.workspaceId, jobId);
      await notifyJob(jobId, trx);
    });
}

/** Ends a job that no process runs. */
async function endUnfinished(trx: Db, workspaceId: string, jobId: string): Promise<void> {
  await trx
    .updateTable('job_step')
    .set({ state: 'skipped' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'pending')
    .execute();
  // The step was interrupted, and no later run will read it back.
  await trx
    .updateTable('job_step')
    .set({ state: 'unknown', code: 'outcome-unknown' })
    .where('job_id', '=', jobId)
    .where('state', '=', 'running')
    .execute();
  await trx
    .updateTable('job')
    .set({ state: 'cancelled', finished_at: databaseDate() })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', jobId)
    .execute();
}

function awaiting(trx: Db, workspaceId: string, jobId: string) {
  return trx
    .selectFrom('job')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', jobId)
    .where('state', '=', 'waiting')
    .where('wait_code', '=', approvalNeeded)
    .forUpdate()
    .executeTakeFirst();
}

/** A second member agreed. Returns false if the job does not wait for that any more. Announce it after the commit. */
export async function queueApproved(trx: Db, workspaceId: string, jobId: string): Promise<boolean> {
  if (!(await awaiting(trx, workspaceId, jobId))) return false;
  await trx
    .updateTable('job')
    .set({ state: 'queued', wait_code: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', jobId)
    .execute();
  await notifyJob(jobId, trx);
  return true;
}

/** No one agreed. */
export async function cancelUnapproved(trx: Db, workspaceId: string, jobId: string): Promise<void> {
  if (await awaiting(trx, workspaceId, jobId)) await endUnfinished(trx, workspaceId, jobId);
  await notifyJob(jobId, trx);
}

/** Steps under way finish and are read back. Nothing further is sent until a person resumes the job. */
export async function pauseJob(scope: Scope, jobId: string): Promise<void> {
  const paused = await getDb()
    .updateTable('job')
    .set({
      paused: true,
      wait_code: null,
      state: sql`case when state = 'running' then 'running' else 'waiting' end`,
    })
    .where('id', '=', jobId)
    .where('workspace_id', '=', scope.workspaceId)
    .where('state', 'in', ['queued', 'running', 'waiting'])
    .where('paused', '=', false)
    .where('cancel_asked_at', 'is', null)
    .where(isFree)
    .executeTakeFirst();
  if (paused.numUpdatedRows === 0n) throw new DeskError('conflict');
  await notifyJob(jobId);
}

/** Throws `vendor-closed` or `not-allowed` for one that was stopped with its orderer's right: no one goes on for it. */
export async function resumeJob(scope: Scope, jobId: string): Promise<void> {
  const stopped = await getDb()
    .selectFrom('job')
    .select('wait_code')
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', jobId)
    .where('wait_code', 'in', stopCodes)
    .executeTakeFirst();
  if (stopped?.wait_code) throw new DeskError(stopped.wait_code);
  const resumed = await resume(scope.workspaceId, scope.sessionId, jobId);
  if (resumed === 0) throw new DeskError('conflict');
}

/** Waiting jobs and unclear doorcode requests continue with the new session. Running jobs keep their session. */
export async function resumeJobs(workspaceId: string, sessionId: string): Promise<number> {
  await getDb()
    .updateTable('doorcode_request')
    .set({ session_id: sessionId, next_try_at: databaseDate() })
    .where('workspace_id', '=', workspaceId)
    .where((where) =>
      where.or([
        where('state', 'in', ['sending', 'confirming', 'unknown']),
        // Ordered by a member without a connection.
        where.and([where('state', '=', 'asked'), where('code', '=', 'no-connection')]),
      ]),
    )
    .where('next_try_at', 'is', null)
    .where('to_at', '>', databaseDate())
    .execute();
  return resume(workspaceId, sessionId);
}

async function resume(workspaceId: string, sessionId: string, jobId?: string): Promise<number> {
  const waiting = getDb()
    .updateTable('job')
    .set({ state: 'queued', session_id: sessionId, wait_code: null, paused: false })
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'waiting')
    .where(isFree);
  // Only the person who paused a job decides when it continues, not a sign-in.
  const query = jobId ? waiting.where('id', '=', jobId) : waiting.where('paused', '=', false);
  const jobs = await query.returning('id').execute();
  for (const { id } of jobs) {
    await notifyJob(id);
    await announceJob(id);
  }
  return jobs.length;
}

const approvalNeeded: ErrorCode = 'approval-needed';
/** Only a second member lets a job go on that waits for one, and nothing a job that was stopped. */
const isFree = sql<boolean>`(wait_code is null or wait_code <> all(${[approvalNeeded, ...stopCodes]}::text[]))`;
const cloudInDoubt: ErrorCode = 'cloud-in-doubt';
const listInDoubt: ErrorCode = 'cloud-list-in-doubt';
const listOutdated: ErrorCode = 'cloud-list-outdated';

/** Jobs whose hindrance is over. Without a session and a connection they wait for one. */
export async function resumeWaiting(): Promise<void> {
  await leaveLists();
  await resumeConnected();
  await resumeAfterDoubt();
}

/**
 * What waited for a sign-in or a connection, once there is a connection. After a refusal only one that a person has connected
 * since. Where a connection lacks one room, that step is looked at once a minute.
 */
async function resumeConnected(): Promise<void> {
  const connected = sql`
    select from connection
    left join credential_doubt as doubt
      on (doubt.credential, doubt.role) = (connection.credential, connection.role) and doubt.state <> 'accepted'
    where connection.workspace_id = waiting.workspace_id and connection.state = 'connected'
      and doubt.credential is null`;
  const triedAt = sql`coalesce((select max(tried_at) from job_step where job_id = waiting.id), waiting.created_at)`;
  const { rows } = await sql<{ id: string }>`
    update job as waiting ${everyWorkspace} set state = 'queued', wait_code = null
    where state = 'waiting' and not paused and (
      wait_code = 'signed-out' and exists (${connected})
      or wait_code = 'refused-wrong-credentials' and exists (${connected} and connection.connected_at > ${triedAt})
      or wait_code = 'no-connection' and ${triedAt} < now() - interval '1 minute' and exists (${connected}))
    returning id`.execute(getDb());
  for (const { id } of rows) {
    await notifyJob(id);
    await announceJob(id);
  }
  await sql`
    update doorcode_request as waiting ${everyWorkspace} set next_try_at = ${databaseDate()}
    where next_try_at is null and state in ('sending', 'confirming', 'unknown') and to_at > ${databaseDate()}
      and exists (${connected})`.execute(getDb());
}

/** What waited for a device list that nothing reads any more waits for a sign-in or a connection. */
async function leaveLists(): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update job as waiting ${everyWorkspace} set wait_code = 'signed-out'
    where state = 'waiting' and not paused and wait_code in (${listInDoubt}, ${listOutdated})
      and not exists (select from session where session.id = waiting.session_id and session.credential is not null)
      and not exists (
        select from connection where workspace_id = waiting.workspace_id and connection.state = 'connected')
    returning id`.execute(getDb());
  for (const { id } of rows) await notifyJob(id);
}

async function resumeAfterDoubt(): Promise<void> {
  const waiting = await getDb()
    .selectFrom('job')
    .select(['id', 'workspace_id', 'wait_code'])
    .where('state', '=', 'waiting')
    .where('wait_code', 'in', [cloudInDoubt, listInDoubt, listOutdated])
    .modifyEnd(everyWorkspace)
    .execute();
  if (waiting.length === 0) return;
  // Without a join, because device lists may be on other nodes than jobs (docs/scaling.md).
  const { rows: lists } = await sql<{ workspace_id: string; settled: boolean; fresh: boolean }>`
    select workspace_id, bool_or(empty_since is null) as settled,
      bool_or(coalesce(read_at >= now() - make_interval(secs => ${freshForMs / 1_000}), false)) as fresh
    from device_list
    where workspace_id = any(${waiting.map((job) => job.workspace_id)}::uuid[])
    group by workspace_id`.execute(getDb());
  const listOf = new Map(lists.map((list) => [list.workspace_id, list]));
  const ready = waiting.filter(({ workspace_id: workspaceId, wait_code: code }) => {
    const list = listOf.get(workspaceId);
    return code === cloudInDoubt || (code === listInDoubt ? (list?.settled ?? true) : list?.fresh);
  });
  if (ready.length === 0) return;
  const { rows } = await sql<{ id: string; state: string }>`
    update job ${everyWorkspace} set
      state = case when coalesce(session.credential, connection.credential) is null then 'waiting' else 'queued' end,
      wait_code = case when coalesce(session.credential, connection.credential) is null
        then 'refused-wrong-credentials' end
    from unnest(${ready.map(({ id }) => id)}::uuid[], ${ready.map((job) => job.wait_code)}::text[]) as found (id, code)
    join job as waiting on waiting.id = found.id
    left join session on session.id = waiting.session_id
    left join connection on session.credential is null and connection.workspace_id = waiting.workspace_id
      and connection.state = 'connected'
    left join workspace on workspace.id = waiting.workspace_id
    left join credential_doubt as doubt
      on doubt.credential = coalesce(session.credential, connection.credential) and doubt.state <> 'accepted'
      and doubt.role = case when session.credential is null then connection.role else workspace.role end
    where job.id = found.id and job.state = 'waiting' and job.wait_code = found.code and doubt.credential is null
    returning job.id, job.state`.execute(getDb());
  for (const { id, state } of rows) {
    await notifyJob(id);
    if (state === 'queued') await announceJob(id);
  }
}

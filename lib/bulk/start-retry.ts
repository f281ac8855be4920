import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { JobKind, StepState, StepTarget } from '@/lib/db/tables/jobs';
import { renewRequests } from '@/lib/doorcodes/renew-requests';
import { DeskError } from '@/lib/errors';
import { isSeenJob, type JobRow } from '@/lib/jobs/data';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import type { PlannedStep } from '@/lib/jobs/plan';
import { retriableStates } from '@/lib/jobs/retriable-states';
import type { RetryPlan } from '@/lib/jobs/schema';

/** Steps that a file names may also be skipped ones: a person has chosen them. */
function statesOf(job: { kind: JobKind; retry_of: string | null }, only: RetryPlan['only']): StepState[] {
  return only ? ['failed', 'skipped'] : retriableStates(job.kind, job.retry_of !== null);
}

const requestOf = sql<string>`job_step.target ->> 'requestId'`;

/** The steps that a retry would do again, in order. Null if this account has no such job. */
export async function retryable(
  scope: Scope,
  { jobId, only }: RetryPlan,
): Promise<{ targets: StepTarget[]; job: Pick<JobRow, 'kind' | 'params'> } | null> {
  const job = await ownJob(scope, jobId);
  if (!job) return null;
  let steps = getDb()
    .selectFrom('job_step')
    .select('target')
    .where('job_id', '=', jobId)
    .where('state', 'in', statesOf(job, only))
    .where('retried_by', 'is', null);
  if (only) steps = steps.where(requestOf, '=', sql<string>`any(${only}::text[])`);
  const rows = await steps.orderBy('position').execute();
  return { targets: rows.map(({ target }) => target), job };
}

/** The steps of finished jobs that ask for these doorcodes, made none, and were not tried again. */
export async function readUnmade(
  scope: Scope,
  requests: readonly string[],
): Promise<{ requestId: string; jobId: string; gid: string; channel: number }[]> {
  const rows = await getDb()
    .selectFrom('job_step')
    .innerJoin('job', 'job.id', 'job_step.job_id')
    .select(['job_step.target', 'job.id'])
    .where('job.workspace_id', '=', scope.workspaceId)
    .where(isSeenJob(scope))
    .where('job.kind', '=', 'issue-doorcodes')
    .where('job.state', 'in', ['done', 'cancelled'])
    .where('job_step.state', 'in', ['failed', 'skipped'])
    .where('job_step.retried_by', 'is', null)
    .where(requestOf, '=', sql<string>`any(${requests}::text[])`)
    .execute();
  return rows.map(({ id, target: { requestId = '', gid, channel } }) => ({
    ...{ requestId, jobId: id },
    ...{ gid, channel },
  }));
}

/** Starts a new job for the failed steps that were not retried yet. Each step first checks whether its change has arrived. */
export async function startRetry(
  scope: Scope,
  { jobId, only }: RetryPlan,
  requestKey: string,
): Promise<string> {
  const known = await jobOfRequest(scope, requestKey);
  if (known) return known;
  const job = await ownJob(scope, jobId);
  if (!job) throw new DeskError('not-found');
  return startJob(
    scope,
    { kind: job.kind, params: job.params, steps: [] },
    {
      requestKey,
      retryOf: jobId,
      before: async (trx, retryId) => {
        const states = statesOf(job, only);
        const targets = await claimSteps(trx, scope, { jobId, retryId, states, only });
        if (targets.length === 0 || (only && targets.length !== new Set(only).size))
          throw new DeskError('conflict');
        const renewed = await renewRequests(
          trx,
          scope,
          targets.flatMap(({ requestId }) => requestId ?? []),
        );
        return targets.map((target): PlannedStep => {
          const requestId = target.requestId && renewed.get(target.requestId);
          return { target: { ...target, ...(requestId ? { requestId } : {}) }, verdict: 'change' };
        });
      },
    },
  );
}

/** One statement, so that the second of two simultaneous retries finds nothing left. */
async function claimSteps(
  trx: Db,
  scope: Scope,
  {
    jobId,
    retryId,
    states,
    only,
  }: { jobId: string; retryId: string; states: string[]; only: RetryPlan['only'] },
): Promise<StepTarget[]> {
  const { rows } = await sql<{ position: number; target: StepTarget }>`
    update job_step set retried_by = ${retryId}
    from job
    where job.id = ${jobId} and job.workspace_id = ${scope.workspaceId} and job.state in ('done', 'cancelled')
      and job_step.job_id = job.id and job_step.state = any(${states}::text[]) and job_step.retried_by is null
      and (${only ?? null}::text[] is null or ${requestOf} = any(${only ?? null}::text[]))
    returning job_step.position, job_step.target`.execute(trx);
  return rows.toSorted((one, other) => one.position - other.position).map(({ target }) => target);
}

function ownJob(scope: Scope, jobId: string) {
  return getDb()
    .selectFrom('job')
    .select(['kind', 'params', 'retry_of'])
    .where('workspace_id', '=', scope.workspaceId)
    .where(isSeenJob(scope))
    .where('id', '=', jobId)
    .executeTakeFirst();
}

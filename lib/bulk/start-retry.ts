import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { JobParams, StepTarget } from '@/lib/db/tables/jobs';
import { renewRequests } from '@/lib/doorcodes/renew-requests';
import { DeskError } from '@/lib/errors';
import { jobOfRequest, startJob } from '@/lib/jobs/mutations';
import type { PlannedStep } from '@/lib/jobs/plan';
import { retriableStates } from '@/lib/jobs/retriable-states';

export async function retryable(
  scope: Scope,
  jobId: string,
): Promise<{ targets: StepTarget[]; doorcode: JobParams['doorcode'] } | null> {
  const job = await ownJob(scope, jobId);
  if (!job) return null;
  const steps = await getDb()
    .selectFrom('job_step')
    .select('target')
    .where('job_id', '=', jobId)
    .where('state', 'in', retriableStates(job.kind, job.retry_of !== null))
    .where('retried_by', 'is', null)
    .orderBy('position')
    .execute();
  return { targets: steps.map(({ target }) => target), doorcode: job.params.doorcode };
}

/** Starts a new job for the failed steps that were not retried yet. Each step first checks whether its change has arrived. */
export async function startRetry(scope: Scope, jobId: string, requestKey: string): Promise<string> {
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
        const states = retriableStates(job.kind, job.retry_of !== null);
        const targets = await claimSteps(trx, scope, { jobId, retryId, states });
        if (targets.length === 0) throw new DeskError('conflict');
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
  { jobId, retryId, states }: { jobId: string; retryId: string; states: string[] },
): Promise<StepTarget[]> {
  const { rows } = await sql<{ position: number; target: StepTarget }>`
    update job_step set retried_by = ${retryId}
    from job
    where job.id = ${jobId} and job.workspace_id = ${scope.workspaceId} and job.state in ('done', 'cancelled')
      and job_step.job_id = job.id and job_step.state = any(${states}::text[]) and job_step.retried_by is null
    returning job_step.position, job_step.target`.execute(trx);
  return rows.toSorted((one, other) => one.position - other.position).map(({ target }) => target);
}

function ownJob(scope: Scope, jobId: string) {
  return getDb()
    .selectFrom('job')
    .select(['kind', 'params', 'retry_of'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', jobId)
    .executeTakeFirst();
}

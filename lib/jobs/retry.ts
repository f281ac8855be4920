import type { Scope } from '@/lib/auth/scope';
import { type Db, getDb } from '@/lib/db/client';
import type { StepTarget } from '@/lib/db/tables/jobs';
import { DeskError } from '@/lib/errors';
import { handlers } from './handlers';
import { jobOfRequest, startJob } from './mutations';
import type { PlannedStep } from './preview';

/** The steps of a finished job that may be tried again, and whether each takes something away. */
export async function retryable(
  scope: Scope,
  jobId: string,
): Promise<{ targets: StepTarget[]; revokes: boolean } | null> {
  const job = await ownJob(scope, jobId);
  if (!job) return null;
  // What is unknown is tried again only where the new job can look first and harm nothing by arriving twice.
  const states = handlers[job.kind].repeatable ? (['failed', 'unknown'] as const) : (['failed'] as const);
  const steps = await getDb()
    .selectFrom('job_step')
    .select('target')
    .where('job_id', '=', jobId)
    .where('state', 'in', states)
    .orderBy('position')
    .execute();
  const revokes = job.kind !== 'assign-masters' && job.kind !== 'issue-doorcodes';
  return { targets: steps.map(({ target }) => target), revokes };
}

/**
 * A new job of what failed in a finished one; the old one stays as it ended. Each step looks first whether its change
 * has arrived after all.
 */
export async function retryJob(scope: Scope, jobId: string, requestKey: string): Promise<string> {
  const known = await jobOfRequest(scope, requestKey);
  if (known) return known;
  const [job, again] = await Promise.all([ownJob(scope, jobId), retryable(scope, jobId)]);
  if (!job || !again) throw new DeskError('not-found');
  if (job.state !== 'done' && job.state !== 'cancelled') throw new DeskError('conflict');
  if (again.targets.length === 0) throw new DeskError('conflict');
  const renewed = new Map(
    again.targets.flatMap(({ requestId }) => (requestId ? [[requestId, crypto.randomUUID()] as const] : [])),
  );
  const steps = again.targets.map((target): PlannedStep => {
    const requestId = target.requestId && renewed.get(target.requestId);
    return { target: { ...target, ...(requestId ? { requestId } : {}) }, verdict: 'change' };
  });
  return startJob(
    scope,
    { kind: job.kind, params: job.params, steps },
    {
      requestKey,
      retryOf: jobId,
      before: (trx) => renewRequests(trx, scope, requestKey, renewed),
    },
  );
}

/** A doorcode that was not made is asked for anew by a request of its own: the old one keeps its outcome. */
async function renewRequests(
  trx: Db,
  scope: Scope,
  batch: string,
  renewed: ReadonlyMap<string, string>,
): Promise<void> {
  if (renewed.size === 0) return;
  const old = await trx
    .selectFrom('doorcode_request')
    .select(['id', 'gid', 'channel', 'name', 'lock_ids', 'from_wall', 'to_wall', 'to_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', 'in', [...renewed.keys()])
    .execute();
  await trx
    .insertInto('doorcode_request')
    .values(
      old.map((request) => ({
        ...request,
        id: renewed.get(request.id) ?? crypto.randomUUID(),
        workspace_id: scope.workspaceId,
        batch,
        lock_ids: JSON.stringify(request.lock_ids),
        state: 'asked' as const,
        code: null,
        picture_url: null,
        doorcode_id: null,
        known_before: JSON.stringify(null),
        session_id: scope.sessionId,
        actor: scope.actor,
        sent_at: null,
        read_at: null,
        next_try_at: null,
      })),
    )
    .execute();
}

function ownJob(scope: Scope, jobId: string) {
  return getDb()
    .selectFrom('job')
    .select(['kind', 'state', 'params'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', jobId)
    .executeTakeFirst();
}

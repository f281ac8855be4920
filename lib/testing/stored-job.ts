import { randomUUID } from 'node:crypto';
import type { Scope } from '../auth/scope';
import { getDb } from '../db/client';
import type { JobKind, JobParams, JobState } from '../db/tables/jobs';
import type { ErrorCode } from '../errors';

/** A job that no worker runs. Returns its id. */
export async function storeJob(
  { workspaceId, account, actor, role, sessionId }: Scope,
  job: { kind: JobKind; state: JobState; params?: JobParams; waitCode?: ErrorCode; paused?: boolean },
): Promise<string> {
  const { id } = await getDb()
    .insertInto('job')
    .values({
      ...{ workspace_id: workspaceId, kind: job.kind, state: job.state, actor, account, role },
      ...{ params: JSON.stringify(job.params ?? {}), session_id: sessionId, request_key: randomUUID() },
      ...{ retry_of: null, wait_code: job.waitCode ?? null, paused: job.paused ?? false },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

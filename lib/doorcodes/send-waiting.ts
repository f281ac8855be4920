import type { Selectable } from 'kysely';
import { refuseDoorcode } from '@/lib/abilities/doorcodes';
import { type Scope, scopeForWork, scopeToRead } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import type { DoorcodeRequestTable } from '@/lib/db/tables/jobs';
import { type ErrorCode, isConnectionMissing, isListHindrance, isPasswordRefused } from '@/lib/errors';
import { keepRequest, noConnection, openRequest } from './request-state';
import { lacksConnection, waitsAt } from './requests';
import { lostAfterMs } from './retry-rules';
import { sendDoorcode } from './verbs';

/** How soon a connection that works again is noticed. */
const lookAgainMs = 30_000;

type Waiting = Selectable<DoorcodeRequestTable>;

/**
 * For the worker's sweep, in all workspaces: sends codes that were ordered without a connection, once there is one or the
 * vendor account signs in (`resumeJobs`). Each is taken by one process. Codes whose period is over are not made.
 */
export async function sendWaitingRequests(): Promise<void> {
  const now = databaseDate();
  await getDb()
    .updateTable('doorcode_request')
    .set({ state: 'failed', next_try_at: null })
    .where('state', '=', 'asked')
    .where('code', '=', noConnection)
    .where('to_at', '<=', now)
    .modifyEnd(everyWorkspace)
    .execute();
  const due = await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(databaseNow() + lostAfterMs) })
    .where('id', 'in', (from) =>
      from
        .selectFrom('doorcode_request as waiting')
        .select('waiting.id')
        .where('waiting.state', '=', 'asked')
        .where('waiting.code', '=', noConnection)
        .where(({ or, and, eb, exists, selectFrom }) =>
          or([
            eb('waiting.next_try_at', '<=', now),
            and([
              eb('waiting.next_try_at', 'is', null),
              exists(
                selectFrom('connection')
                  .select('connection.id')
                  .whereRef('connection.workspace_id', '=', 'waiting.workspace_id')
                  .where('connection.state', '=', 'connected'),
              ),
            ]),
          ]),
        )
        .orderBy('waiting.asked_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .modifyEnd(everyWorkspace)
    .execute();
  // One that fails must not stop the others. It comes due again.
  await Promise.allSettled(due.map(sendWaiting));
}

async function sendWaiting(waiting: Waiting): Promise<void> {
  const {
    id: requestId,
    session_id: sessionId,
    workspace_id: workspaceId,
    actor,
    member_id: memberId,
  } = waiting;
  const scope = await scopeForWork({ sessionId, workspaceId, actor, memberId });
  if (!scope || lacksConnection(scope)) return wait(waiting, null);
  // It comes due again at the time that was set when it was taken. Nothing is tried, so the log has no entry.
  if (scope.inDoubt) return;
  if (waiting.connection_id === null && waitsAt(scope, waiting))
    return wait(waiting, new Date(databaseNow() + lookAgainMs));
  await send(scope, waiting, requestId);
}

async function send(scope: Scope, waiting: Waiting, requestId: string): Promise<void> {
  const result = await sendDoorcode({ ctx: { scope, priority: 'job' }, input: { requestId } });
  const code = result.ok ? result.data.code : result.code;
  const soon = new Date(databaseNow() + lostAfterMs);
  // Its connection was paused, or the person lost the right, after the list was read: it was not sent.
  const isCut = code === 'cloud-disconnected' || code === 'cloud-right-lost';
  if (isCut && !(await hasLostRight(scope, waiting))) return wait(waiting, soon);
  if (isCut) return fail(waiting, stoppedWith(scope));
  if (isConnectionMissing(code) || isPasswordRefused(code) || isListHindrance(code))
    return wait(waiting, soon);
  if (result.ok) return;
  const lost = await hasLostRight(scope, waiting);
  await fail(waiting, lost ? stoppedWith(scope) : result.code);
}

async function fail(waiting: Waiting, code: ErrorCode): Promise<void> {
  await keepRequest(openRequest(waiting), { state: 'failed', code, next_try_at: null });
}

/** The account may still make it, so the reason is the person who ordered it. Otherwise the room has left, for example. */
async function hasLostRight(scope: Scope, at: Waiting): Promise<boolean> {
  return (
    refuseDoorcode(scope, at, 'issue') !== null &&
    refuseDoorcode(await scopeToRead(scope), at, 'issue') === null
  );
}

function stoppedWith({ member }: Scope): ErrorCode {
  return member ? 'member-stopped' : 'vendor-closed';
}

/** Until `until`; null: until there is a connection. One that was sent meanwhile stays as it is. */
async function wait({ workspace_id, id }: Waiting, until: Date | null): Promise<void> {
  await getDb()
    .updateTable('doorcode_request')
    .set({ code: noConnection, next_try_at: until })
    .where('workspace_id', '=', workspace_id)
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .execute();
}

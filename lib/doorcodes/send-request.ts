import { setTimeout as delay } from 'node:timers/promises';
import { accountMayDoorcode } from '@/lib/abilities/doorcodes';
import type { VerbPriority } from '@/lib/abilities/verb';
import { scopeFor } from '@/lib/auth/choose-caller';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope, scopeForWork, scopeToRead } from '@/lib/auth/scope';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { readBackDelays } from '@/lib/changes/retry-rules';
import { getDb } from '@/lib/db/client';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { doorcodeDigests, openPicture } from '@/lib/db/vault/doorcode-secret';
import { storableText } from '@/lib/devices/storable-text';
import { isVendorError } from '@/lib/doordeer/errors';
import type { VendorDoorcode, WallTime } from '@/lib/doordeer/words';
import { type ErrorCode, errorCodeOf, isListHindrance, isPasswordRefused } from '@/lib/errors';
import { markIssued } from '@/lib/readings/mark-done';
import { readDoorcodes } from '@/lib/readings/refresh-room';
import { type Asked, digestIdentity, findByDifference, findByPicture, fits, newSince } from './match-listed';
import {
  type DoorcodeRequest,
  keepRequest,
  noConnection,
  openRequest,
  type RequestChange,
} from './request-state';
import { firstLookAfterMs, lostAfterMs, nextLook, patienceMs } from './retry-rules';

/** Sends 10004 once, and reads back. It stores the list first: after a lost answer, that tells the new code from older ones. */
export async function sendRequest(
  everything: Scope,
  requestId: string,
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const request = await findRequest(everything, requestId);
  if (!request) return { state: 'failed', code: 'not-found' };
  if (request.state !== 'asked') return outcomeOf(request);
  const scope = scopeOfRequest(everything, request);
  const before = await readDoorcodes(scope, request, { priority });
  if (before.state === 'failed') return keepUnsent(request, before.errorCode, priority);
  if (request.retry_of !== null) {
    // A retry is sent only if the code is missing, so not while that is unknown.
    if (before.state !== 'ok') return keepUnsent(request, before.errorCode, priority);
    const made = await findMade(scope, request, before.value);
    if (made) {
      return { ...(await confirm(request, made, before.askedAt)), already: true };
    }
  }

  const known =
    before.state === 'ok' ? before.value.map((code) => digestIdentity(scope.workspaceId, code)) : null;
  const sending = await claim(request, { known, connectionId: scope.connectionId });
  // Another process has just begun to send it.
  if (!sending) return lookForRequest(scope, requestId, priority);
  try {
    const { pictureUrl } = await getDoordeer().call(
      'createDoorcode',
      {
        account: scope.account,
        password: callerOf(scope).password,
        gid: request.gid,
        channel: request.channel,
        lockIds: request.lock_ids,
        name: request.name,
        from: wallOf(request.from_wall),
        to: wallOf(request.to_wall),
      },
      { priority, by: scope, at: request },
    );
    await keep(sending, {
      state: 'confirming',
      picture_url: pictureUrl,
      next_try_at: new Date(databaseNow() + firstLookAfterMs),
    });
    return lookAgain(scope, { ...sending, state: 'confirming', picture_url: pictureUrl }, priority);
  } catch (error) {
    if (!isVendorError(error)) throw error;
    const code = errorCodeOf(error);
    if (error.outcome === 'rejected') return keepUnsent(sending, code, priority);
    await keep(sending, { state: 'unknown', code, next_try_at: new Date(databaseNow() + firstLookAfterMs) });
    return lookAfterLoss(scope, { ...sending, state: 'unknown', code }, priority);
  }
}

/** Through the connection that it was asked through: no other one's list has its code. */
export function scopeOfRequest(
  scope: Scope,
  request: Pick<DoorcodeRequest, 'gid' | 'channel' | 'connection_id'>,
): Scope {
  return scopeFor(scope, request, { may: accountMayDoorcode, chosen: request.connection_id });
}

/** Only the last look may decide "not listed": a cloud of several machines may show a code a moment late. */
async function lookAfterLoss(
  scope: Scope,
  request: DoorcodeRequest,
  priority: VerbPriority,
): Promise<ChangeOutcome> {
  let outcome = await lookAgain(scope, request, priority, { early: true });
  for (const [index, pause] of readBackDelays.ms.entries()) {
    if (outcome.state !== 'unknown' || !isProofOfAbsence(request)) return outcome;
    await delay(pause);
    outcome = await lookAgain(scope, request, priority, { early: index < readBackDelays.ms.length - 1 });
  }
  return outcome;
}

/** Reads back a request that may have been sent. Sends nothing. */
export async function lookForRequest(
  scope: Scope,
  requestId: string,
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const request = await findRequest(scope, requestId);
  if (!request) return { state: 'failed', code: 'not-found' };
  if (request.state === 'asked') return keep(request, { state: 'failed', code: 'cloud-aborted' });
  if (request.state === 'confirmed' || request.state === 'failed') return outcomeOf(request);
  return lookAgain(scopeOfRequest(scope, request), request, priority);
}

async function lookAgain(
  scope: Scope,
  request: DoorcodeRequest,
  priority: VerbPriority,
  { early = false } = {},
): Promise<ChangeOutcome> {
  const reading = await readDoorcodes(scope, request, { priority });
  const next_try_at = nextLook(request);
  if (reading.state !== 'ok') return keep(request, { next_try_at });
  const read_at = reading.askedAt;

  const found = find(reading.value, request, await rivalsOf(request));
  if (typeof found === 'object') {
    const doorcode_id = await idOfCode(scope, request, found);
    // A newer list no longer has the code. Look again instead of pointing at nothing.
    if (!doorcode_id) return keep(request, { read_at, next_try_at });
    return confirm(request, { ...found, doorcode_id }, read_at);
  }
  if (found === 'none' && !early && isProofOfAbsence(request)) {
    return keep(request, {
      state: 'failed',
      code: request.code ?? 'outcome-unknown',
      read_at,
      next_try_at: null,
    });
  }
  return keep(request, {
    state: request.state === 'confirming' ? 'confirming' : 'unknown',
    read_at,
    next_try_at,
  });
}

type Made = Pick<VendorDoorcode, 'pictureUrl'> & { doorcode_id: string };

async function confirm(request: DoorcodeRequest, made: Made, read_at: Date): Promise<ChangeOutcome> {
  await markIssued(request.workspace_id, made.doorcode_id);
  return keep(request, {
    state: 'confirmed',
    code: null,
    picture_url: made.pictureUrl,
    doorcode_id: made.doorcode_id,
    read_at,
    next_try_at: null,
  });
}

/** A fitting code that was not there before the first try. One that no other request has comes first. */
async function findMade(
  scope: Scope,
  request: DoorcodeRequest,
  listed: readonly VendorDoorcode[],
): Promise<Made | null> {
  const isNew = newSince(request.workspace_id, request.known_before);
  const fitting = listed.filter((code) => code.usable && fits(code, askedOf(request)) && isNew(code));
  if (fitting.length === 0) return null;
  const taken = new Set((await rivalsOf(request)).map((rival) => rival.doorcode_id));
  const made: Made[] = [];
  for (const code of fitting) {
    const doorcode_id = await idOfCode(scope, request, code);
    if (doorcode_id) made.push({ pictureUrl: code.pictureUrl, doorcode_id });
  }
  return made.find(({ doorcode_id }) => !taken.has(doorcode_id)) ?? made[0] ?? null;
}

type Rival = Pick<DoorcodeRequest, 'state' | 'picture_url' | 'doorcode_id'>;

/** Requests for the same thing at the same place. A new code that fits may be theirs. */
async function rivalsOf(request: DoorcodeRequest): Promise<Rival[]> {
  const rows = await getDb()
    .selectFrom('doorcode_request')
    .select(['id', 'workspace_id', 'state', 'sealed_picture', 'doorcode_id'])
    .where('workspace_id', '=', request.workspace_id)
    .where('gid', '=', request.gid)
    .where('channel', '=', request.channel)
    .where('name', '=', request.name)
    .where('from_wall', '=', request.from_wall)
    .where('to_wall', '=', request.to_wall)
    .where('id', '<>', request.id)
    .where('state', 'in', ['sending', 'confirming', 'confirmed', 'unknown'])
    .execute();
  return rows.map((row) => ({ ...row, picture_url: openPicture(row, row.sealed_picture) }));
}

function find(codes: readonly VendorDoorcode[], request: DoorcodeRequest, rivals: readonly Rival[]) {
  const asked = askedOf(request);
  if (request.picture_url !== null) return findByPicture(codes, request.picture_url, asked) ?? 'unlisted';
  const left = codes.filter(
    (code) =>
      !rivals.some((rival) => rival.picture_url !== null && findByPicture([code], rival.picture_url, asked)),
  );
  const found = findByDifference(
    left,
    { workspaceId: request.workspace_id, knownBefore: request.known_before },
    asked,
  );
  // The new code may still turn out to be another request's, so no request gets it yet.
  const contested = rivals.some((rival) => rival.picture_url === null);
  return contested && typeof found === 'object' ? 'several' : found;
}

function askedOf(request: DoorcodeRequest): Asked {
  return {
    name: request.name,
    lockIds: request.lock_ids,
    from: request.from_wall,
    to: request.to_wall,
  };
}

/** Whether "not listed" proves that the code was not made. After a time-out, or if our process died, only after `patienceMs`. */
function isProofOfAbsence(request: DoorcodeRequest): boolean {
  const mayStillCome =
    request.code === null || request.code === 'cloud-timeout' || request.code === 'cloud-aborted';
  return !mayStillCome || databaseNow() - (request.sent_at?.getTime() ?? 0) > patienceMs;
}

/** False if the process died before it sent the request. Then it may be sent. */
export async function wasSent(scope: Scope, requestId: string): Promise<boolean> {
  return (await findRequest(scope, requestId))?.state !== 'asked';
}

/** For the worker's sweep, in all workspaces. Each due request is taken by one process. */
export async function lookForDueRequests(): Promise<void> {
  const due = await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: new Date(databaseNow() + lostAfterMs) })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('doorcode_request')
        .select('id')
        .where('next_try_at', '<=', databaseDate())
        // Those are sent, not looked for: see `send-waiting.ts`.
        .where(({ or, eb }) => or([eb('state', '<>', 'asked'), eb('code', 'is distinct from', noConnection)]))
        .orderBy('next_try_at')
        .limit(10)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'session_id', 'workspace_id', 'actor', 'member_id'])
    .modifyEnd(everyWorkspace)
    .execute();
  // One failed look must not stop the others. It comes due again.
  await Promise.allSettled(due.map(lookForDue));
}

async function lookForDue(
  due: Pick<DoorcodeRequest, 'id' | 'session_id' | 'workspace_id' | 'actor' | 'member_id'>,
): Promise<void> {
  const { session_id: sessionId, workspace_id: workspaceId, actor, member_id: memberId } = due;
  const scope = await scopeForWork({ sessionId, workspaceId, actor, memberId });
  if (scope) {
    // It waits for its next time, which was set when it was taken.
    if (scope.inDoubt) return;
    // Also when the person who ordered it has lost the right: the code may open a door.
    await lookForRequest(await scopeToRead(scope), due.id, 'job');
    return;
  }
  // No session and no connection can ask. It waits until the same account signs in again (resumeJobs).
  await getDb()
    .updateTable('doorcode_request')
    .set({ next_try_at: null })
    .where('workspace_id', '=', due.workspace_id)
    .where('id', '=', due.id)
    .execute();
}

export async function findRequest(scope: Scope, requestId: string): Promise<DoorcodeRequest | undefined> {
  const row = await getDb()
    .selectFrom('doorcode_request')
    .selectAll()
    .where('workspace_id', '=', scope.workspaceId)
    .where('id', '=', requestId)
    .executeTakeFirst();
  return row && openRequest(row);
}

/** From here on it counts as sent, even if this process dies now. Only one claim succeeds. */
async function claim(
  request: DoorcodeRequest,
  { known, connectionId }: { known: string[] | null; connectionId: string },
): Promise<DoorcodeRequest | undefined> {
  const now = databaseDate();
  const row = await getDb()
    .updateTable('doorcode_request')
    .set({
      state: 'sending',
      code: null,
      connection_id: connectionId,
      sent_at: now,
      known_before: JSON.stringify(known),
      next_try_at: new Date(now.getTime() + lostAfterMs),
    })
    .where('workspace_id', '=', request.workspace_id)
    .where('id', '=', request.id)
    .where('state', '=', 'asked')
    .returningAll()
    .executeTakeFirst();
  return row && openRequest(row);
}

/** Certainly not made. What only hinders sending for now does not settle the request: it may be sent later. */
async function keepUnsent(
  request: DoorcodeRequest,
  code: ErrorCode,
  priority: VerbPriority,
): Promise<ChangeOutcome> {
  const isHindered = isPasswordRefused(code) || isListHindrance(code) || code === 'cloud-disconnected';
  if (priority === 'job') {
    // The job waits with its step, and `send-waiting.ts` with its request.
    const state = isHindered || code === 'cloud-right-lost' ? 'asked' : 'failed';
    await keep(request, { state, code, next_try_at: null });
  } else if (isHindered) {
    await keep(request, {
      state: 'asked',
      code: noConnection,
      next_try_at: new Date(databaseNow() + lostAfterMs),
    });
  } else await keep(request, { state: 'failed', code, next_try_at: null });
  return { state: 'failed', code };
}

async function keep(request: DoorcodeRequest, change: RequestChange): Promise<ChangeOutcome> {
  return outcomeOf(await keepRequest(request, change));
}

/** Undefined if a newer reading has already ended the code. */
async function idOfCode(
  scope: Scope,
  request: DoorcodeRequest,
  code: VendorDoorcode,
): Promise<string | undefined> {
  const wall = (time: WallTime | null) => time && `${time.date} ${time.time}`;
  const row = await getDb()
    .selectFrom('doorcode')
    .select('id')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', request.gid)
    .where('channel', '=', request.channel)
    .where('connection_id', 'is not distinct from', scope.connectionId)
    .where('digest', 'in', doorcodeDigests(scope.workspaceId, storableText(code.digits)))
    .where('from_wall', 'is not distinct from', wall(code.from))
    .where('to_wall', 'is not distinct from', wall(code.to))
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}

/** `confirming` means that the cloud did it, but it is not verified. */
function outcomeOf(request: DoorcodeRequest): ChangeOutcome {
  const readAt = request.read_at ? { readAt: request.read_at } : {};
  const code = request.code ? { code: request.code } : {};
  if (request.state === 'confirmed') return { state: 'verified', ...readAt };
  if (request.state === 'confirming') return { state: 'unverified', ...code, ...readAt };
  if (request.state === 'failed') {
    const found = request.read_at ? ({ found: 'not-there' } as const) : {};
    return { state: 'failed', ...code, ...readAt, ...found };
  }
  return { state: 'unknown', code: request.code ?? 'outcome-unknown', ...readAt };
}

function wallOf(text: string): WallTime {
  const [date = '', time = ''] = text.split(' ');
  return { date, time };
}

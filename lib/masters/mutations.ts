import type { VerbPriority } from '@/lib/abilities/verb';
import { getDoordeer } from '@/lib/auth/cloud-client';
import type { Scope } from '@/lib/auth/scope';
import { type Look, lookBack, makeChange } from '@/lib/changes/make-change';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { isSameAccount, lookAt } from '@/lib/changes/read-back';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import type { ChannelRef, Outcome } from '@/lib/readings/outcome';
import { readMaster } from '@/lib/readings/refresh-room';

/**
 * Makes `master` the room's master at one door (10005). Where there is one already it is left alone: whether 10005
 * would put another in his place the document does not say, and replacing is a change of its own (10006).
 */
export async function assignMaster(
  scope: Scope,
  at: ChannelRef,
  { master }: { master: string },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const before = await readMaster(scope, at, { priority });
  const blind = blindness(before);
  if (blind) return { state: 'failed', code: blind };
  if (before.state === 'ok' && before.value !== null) {
    if (isSameAccount(before.value, master)) return alreadySo(before);
    return { state: 'failed', code: 'conflict', readAt: before.askedAt };
  }
  // That "failure" may also be a passing one: whoever was master when it was last known is not put out by it.
  if (before.state === 'failed') {
    const known = await lastKnownMaster(scope, at);
    if (known !== null && !isSameAccount(known, master)) return { state: 'failed', code: before.errorCode };
  }
  // A manager may be allowed to assign and yet not to look (10013 answers "not a landlord account").
  return makeChange({
    send: () => getDoordeer().call('assignMaster', { ...about(scope, at), master }, { priority }),
    look: () => lookNow(scope, at, master, priority),
  });
}

/** Puts `master` in the place of the room's master at one door (10006); where there is none, assigns (10005). */
export async function replaceMaster(
  scope: Scope,
  at: ChannelRef,
  { master }: { master: string },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const before = await readMaster(scope, at, { priority });
  const blind = blindness(before);
  if (blind) return { state: 'failed', code: blind };
  if (before.state === 'ok' && before.value !== null && isSameAccount(before.value, master)) {
    return alreadySo(before);
  }
  const vacant = before.state === 'ok' && before.value === null;
  const input = { ...about(scope, at), master };
  return makeChange({
    send: () =>
      vacant
        ? getDoordeer().call('assignMaster', input, { priority })
        : getDoordeer().call('changeMaster', { ...input, action: 'replace' }, { priority }),
    look: () => lookNow(scope, at, master, priority),
  });
}

/**
 * Takes the room away from its master at one door (10006, which wants his account named). `expected` is whom the person
 * saw when deciding; if another has become master since, he keeps the room and the outcome says so.
 */
export async function removeMaster(
  scope: Scope,
  at: ChannelRef,
  { expected }: { expected?: string | undefined } = {},
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const before = await readMaster(scope, at, { priority });
  const blind = blindness(before);
  if (blind) return { state: 'failed', code: blind };
  if (before.state === 'ok' && before.value === null) return alreadySo(before);
  const master = before.state === 'ok' ? before.value : expected;
  if (!master) return { state: 'failed', code: before.state === 'ok' ? 'not-found' : before.errorCode };
  if (expected && !isSameAccount(master, expected)) {
    return { state: 'failed', code: 'conflict', readAt: before.askedAt };
  }
  return makeChange({
    send: () =>
      getDoordeer().call('changeMaster', { ...about(scope, at), action: 'remove', master }, { priority }),
    look: () => lookNow(scope, at, null, priority),
  });
}

/** After an interruption: is `master` (null: nobody) the room's master now? Reads only. */
export function lookForMaster(
  scope: Scope,
  at: ChannelRef,
  master: string | null,
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  return lookBack(() => lookNow(scope, at, master, priority));
}

async function lookNow(
  scope: Scope,
  at: ChannelRef,
  wanted: string | null,
  priority: VerbPriority,
): Promise<Look> {
  return lookAt(await readMaster(scope, at, { priority }), (found) =>
    wanted === null ? found === null : found !== null && isSameAccount(found, wanted),
  );
}

/**
 * Why nothing may be sent: the room could not be looked up. A cloud that says "failure" (2) has answered, though: clouds
 * say so of a room without a master, or to whom they do not tell, and the change itself is theirs to allow or refuse.
 */
function blindness(reading: Outcome<string | null>): ErrorCode | null {
  return reading.state === 'failed' && reading.errorCode !== 'refused-failure' ? reading.errorCode : null;
}

async function lastKnownMaster(scope: Scope, { gid, channel }: ChannelRef): Promise<string | null> {
  const reading = await getDb()
    .selectFrom('master_reading')
    .select('master')
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .where('channel', '=', channel)
    .executeTakeFirst();
  return reading?.master ?? null;
}

function alreadySo(reading: Outcome<unknown>): ChangeOutcome {
  return { state: 'verified', already: true, readAt: reading.askedAt };
}

function about(scope: Scope, { gid, channel }: ChannelRef) {
  return { account: scope.account, password: scope.password, gid, channel };
}

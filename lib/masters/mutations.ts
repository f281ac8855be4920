import type { VerbPriority } from '@/lib/abilities/verb';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { type Look, lookBack, makeChange } from '@/lib/changes/make-change';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { isSameAccount, lookAt } from '@/lib/changes/read-back';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { markMaster } from '@/lib/readings/mark-done';
import type { ChannelRef, Outcome } from '@/lib/readings/outcome';
import { readMaster } from '@/lib/readings/refresh-room';

/** One door (10005). A room with a master stays as it is: only 10006 is documented to replace. */
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
  // The failure may be temporary. It must not replace the last known master.
  if (before.state === 'failed') {
    const known = await lastKnownMaster(scope, at);
    if (known !== null && !isSameAccount(known, master)) return { state: 'failed', code: before.errorCode };
  }
  // A manager may be allowed to assign but not to look (10013 answers "not a landlord account").
  return makeChange({
    send: () =>
      getDoordeer().call('assignMaster', { ...about(scope, at), master }, { priority, by: scope, at }),
    look: () => lookNow(scope, at, master, priority),
    markDone: (since) => markMaster(placeOf(scope, at), { master, since }),
  });
}

/** One door (10006). A room without a master is assigned instead (10005). `expected`: as for `removeMaster`. */
export async function replaceMaster(
  scope: Scope,
  at: ChannelRef,
  { master, expected }: { master: string; expected?: string | undefined },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  const before = await readMaster(scope, at, { priority });
  const blind = blindness(before);
  if (blind) return { state: 'failed', code: blind };
  if (before.state === 'ok' && before.value !== null && isSameAccount(before.value, master)) {
    return alreadySo(before);
  }
  if (expected && before.state === 'ok' && before.value !== null && !isSameAccount(before.value, expected)) {
    return { state: 'failed', code: 'conflict', readAt: before.askedAt };
  }
  const vacant = before.state === 'ok' && before.value === null;
  const input = { ...about(scope, at), master };
  return makeChange({
    send: () =>
      vacant
        ? getDoordeer().call('assignMaster', input, { priority, by: scope, at })
        : getDoordeer().call('changeMaster', { ...input, action: 'replace' }, { priority, by: scope, at }),
    look: () => lookNow(scope, at, master, priority),
    markDone: (since) => markMaster(placeOf(scope, at), { master, since }),
  });
}

/** One door (10006). `expected` is whom the person saw. Another master keeps the room, and the outcome says so. */
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
      getDoordeer().call(
        'changeMaster',
        { ...about(scope, at), action: 'remove', master },
        { priority, by: scope, at },
      ),
    look: () => lookNow(scope, at, null, priority),
    markDone: (since) => markMaster(placeOf(scope, at), { master: null, since }),
  });
}

/** After an interruption: whether `master` (null: none) is the room's master now. Reads only. */
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
 * Why nothing may be sent. "Failure" (2) does not count: clouds answer it for a room without a master, or to
 * unentitled accounts.
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

function placeOf({ workspaceId }: Scope, { gid, channel }: ChannelRef) {
  return { workspaceId, gid, channel };
}

function about(scope: Scope, { gid, channel }: ChannelRef) {
  const { account, password } = callerOf(scope);
  return { account, password, gid, channel };
}

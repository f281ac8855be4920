import type { VerbPriority } from '@/lib/abilities/verb';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { type Look, lookBack, makeChange } from '@/lib/changes/make-change';
import type { ChangeOutcome } from '@/lib/changes/outcome';
import { isSameAccount, lookAt } from '@/lib/changes/read-back';
import { markShare } from '@/lib/readings/mark-done';
import type { ChannelRef } from '@/lib/readings/outcome';
import { readShares } from '@/lib/readings/refresh-room';

/** One door (10007). "Already shared" is not a failure. */
export function addShare(
  scope: Scope,
  at: ChannelRef,
  { subMaster }: { subMaster: string },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  return makeChange({
    send: () =>
      getDoordeer().call('addShare', { ...about(scope, at), subMaster }, { priority, by: scope, at }),
    look: () => lookNow(scope, at, { subMaster, listed: true }, priority),
    markDone: (since) => markShare(placeOf(scope, at), { subMaster, listed: true, since }),
    alreadyReasons: ['already-shared'],
  });
}

/** One door (10008). "No such share" is not a failure. */
export function removeShare(
  scope: Scope,
  at: ChannelRef,
  { subMaster }: { subMaster: string },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  return makeChange({
    send: () =>
      getDoordeer().call('removeShare', { ...about(scope, at), subMaster }, { priority, by: scope, at }),
    look: () => lookNow(scope, at, { subMaster, listed: false }, priority),
    markDone: (since) => markShare(placeOf(scope, at), { subMaster, listed: false, since }),
    alreadyReasons: ['no-such-share'],
  });
}

/** Whether the share is there (`listed`) or gone, after a change that may have been sent. Reads only. */
export function lookForShare(
  scope: Scope,
  at: ChannelRef,
  wanted: { subMaster: string; listed: boolean },
  priority: VerbPriority = 'person',
): Promise<ChangeOutcome> {
  return lookBack(() => lookNow(scope, at, wanted, priority));
}

async function lookNow(
  scope: Scope,
  at: ChannelRef,
  wanted: { subMaster: string; listed: boolean },
  priority: VerbPriority,
): Promise<Look> {
  const reading = await readShares(scope, at, { priority });
  return lookAt(
    reading,
    (accounts) => accounts.some((account) => isSameAccount(account, wanted.subMaster)) === wanted.listed,
  );
}

function placeOf({ workspaceId }: Scope, { gid, channel }: ChannelRef) {
  return { workspaceId, gid, channel };
}

function about(scope: Scope, { gid, channel }: ChannelRef) {
  const { account, password } = callerOf(scope);
  return { account, password, gid, channel };
}

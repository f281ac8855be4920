import { accountMayDoorcode, mayDoorcode } from '@/lib/abilities/doorcodes';
import { accountMayMaster, mayMaster } from '@/lib/abilities/masters';
import { accountMayShare, mayShare } from '@/lib/abilities/shares';
import type { At, Who } from '@/lib/abilities/who';
import { callersAt, type MayThrough } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import type { ScopeChannel } from '@/lib/devices/channel';
import type { ChannelRef } from './outcome';

/** Each costs one vendor call per channel. */
export type Fact = 'master' | 'shares' | 'doorcodes';

/** What is asked for in one go. `connectionId`: whose doorcodes; null: master and shares are the same through all. */
export type Task = ChannelRef & { fact: Fact; connectionId: string | null };

/** What this person may know of the room at this door. */
export function factsFor(who: Who, at: At): Fact[] {
  const facts: Fact[] = [];
  if (mayMaster(who, at, 'see')) facts.push('master');
  if (mayShare(who, at, 'see')) facts.push('shares');
  if (mayDoorcode(who, at, 'see')) facts.push('doorcodes');
  return facts;
}

/** What can be asked for now, for this person. Each account has doorcodes of its own. */
export function tasksAt(scope: Scope, at: ScopeChannel): Task[] {
  const { gid, channel } = at;
  return factsFor(scope, at).flatMap((fact): Task[] => {
    if (fact !== 'doorcodes')
      return isReached(scope, at, fact) ? [{ gid, channel, fact, connectionId: null }] : [];
    return codeConnections(scope, at).map((connectionId) => ({ gid, channel, fact, connectionId }));
  });
}

/** False: the only connections that list the room are paused or parked, and others go on. */
function isReached(scope: Scope, at: ScopeChannel, fact: 'master' | 'shares'): boolean {
  if (!scope.isMerged || scope.callers.length === 0) return true;
  const may: MayThrough = fact === 'master' ? accountMayMaster : (account) => accountMayShare(account, 'see');
  return callersAt(scope, at, may).length > 0;
}

function codeConnections(scope: Scope, at: ScopeChannel): string[] {
  if (!scope.isMerged) return [scope.connectionId];
  return callersAt(scope, at, accountMayDoorcode).map(({ connectionId }) => connectionId);
}

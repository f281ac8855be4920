import { accountMayRoom } from '@/lib/abilities/rooms';
import { scopeFor } from '@/lib/auth/choose-caller';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { hasRight } from '@/lib/auth/prove-right';
import { callerOf, type Scope } from '@/lib/auth/scope';
import { DeskError } from '@/lib/errors';

/** Throws DeskError `no-connection` or `connection-stopped` where nothing can ask. */
export function throughToReveal(scope: Scope, at: { gid: string; channel: number }): Scope {
  return callerOf(scopeFor(scope, at, { may: (account) => accountMayRoom(account, 'reveal') }));
}

/** Asks the cloud (10002): Doordesk never stores it. Null if there is none. `not-found` if the channel has gone. */
export async function readFixedPassword(
  scope: Scope,
  at: { gid: string; channel: number },
): Promise<string | null> {
  const through = throughToReveal(scope, at);
  const { account, password, role } = callerOf(through);
  const { channels } = await getDoordeer().call(
    'listChannels',
    { account, password, role },
    { via: through },
  );
  // The answer may have taken seconds.
  if (!(await hasRight(scope, { at, needs: 'reveal' }))) throw new DeskError('not-allowed');
  const listed = channels.find(({ gid, channel }) => gid === at.gid && channel === at.channel);
  if (!listed) throw new DeskError('not-found');
  return listed.fixedPassword?.reveal() || null;
}

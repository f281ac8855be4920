import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Account, type At, someAccount, type Who } from './who';

export type RoomAction = 'see' | 'refresh' | 'reveal';

/** The fixed password opens the door permanently, so sub-masters do not see it, although the cloud sends it to them. */
export function accountMayRoom({ role, relation }: Account, action: RoomAction): boolean {
  if (action !== 'reveal' || role === 'manager') return true;
  return relation === 'landlord' || relation === 'master' || relation === 'landlord-and-master';
}

export function mayRoom(who: Who, at: At, action: RoomAction): boolean {
  const { buildingName } = at;
  if (!someAccount(who, at, (account) => accountMayRoom(account, action))) return false;
  return action !== 'reveal' || mayIn(who, buildingName, 'reveal');
}

export function refuseRoom(
  scope: Scope,
  at: { gid: string; channel: number },
  action: RoomAction,
): ErrorCode | null {
  const own = channelOf(scope, at);
  if (!own) return 'not-found';
  return mayRoom(scope, own, action) ? null : 'not-allowed';
}

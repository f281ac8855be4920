import { channelOf, type Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type RoomAction = 'see' | 'refresh' | 'reveal';

/** The fixed password opens the door permanently, so sub-masters do not see it, although the cloud sends it to them. */
export function mayRoom(role: Role, relation: Relation, action: RoomAction): boolean {
  if (action !== 'reveal' || role === 'manager') return true;
  return relation === 'landlord' || relation === 'master' || relation === 'landlord-and-master';
}

export function refuseRoom(
  scope: Scope,
  at: { gid: string; channel: number },
  action: RoomAction,
): ErrorCode | null {
  const own = channelOf(scope, at);
  if (!own) return 'not-found';
  return mayRoom(scope.role, own.relation, action) ? null : 'not-allowed';
}

import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

/** docs/vendor.md, "Who may do what". */
export function mayRegister(role: Role, relation: Relation): boolean {
  if (role === 'manager') return true;
  return role === 'landlord' && (relation === 'landlord' || relation === 'landlord-and-master');
}

export function refuseRegister(scope: Scope): ErrorCode | null {
  if (scope.role === 'manager') return null;
  return scope.channels.some(({ relation }) => mayRegister(scope.role, relation)) ? null : 'not-allowed';
}

export function refuseRoom(scope: Scope, roomKey: string): ErrorCode | null {
  const channels = scope.channels.filter((channel) => channel.roomKey === roomKey);
  if (channels.length === 0) return 'not-found';
  return channels.some(({ relation }) => mayRegister(scope.role, relation)) ? null : 'not-allowed';
}

import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type DoorcodeAction = 'see' | 'issue' | 'revoke';

/** docs/vendor.md, "Who may do what". The action makes no difference: the cloud lists to each account only its own codes. */
export function mayDoorcode(role: Role, relation: Relation, _action: DoorcodeAction): boolean {
  if (role === 'manager') return true;
  return relation === 'master' || relation === 'landlord-and-master' || relation === 'sub-master';
}

export function refuseDoorcode(
  scope: Scope,
  at: { gid: string; channel: number },
  action: DoorcodeAction,
): ErrorCode | null {
  const own = scope.channels.find((entry) => entry.gid === at.gid && entry.channel === at.channel);
  if (!own) return 'not-found';
  return mayDoorcode(scope.role, own.relation, action) ? null : 'not-allowed';
}

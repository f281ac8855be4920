import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type DoorcodeAction = 'see' | 'issue' | 'revoke';

/**
 * Managers, room masters and sub-masters (docs/vendor.md, "Who may do what"). A landlord who is not the room's master
 * creates none. The action makes no difference: the cloud lists to each account only the codes that it made itself.
 */
export function mayDoorcode(role: Role, relation: Relation, _action: DoorcodeAction): boolean {
  if (role === 'manager') return true;
  return relation === 'master' || relation === 'landlord-and-master' || relation === 'sub-master';
}

/** Why `scope` may not do this at one channel: it is none of his, or his relation to it does not allow it. */
export function refuseDoorcode(
  scope: Scope,
  at: { gid: string; channel: number },
  action: DoorcodeAction,
): ErrorCode | null {
  const own = scope.channels.find((entry) => entry.gid === at.gid && entry.channel === at.channel);
  if (!own) return 'not-found';
  return mayDoorcode(scope.role, own.relation, action) ? null : 'not-allowed';
}

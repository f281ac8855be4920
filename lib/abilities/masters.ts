import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type MasterAction = 'see' | 'assign' | 'replace' | 'remove';

/**
 * A manager in all rooms, a landlord in rooms they own (docs/vendor.md, "Who may do what"). An account that may assign
 * may also replace and remove (docs/decisions/027-who-may-change-masters.md), so the action makes no difference here.
 */
export function mayMaster(role: Role, relation: Relation, _action: MasterAction): boolean {
  if (role === 'manager') return true;
  if (role === 'landlord') return relation === 'landlord' || relation === 'landlord-and-master';
  return false;
}

/** Why `scope` may not do this at one channel: it is none of his, or his relation to it does not allow it. */
export function refuseMaster(
  scope: Scope,
  at: { gid: string; channel: number },
  action: MasterAction,
): ErrorCode | null {
  const own = scope.channels.find((entry) => entry.gid === at.gid && entry.channel === at.channel);
  if (!own) return 'not-found';
  return mayMaster(scope.role, own.relation, action) ? null : 'not-allowed';
}

import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type MasterAction = 'see' | 'assign' | 'replace' | 'remove';

/** docs/vendor.md, "Who may do what". Who assigns may also replace and remove (docs/decisions/027-who-may-change-masters.md). */
export function mayMaster(role: Role, relation: Relation, _action: MasterAction): boolean {
  if (role === 'manager') return true;
  if (role === 'landlord') return relation === 'landlord' || relation === 'landlord-and-master';
  return false;
}

export function refuseMaster(
  scope: Scope,
  at: { gid: string; channel: number },
  action: MasterAction,
): ErrorCode | null {
  const own = scope.channels.find((entry) => entry.gid === at.gid && entry.channel === at.channel);
  if (!own) return 'not-found';
  return mayMaster(scope.role, own.relation, action) ? null : 'not-allowed';
}

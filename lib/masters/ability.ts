import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type MasterAction = 'see' | 'assign' | 'replace' | 'remove';

/** Section 1 of the design: a manager assigns; whose relation is landlord assigns, replaces and removes. */
export function mayMaster(role: Role, relation: Relation, action: MasterAction): boolean {
  if (role === 'manager') return action === 'see' || action === 'assign';
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

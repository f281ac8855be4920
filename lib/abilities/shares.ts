import type { Scope } from '../auth/scope';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';

export type ShareAction = 'see' | 'add' | 'remove';

/** docs/vendor.md, "Who may do what": a landlord only sees shares. */
export function mayShare(role: Role, relation: Relation, action: ShareAction): boolean {
  if (role === 'manager') return true;
  if (relation === 'master' || relation === 'landlord-and-master') return true;
  return role === 'landlord' && relation === 'landlord' && action === 'see';
}

export function refuseShare(
  scope: Scope,
  at: { gid: string; channel: number },
  action: ShareAction,
): ErrorCode | null {
  const own = scope.channels.find((entry) => entry.gid === at.gid && entry.channel === at.channel);
  if (!own) return 'not-found';
  return mayShare(scope.role, own.relation, action) ? null : 'not-allowed';
}

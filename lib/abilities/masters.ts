import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { Relation, Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import type { At, Who } from './who';

export type MasterAction = 'see' | 'assign' | 'replace' | 'remove';

/** docs/vendor.md, "Who may do what". Who assigns may also replace and remove (docs/decisions/027-who-may-change-masters.md). */
function accountMay(role: Role, relation: Relation): boolean {
  if (role === 'manager') return true;
  return role === 'landlord' && (relation === 'landlord' || relation === 'landlord-and-master');
}

export function mayMaster(who: Who, { relation, buildingName }: At, action: MasterAction): boolean {
  if (!accountMay(who.role, relation)) return false;
  return mayIn(who, buildingName, 'masters') || (action === 'see' && mayIn(who, buildingName, 'people'));
}

export function refuseMaster(
  scope: Scope,
  at: { gid: string; channel: number },
  action: MasterAction,
): ErrorCode | null {
  const own = channelOf(scope, at);
  if (!own) return 'not-found';
  return mayMaster(scope, own, action) ? null : 'not-allowed';
}

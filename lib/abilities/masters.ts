import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Account, type At, someAccount, type Who } from './who';

export type MasterAction = 'see' | 'assign' | 'replace' | 'remove';

/** docs/vendor.md, "Who may do what". Who assigns may also replace and remove (docs/decisions/027-who-may-change-masters.md). */
export function accountMayMaster({ role, relation }: Account): boolean {
  if (role === 'manager') return true;
  return role === 'landlord' && (relation === 'landlord' || relation === 'landlord-and-master');
}

export function mayMaster(who: Who, at: At, action: MasterAction): boolean {
  const { buildingName } = at;
  if (!someAccount(who, at, accountMayMaster)) return false;
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

import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Account, type At, someAccount, type Who } from './who';

export type ShareAction = 'see' | 'add' | 'remove';

/** docs/vendor.md, "Who may do what": a landlord only sees shares. */
export function accountMayShare({ role, relation }: Account, action: ShareAction): boolean {
  if (role === 'manager') return true;
  if (relation === 'master' || relation === 'landlord-and-master') return true;
  return role === 'landlord' && relation === 'landlord' && action === 'see';
}

export function mayShare(who: Who, at: At, action: ShareAction): boolean {
  const { buildingName } = at;
  if (!someAccount(who, at, (account) => accountMayShare(account, action))) return false;
  return mayIn(who, buildingName, 'masters') || (action === 'see' && mayIn(who, buildingName, 'people'));
}

export function refuseShare(
  scope: Scope,
  at: { gid: string; channel: number },
  action: ShareAction,
): ErrorCode | null {
  const own = channelOf(scope, at);
  if (!own) return 'not-found';
  return mayShare(scope, own, action) ? null : 'not-allowed';
}

import { mayIn } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Account, type At, someAccount, type Who } from './who';

/** `show`: the digits and the picture, which open the door. */
export type DoorcodeAction = 'see' | 'show' | 'issue' | 'revoke';

/** docs/vendor.md, "Who may do what". The action makes no difference: the cloud lists to each account only its own codes. */
export function accountMayDoorcode({ role, relation }: Account): boolean {
  if (role === 'manager') return true;
  return relation === 'master' || relation === 'landlord-and-master' || relation === 'sub-master';
}

/** A code's name is a person's, so who sees people sees codes, without their digits. */
export function mayDoorcode(who: Who, at: At, action: DoorcodeAction): boolean {
  const { buildingName } = at;
  if (!someAccount(who, at, accountMayDoorcode)) return false;
  return mayIn(who, buildingName, 'doorcodes') || (action === 'see' && mayIn(who, buildingName, 'people'));
}

export function refuseDoorcode(
  scope: Scope,
  at: { gid: string; channel: number },
  action: DoorcodeAction,
): ErrorCode | null {
  const own = channelOf(scope, at);
  if (!own) return 'not-found';
  return mayDoorcode(scope, own, action) ? null : 'not-allowed';
}

import { mayEverywhere, mayIn } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import { type Account, type At, someAccount, type Who } from './who';

/** docs/vendor.md, "Who may do what". */
function accountMay({ role, relation }: Account): boolean {
  if (role === 'manager') return true;
  return role === 'landlord' && (relation === 'landlord' || relation === 'landlord-and-master');
}

/** Whether entries of this room are seen. Verbs that change them `need` the capability `registers`. */
export function mayRegister(who: Who, at: At): boolean {
  const { buildingName } = at;
  if (!someAccount(who, at, accountMay)) return false;
  return mayIn(who, buildingName, 'people') || mayIn(who, buildingName, 'registers');
}

/** Also entries without a room, and of rooms that are gone. */
export function seesWholeRegister(who: Who): boolean {
  return who.role === 'manager' && (mayEverywhere(who, 'people') || mayEverywhere(who, 'registers'));
}

export function refuseRegister(scope: Scope): ErrorCode | null {
  if (seesWholeRegister(scope)) return null;
  return scope.channels.some((channel) => mayRegister(scope, channel)) ? null : 'not-allowed';
}

export function refuseRoom(scope: Scope, roomKey: string): ErrorCode | null {
  const channels = scope.channels.filter((channel) => channel.roomKey === roomKey);
  if (channels.length === 0) return 'not-found';
  return channels.some((channel) => mayRegister(scope, channel)) ? null : 'not-allowed';
}

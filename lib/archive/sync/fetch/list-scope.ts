import { callersAt, scopeFor } from '@/lib/auth/choose-caller';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';

const anyAccount = () => true;

/** Through the connection that leads at this room, or at the door for a room that no list has. */
export function scopeOfList(scope: Scope, { gid, channel }: { gid: string; channel: number | null }): Scope {
  if (!scope.isMerged) return scope;
  const here = devicesOf(scope).filter((one) => one.gid === gid);
  const at =
    here.find((one) => one.channel === channel) ?? here.find((one) => canReadList(scope, one)) ?? here[0];
  return at ? scopeFor(scope, at, { may: anyAccount }) : scope;
}

/** Whether a connection that lists this room can be called now: it is not paused, parked, removed or in doubt. */
export function canReadList(scope: Scope, at: { gid: string; channel: number }): boolean {
  return callersAt(scope, at, anyAccount).some(({ inDoubt }) => !inDoubt);
}

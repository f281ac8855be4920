import { scopeFor } from '@/lib/auth/choose-caller';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';

/** Through the connection that leads at this room, or at the door for a room that no list has. */
export function scopeOfList(scope: Scope, { gid, channel }: { gid: string; channel: number | null }): Scope {
  if (!scope.isMerged) return scope;
  const here = devicesOf(scope).filter((one) => one.gid === gid);
  const at = here.find((one) => one.channel === channel) ?? here[0];
  return at ? scopeFor(scope, at, { may: () => true }) : scope;
}

import { callersAt, scopeThrough } from '@/lib/auth/choose-caller';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';

const anyAccount = () => true;

/**
 * The scope that a door's events are read with. A manager's connection reads the whole door. Otherwise each room is read
 * through a connection that lists it. Null: none of them can be called now.
 */
export function scopeOfDoor(scope: Scope, gid: string): Scope | null {
  if (!scope.isMerged) return scope;
  const callers = devicesOf(scope).flatMap((channel) =>
    channel.gid === gid ? callersAt(scope, channel, anyAccount).filter(({ inDoubt }) => !inDoubt) : [],
  );
  const [first] = callers;
  if (!first) return null;
  const manager = callers.find(({ role }) => role === 'manager');
  if (manager) return scopeThrough(scope, manager);
  if (new Set(callers.map(({ connectionId }) => connectionId)).size === 1) return scopeThrough(scope, first);
  const { account, role, connectionId } = first;
  return {
    ...scope,
    account,
    role,
    connectionId,
    channels: scope.channels.filter(
      (channel) => channel.gid !== gid || callersAt(scope, channel, anyAccount).length > 0,
    ),
  };
}

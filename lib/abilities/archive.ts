import { gidsOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';

/** A door that is not this account's is "not found", whether or not it exists. Another answer would reveal which doors exist. */
export function refuseEvents(
  scope: StandingScope,
  asked: { door: readonly string[]; room: readonly string[] },
): ErrorCode | null {
  const doors = new Set(gidsOf(scope));
  const rooms = new Set(scope.channels.map((channel) => channel.roomKey));
  const foreign = asked.door.some((gid) => !doors.has(gid)) || asked.room.some((room) => !rooms.has(room));
  return foreign ? 'not-found' : null;
}

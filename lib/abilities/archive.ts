import { gidsOf, type StandingScope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';

/**
 * May this person ask about these doors and rooms? One that is not his is "not found", whether or not it exists: the
 * difference would tell a stranger which doors there are.
 */
export function refuseEvents(
  scope: StandingScope,
  asked: { door: readonly string[]; room: readonly string[] },
): ErrorCode | null {
  const doors = new Set(gidsOf(scope));
  const rooms = new Set(scope.channels.map((channel) => channel.roomKey));
  const foreign = asked.door.some((gid) => !doors.has(gid)) || asked.room.some((room) => !rooms.has(room));
  return foreign ? 'not-found' : null;
}

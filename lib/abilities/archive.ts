import { mayIn, maySomewhere } from '@/lib/auth/grants';
import { gidsOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';
import type { ErrorCode } from '@/lib/errors';
import type { At } from './who';

/** A door that is not this account's is "not found", whether or not it exists. Another answer would reveal which doors exist. */
export function refuseEvents(
  scope: StandingScope,
  asked: { door: readonly string[]; room: readonly string[]; building?: readonly string[] },
): ErrorCode | null {
  const mayRead = ({ buildingName }: Pick<At, 'buildingName'>) =>
    mayIn(scope, buildingName, 'events-of-today');
  const doors = new Set(
    gidsOf({ channels: scope.channels.filter(mayRead), cameras: scope.cameras.filter(mayRead) }),
  );
  const rooms = new Set(scope.channels.filter(mayRead).map((channel) => channel.roomKey));
  // To a member an empty list would say that nothing happened there. A vendor account may ask for a building it had.
  const hidden = scope.grants !== null && asked.building?.some((name) => !mayRead({ buildingName: name }));
  const foreign = asked.door.some((gid) => !doors.has(gid)) || asked.room.some((room) => !rooms.has(room));
  if (foreign || hidden) return 'not-found';
  return maySomewhere(scope, 'events-of-today') ? null : 'not-allowed';
}

import { mayIn } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';

type Filter = { building: readonly string[]; door: readonly string[]; room: readonly string[] };

/** The buildings that a file of events is about, sorted. Null: all, also those that come later. */
export function exportedBuildings(scope: StandingScope, { building, door, room }: Filter): string[] | null {
  const devices = devicesOf(scope).filter(({ buildingName }) =>
    mayIn(scope, buildingName, 'events-of-today'),
  );
  const asked = devices.filter(
    ({ buildingName, gid, roomKey }) =>
      (building.length === 0 || building.includes(buildingName)) &&
      (door.length === 0 || door.includes(gid)) &&
      (room.length === 0 || room.includes(roomKey)),
  );
  const isNarrowed = building.length + door.length + room.length > 0;
  const names = [...new Set(asked.map(({ buildingName }) => buildingName))].sort();
  const isWhole = scope.grants === null || scope.grants.everywhere.includes('events');
  return (isWhole && !isNarrowed) || names.length === 0 ? null : names;
}

import { mayIn } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';

type Filter = { building: readonly string[]; door: readonly string[]; room: readonly string[] };
type Place = { gid: string; buildingName: string };

/**
 * The buildings that a file of events is about, sorted. Null: all, also those that come later. Events keep the building
 * where they happened, so the buildings that a door served before count too.
 */
export async function exportedBuildings(
  scope: StandingScope,
  { building, door, room }: Filter,
): Promise<string[] | null> {
  const devices = devicesOf(scope);
  const isNarrowed = building.length + door.length + room.length > 0;
  const isWhole = scope.grants === null || scope.grants.everywhere.includes('events');
  if (isWhole && !isNarrowed) return null;
  const rooms = devices.filter(({ roomKey }) => room.length === 0 || room.includes(roomKey));
  const doorsOfRooms = new Set(rooms.map(({ gid }) => gid));
  const former = await readFormerPlaces(scope.workspaceId);
  const places: Place[] = [
    ...rooms,
    ...former.filter(({ gid }) => room.length === 0 || doorsOfRooms.has(gid)),
  ];
  const asked = places.filter(
    ({ buildingName, gid }) =>
      mayIn(scope, buildingName, 'events-of-today') &&
      (building.length === 0 || building.includes(buildingName)) &&
      (door.length === 0 || door.includes(gid)),
  );
  const names = [...new Set(asked.map(({ buildingName }) => buildingName))].sort();
  return names.length === 0 ? null : names;
}

async function readFormerPlaces(workspaceId: string): Promise<Place[]> {
  return getDb()
    .selectFrom('former_building')
    .select(['gid', 'building_name as buildingName'])
    .where('workspace_id', '=', workspaceId)
    .union(
      getDb()
        .selectFrom('room_channel')
        .select(['gid', 'building_name as buildingName'])
        .where('workspace_id', '=', workspaceId)
        .where('present', '=', false),
    )
    .execute();
}

import { cache } from 'react';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorPlaces } from '@/lib/places/data';
import { hidesEvents } from '../access/visible-events';
import { readArchiveState } from './state';

/** A door with records that are not shown, how many, and why. */
export type WithheldDoor = {
  gid: string;
  label: string;
  building: string;
  count: number;
  because: 'same' | 'unproven';
};

/** The doors with events that the cloud lists and this person is not shown. Read once per page. */
export const readWithheld = cache(async (scope: Scope): Promise<WithheldDoor[]> => {
  if (scope.role === 'manager' || hidesEvents(scope) || !(await mayWithhold(scope))) return [];
  const withheld = (await readArchiveState(scope)).filter((door) => door.withheld !== null);
  if (withheld.length === 0) return [];
  const places = new Map((await readDoorPlaces(scope)).map((place) => [place.gid, place]));
  return withheld.map(({ gid, withheld: count, withheldBecause }) => {
    const building = places.get(gid)?.buildingName ?? '';
    return {
      gid,
      building,
      label: nameInBuilding(places.get(gid)?.door ?? gid, building),
      count: count ?? 0,
      because: withheldBecause ?? 'same',
    };
  });
});

/** The gids of these doors. When no event of theirs is shown, there may still be some. */
export async function readWithheldGids(scope: Scope): Promise<ReadonlySet<string>> {
  return new Set((await readWithheld(scope)).map(({ gid }) => gid));
}

/** Is there a door whose rooms are not proven separate? If not, the archive need not be counted. */
async function mayWithhold({ workspaceId }: Scope): Promise<boolean> {
  const door = await getDb()
    .selectFrom('event_door')
    .select('gid')
    .where('workspace_id', '=', workspaceId)
    .where('rooms_apart', 'in', ['same', 'unproven'])
    .limit(1)
    .executeTakeFirst();
  return door !== undefined;
}

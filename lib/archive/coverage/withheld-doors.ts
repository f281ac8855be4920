import { cache } from 'react';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorPlaces } from '@/lib/places/data';
import { hidesEvents, seesWholeDoors } from '../access/visible-events';
import { readArchiveState } from './state';

export type WithheldDoor = {
  gid: string;
  label: string;
  building: string;
  count: number;
  because: 'same' | 'unproven';
};

/** Doors with events that the cloud lists and this person does not see. Read once per page. */
export const readWithheld = cache(async (scope: Scope): Promise<WithheldDoor[]> => {
  if (seesWholeDoors(scope) || hidesEvents(scope) || !(await mayWithhold(scope))) return [];
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

export async function readWithheldGids(scope: Scope): Promise<ReadonlySet<string>> {
  return new Set((await readWithheld(scope)).map(({ gid }) => gid));
}

/** If no door has unproven rooms, the archive need not be counted. */
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

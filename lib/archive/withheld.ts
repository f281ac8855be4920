import { cache } from 'react';
import type { Scope } from '@/lib/auth/scope';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorPlaces } from '@/lib/jobs/places';
import { readArchiveState } from './state';

/** A door at which the cloud does not tell rooms apart, and how many of its records are therefore not shown. */
export type WithheldDoor = { gid: string; label: string; building: string; count: number };

/** The doors of which a person is not shown any event. Once per page. */
export const readWithheld = cache(async (scope: Scope): Promise<WithheldDoor[]> => {
  if (scope.role === 'manager') return [];
  const withheld = (await readArchiveState(scope)).filter((door) => door.withheld !== null);
  if (withheld.length === 0) return [];
  const places = new Map((await readDoorPlaces(scope)).map((place) => [place.gid, place]));
  return withheld.map(({ gid, withheld: count }) => {
    const building = places.get(gid)?.buildingName ?? '';
    return {
      gid,
      building,
      label: nameInBuilding(places.get(gid)?.door ?? gid, building),
      count: count ?? 0,
    };
  });
});

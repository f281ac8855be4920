import { cache } from 'react';
import type { Scope } from '@/lib/auth/scope';
import { nameInBuilding } from '@/lib/devices/door-names';
import { readDoorPlaces } from '@/lib/jobs/places';
import { readArchiveState } from './state';

/** A door some of whose records are not shown, how many, and why. */
export type WithheldDoor = {
  gid: string;
  label: string;
  building: string;
  count: number;
  because: 'same' | 'unproven';
};

/** The doors of which a person is not shown every event that the cloud lists. Once per page. */
export const readWithheld = cache(async (scope: Scope): Promise<WithheldDoor[]> => {
  if (scope.role === 'manager') return [];
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

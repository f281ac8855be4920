'use server';

import { after } from 'next/server';
import { refuseBuilding } from '@/lib/abilities/buildings';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { isInsideNext } from '@/lib/auth/request';
import { defineAction } from '@/lib/http/action';
import { buildingHref } from '@/lib/places/building-address';
import { chooseZone, saveBuildingDetails, saveDoorDetails } from './mutations';
import { buildingDetailsInput, buildingZoneInput, doorDetailsInput } from './schema';

export const saveBuildingDetailsAction = defineAction({
  name: 'buildings.details',
  input: buildingDetailsInput,
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'keep-details'),
  subject: ({ building }) => building,
  run: ({ scope, input }) => saveBuildingDetails(scope, input),
  revalidate: ({ building }) => ['/buildings', buildingHref(building)],
});

export const chooseZoneAction = defineAction({
  name: 'buildings.zone',
  input: buildingZoneInput,
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'choose-zone'),
  subject: ({ building, zone }) => `${building} · ${zone || '—'}`,
  run: async ({ scope, input }) => {
    const doors = await chooseZone(scope, input);
    // The archive notices by itself whenever it next reads a door; this only makes that soon.
    if (isInsideNext()) after(() => freshenQuietly(scope, { doors, anyway: true }));
  },
  revalidate: ({ building }) => ['/', '/buildings', buildingHref(building), '/doorcodes', '/events'],
});

export const saveDoorDetailsAction = defineAction({
  name: 'doors.details',
  input: doorDetailsInput,
  ability: (scope, { gid }) => refuseBuilding(scope, { gid }, 'keep-details'),
  subject: ({ gid }) => gid,
  run: ({ scope, input }) => saveDoorDetails(scope, input),
  revalidate: ['/buildings'],
});

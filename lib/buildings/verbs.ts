import { after } from 'next/server';
import { refuseBuilding } from '@/lib/abilities/buildings';
import { defineVerb } from '@/lib/abilities/verb';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { isInsideNext } from '@/lib/auth/request';
import { readDoorPlaces } from '@/lib/places/data';
import * as write from './mutations';
import { buildingDetailsInput, buildingZoneInput, doorDetailsInput } from './schema';

export const saveBuildingDetails = defineVerb({
  name: 'buildings.details',
  whileInDoubt: 'member',
  input: buildingDetailsInput,
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'keep-details'),
  subject: ({ building }) => building,
  run: ({ scope, input }) => write.saveBuildingDetails(scope, input),
});

export const chooseZone = defineVerb({
  name: 'buildings.zone',
  whileInDoubt: 'member',
  input: buildingZoneInput,
  ability: (scope, { building }) => refuseBuilding(scope, { building }, 'choose-zone'),
  subject: ({ building, zone }) => `${building} · ${zone || '—'}`,
  run: async ({ scope, input }) => {
    const doors = await write.chooseZone(scope, input);
    // The archive would notice the new zone when it next reads a door. This makes it soon.
    if (isInsideNext()) after(() => freshenQuietly(scope, { doors, anyway: true }));
  },
});

export const saveDoorDetails = defineVerb({
  name: 'doors.details',
  whileInDoubt: 'member',
  input: doorDetailsInput,
  ability: (scope, { gid }) => refuseBuilding(scope, { gid }, 'keep-details'),
  subject: async ({ gid }, scope) =>
    (await readDoorPlaces(scope)).find((place) => place.gid === gid)?.door ?? gid,
  run: ({ scope, input }) => write.saveDoorDetails(scope, input),
});

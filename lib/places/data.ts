import { sql } from 'kysely';
import { cache } from 'react';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { StepTarget } from '@/lib/db/tables/jobs';
import type { ScopeChannel } from '@/lib/devices/channel';
import { nameInBuilding } from '@/lib/devices/door-names';
import { pairOf } from '@/lib/devices/pair-key';
import { readDoorNames } from '@/lib/devices/read-door-names';
import type { Zone } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import type { Lock } from '@/lib/doordeer/words';

export type Place = ScopeChannel & {
  /** The door's own name in Doordesk, or else its default name, which ends with its building if it serves only one. */
  door: string;
  doorHere: string;
  /** As a person named it. Null: the door has its default name, which repeats its locks. */
  givenDoor: string | null;
  locks: Lock[];
  zone: Zone;
};

/** Cached, so that each page loads it once. */
export const readPlaces = cache(
  async (scope: Scope): Promise<Place[]> => (await readDoorPlaces(scope)).slice(0, scope.channels.length),
);

/** The places of flats, then the cameras that belong to no flat: for lists of doors. */
export const readDoorPlaces = cache((scope: Scope): Promise<Place[]> => placesOf(scope, devicesOf(scope)));

export type DoorWords = ReadonlyMap<string, readonly string[]>;
export const readDoorWords = cache(async (scope: Scope): Promise<DoorWords> => {
  const [named, places] = await Promise.all([readDoorNames(scope.workspaceId), readDoorPlaces(scope)]);
  const doors = Map.groupBy(places, ({ gid }) => gid);
  return new Map(
    [...doors].map(([gid, places]) => {
      const aliases = places.flatMap(({ locks }) => locks.map(({ alias }) => alias));
      return [gid, [...new Set([...(named.get(gid)?.words ?? [gid]), ...aliases])]];
    }),
  );
});

async function placesOf(scope: Scope, channels: readonly ScopeChannel[]): Promise<Place[]> {
  const [zones, doors, locks] = await Promise.all([
    readZones(scope.workspaceId),
    readDoorNames(scope.workspaceId),
    getDb()
      .selectFrom('room_channel')
      .select(['gid', 'channel', 'locks'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('present', '=', true)
      .where('gid', '=', sql<string>`any(${[...new Set(channels.map(({ gid }) => gid))]}::text[])`)
      .execute(),
  ]);
  const locksOf = new Map(locks.map((row) => [pairOf(row), row.locks]));
  return channels.map((channel) => {
    const named = doors.get(channel.gid);
    const door = named?.name ?? channel.gid;
    return {
      ...channel,
      door,
      doorHere: nameInBuilding(door, channel.buildingName),
      givenDoor: named?.given ?? null,
      locks: locksOf.get(pairOf(channel)) ?? [],
      zone: zones.ofChannel(channel),
    };
  });
}

/** No building in the filter means all. */
export function inBuildings<T extends Pick<Place, 'buildingName'>>(
  places: readonly T[],
  names: readonly string[],
): T[] {
  return places.filter(({ buildingName }) => names.length === 0 || names.includes(buildingName));
}

/** Words, so that a step stays readable when the place is gone. */
export function targetAt(place: Place): StepTarget {
  return {
    gid: place.gid,
    channel: place.channel,
    roomKey: place.roomKey,
    building: place.buildingName,
    unit: place.unitLabel,
    door: place.doorHere,
  };
}

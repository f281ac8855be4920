import { accountMayDoorcode, mayDoorcode } from '@/lib/abilities/doorcodes';
import { optionsAt, type ThroughOptions } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import type { Zone } from '@/lib/devices/time-zone';
import type { Lock } from '@/lib/doordeer/words';
import { readPlaces } from '@/lib/places/data';
import { compareNames } from '@/lib/text/order-key';
import { waitsAt } from './requests';

export type FormRoom = {
  roomKey: string;
  building: string;
  unit: string;
  zone: Zone;
  doors: { gid: string; channel: number; door: string; locks: Lock[] }[];
  /** The connections that a code may be asked for through, if there is a choice. */
  through: ThroughOptions;
  /** No connection can make codes here now. Those that are ordered wait for one. */
  waits: boolean;
};

export async function loadFormRooms(scope: Scope): Promise<FormRoom[]> {
  const places = (await readPlaces(scope)).filter((place) => mayDoorcode(scope, place, 'issue'));
  const flats = [...Map.groupBy(places, (place) => place.roomKey).values()];
  return flats
    .flatMap(([first, ...others]) =>
      first
        ? [
            {
              roomKey: first.roomKey,
              building: first.buildingName,
              unit: first.unitLabel,
              zone: first.zone,
              waits: waitsAt(scope, first),
              through: optionsAt(scope, [first, ...others], accountMayDoorcode),
              doors: [first, ...others].map(({ gid, channel, doorHere: door, locks }) => ({
                gid,
                channel,
                door,
                locks,
              })),
            },
          ]
        : [],
    )
    .sort((one, other) => compareNames(one.building, other.building) || compareNames(one.unit, other.unit));
}

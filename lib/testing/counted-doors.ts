import type { Cloud } from '../simulator/cloud/cloud';
import { addBuilding, arrive, forget } from '../simulator/control/alter-world';

/** Doors whose lists are short: `channels` of each door by its gid. Each room has `eventsPerRoom` events. */
export const counted = { doors: 3, roomsPerDoor: 24, eventsPerRoom: 5 };

export const countedBuildings = Array.from({ length: counted.doors }, (_, door) => `Counted ${door}`);

export function addCountedDoors(cloud: Cloud, landlord: string): Map<string, number[]> {
  const channelsOf = new Map<string, number[]>();
  for (const name of countedBuildings) {
    const made = addBuilding(cloud, {
      name,
      rooms: counted.roomsPerDoor,
      doors: 1,
      timezone: 8,
      days: 1,
      visitsPerDay: 0,
      landlord,
    });
    const gid = made[0]?.door.gid ?? '';
    const channels = made.map(({ channel }) => channel);
    forget(cloud, gid, 0);
    channelsOf.set(gid, channels);
    for (let nth = 0; nth < counted.eventsPerRoom; nth++)
      arrive(
        cloud,
        gid,
        channels.map((channel, room) => ({
          type: 3,
          account: `person${room}@flats.example`,
          channel,
          secondsAgo: (counted.eventsPerRoom - nth) * 3_600 - room * 7,
        })),
      );
  }
  return channelsOf;
}

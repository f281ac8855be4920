import { addAccount, addBuilding } from '@/lib/simulator/control/alter-world';
import { demoPassword } from '@/lib/simulator/world/demo-people';
import type { AccountType, Room } from '@/lib/simulator/world/model';
import type { Desk } from '@/lib/testing/desk';

export type Person = { account: string; password: string; accountType: AccountType };

/** A building of this test only, with its manager and its landlord. */
export type Property = { building: string; rooms: Room[]; manager: Person; landlord: Person };

/** Adds a property to the cloud. Rooms are called 101, 102 …, and each is at every door. */
export function addProperty(
  desk: Desk,
  building: string,
  { rooms = 4, doors = 1, visitsPerDay = 4 }: { rooms?: number; doors?: number; visitsPerDay?: number } = {},
): Property {
  const slug = building
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const landlord = addPerson(desk, `landlord@${slug}.example`, 2);
  const manager = addPerson(desk, `manager@${slug}.example`, 1, [building]);
  const added = addBuilding(desk.simulator.cloud, {
    name: building,
    rooms,
    doors,
    timezone: 8,
    days: 7,
    visitsPerDay,
    landlord: landlord.account,
  });
  return { building, rooms: added, manager, landlord };
}

/** An activated account with the default password. */
export function addPerson(
  desk: Desk,
  account: string,
  accountType: AccountType,
  manages: string[] = [],
): Person {
  addAccount(desk.simulator.cloud, { account, password: demoPassword, type: accountType, manages });
  return { account, password: demoPassword, accountType };
}

export function flatOf(property: Property, label: string): Room[] {
  return property.rooms.filter((room) => room.label === label);
}

export function roomAddress(room: Room): string {
  return `/rooms/${room.door.gid}/${room.channel}`;
}

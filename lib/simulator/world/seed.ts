import { demoPassword, demoPeople } from './demo-people';
import { EventStore } from './event-store';
import type { Account, AccountType, Door, Room } from './model';
import { type BuildingPlan, buildingPlans, cameraModel, firstNames, lastNames, models } from './names';
import { createRandom, type Random } from './random';
import { seedCodes } from './seed-codes';
import { peopleOf, snapshotSource } from './snapshot-source';
import { World } from './world';

/** How much of a world to make. */
export type WorldSize = {
  /** How many of the planned buildings, in their order. */
  buildings: number;
  /** Most flats of a building. */
  flats: number;
  /** Days of history, and visits a day at a building's first door. */
  days: number;
  visitsPerDay: number;
};

export const sizes = {
  full: { buildings: buildingPlans.length, flats: 1_000, days: 90, visitsPerDay: 32 },
  small: { buildings: 3, flats: 8, days: 14, visitsPerDay: 12 },
} satisfies Record<string, WorldSize>;

export type SeedOptions = { seed: string; start: number; size: WorldSize };

export function seedWorld(options: SeedOptions): World {
  const world = new World(options.seed, options.start);
  const random = createRandom(`${options.seed}/seed`);
  for (const person of demoPeople) addPerson(world, random, person);
  for (const plan of buildingPlans.slice(0, options.size.buildings))
    addBuilding(world, random, plan, options.size);
  furnishDemoPeople(world);
  seedCodes(world, random);
  return world;
}

/** A further building of plain flats, for benches and for what appears while the cloud runs. */
export function addPlainBuilding(
  world: World,
  given: {
    name: string;
    rooms: number;
    doors: number;
    timezone: number;
    visitsPerDay: number;
    days: number;
    landlord?: string;
  },
): Room[] {
  const random = createRandom(`${world.seed}/building/${given.name}`);
  const plan: BuildingPlan = {
    name: given.name,
    timezone: given.timezone,
    flats: given.rooms,
    perFloor: 10,
    label: (floor, position) => `${floor}${String(position).padStart(2, '0')}`,
    doors: Array.from({ length: given.doors }, (_, index) => [`Door ${index + 1}`]),
    sideDoorEvery: 1,
    landlords: [given.landlord ?? 'landlord@harbor.example'],
  };
  return addBuilding(world, random, plan, {
    buildings: 1,
    flats: given.rooms,
    days: given.days,
    visitsPerDay: given.visitsPerDay,
  });
}

function addPerson(
  world: World,
  random: Random,
  person: Partial<Account> & { account: string; type: AccountType },
): Account {
  return world.addAccount({
    password: demoPassword,
    activated: true,
    phone: `+86 1${random.digits(10)}`,
    language: 'en',
    manages: new Set(),
    pushTokens: [],
    picture: null,
    ...person,
  });
}

function addBuilding(world: World, random: Random, plan: BuildingPlan, size: WorldSize): Room[] {
  const flats = Math.min(plan.flats, size.flats);
  const doors = plan.doors.map((aliases, index) =>
    addDoor(world, random, {
      plan,
      aliases,
      size,
      visits: size.visitsPerDay / (index === 0 ? 1 : 1.9),
      type: 1,
    }),
  );
  for (const landlord of plan.landlords) {
    if (!world.findAccount(landlord)) addPerson(world, random, { account: landlord, type: 2 });
  }
  const rooms: Room[] = [];
  for (let flat = 0; flat < flats; flat++) {
    const label = plan.label(1 + Math.floor(flat / plan.perFloor), 1 + (flat % plan.perFloor));
    // Each landlord owns a run of flats, as people do who bought a floor.
    const landlord = plan.landlords[Math.floor((flat / flats) * plan.landlords.length)] ?? null;
    const household = makeHousehold(world, random);
    const at = doors.filter((_, index) => index === 0 || flat % plan.sideDoorEvery === 0);
    for (const door of at) rooms.push(addRoom(world, door, { label, landlord, ...household }));
  }
  addCamera(world, random, plan, rooms);
  return rooms;
}

function addDoor(
  world: World,
  random: Random,
  given: { plan: BuildingPlan; aliases: string[]; size: WorldSize; visits: number; type: 1 | 2 },
): Door {
  const gid = `DD${random.hex(10).toUpperCase()}`;
  const source = snapshotSource(world, gid, { days: given.size.days, visitsPerDay: given.visits });
  const door: Door = {
    gid,
    password: `gp-${random.hex(10)}`,
    type: given.type,
    model: given.type === 1 ? random.pick(models) : cameraModel,
    fixedLockPassword: random.digits(6),
    locks: given.aliases.map((alias, index) => ({ id: `A${String(index + 1).padStart(3, '0')}`, alias })),
    building: given.plan.name,
    timezone: given.plan.timezone,
    lastChannel: 0,
    events: new EventStore(source, world.start),
  };
  world.doors.set(gid, door);
  return door;
}

/** Channels count up door by door, so one number means different flats at different doors, as it may in a real house. */
function addRoom(
  world: World,
  door: Door,
  room: Household & { label: string; landlord: string | null },
): Room {
  door.lastChannel += 1;
  const shares = [...room.shares];
  return world.addRoom({ ...room, shares, door, channel: door.lastChannel, firstPeople: peopleOf(room) });
}

function addCamera(world: World, random: Random, plan: BuildingPlan, rooms: Room[]): void {
  const last = rooms.at(-1);
  if (plan.camera === undefined || last === undefined) return;
  const size = { buildings: 1, flats: 0, days: 0, visitsPerDay: 0 };
  const door = addDoor(world, random, { plan, aliases: [], size, visits: 0, type: 2 });
  if (plan.camera === 'flat') rooms.push(addRoom(world, door, last));
  // A camera of the house belongs to no flat: no label, channel 0, seen by the building's first landlord and managers.
  else
    world.addRoom({
      door,
      channel: 0,
      label: '',
      landlord: plan.landlords[0] ?? null,
      master: null,
      shares: [],
      firstPeople: [],
    });
}

type Household = { master: string | null; shares: string[] };

/** Who lives in a flat: mostly one room master, often with others to whom he shares. */
function makeHousehold(world: World, random: Random): Household {
  if (random.chance(0.13)) return { master: null, shares: [] };
  const family = random.pick(lastNames);
  const master = newTenant(world, random, family);
  const others = random.chance(0.45) ? random.int(1, 4) : 0;
  return { master, shares: Array.from({ length: others }, () => newTenant(world, random, family)) };
}

function newTenant(world: World, random: Random, family: string): string {
  const name = `${random.pick(firstNames)}.${family}`;
  let account = `${name}@mail.example`;
  for (let n = 2; world.findAccount(account); n++) account = `${name}${n}@mail.example`;
  return addPerson(world, random, { account, type: 3 }).account;
}

/** Gives the documented accounts the rooms that their stories need; see `demo-people.ts`. */
function furnishDemoPeople(world: World): void {
  const flat = (building: string, index: number) => {
    const labels = [
      ...new Set(
        world
          .rooms()
          .filter((room) => room.door.building === building && room.label !== '')
          .map((room) => room.label),
      ),
    ];
    return world.rooms().filter((room) => room.door.building === building && room.label === labels[index]);
  };
  // The landlord lives in his own first flat: flag 3 there, 2 elsewhere.
  for (const room of flat('Harbor View', 0))
    Object.assign(room, { master: 'landlord@harbor.example', shares: [] });
  for (const room of flat('Harbor View', 1)) {
    Object.assign(room, {
      master: 'master@harbor.example',
      shares: ['guest@harbor.example', "bríd.o'neill@mail.example", 'xiaoming@mail.example'],
    });
  }
  for (const room of flat('海港花园', 1))
    Object.assign(room, { master: 'master@harbor.example', shares: [] });
  for (const room of flat('Harbor View', 2)) Object.assign(room, { master: null, shares: [] });
  // A flat whose doors disagree: its master can open the front only.
  flat('Harbor View', 3).forEach((room, index) => {
    Object.assign(room, { master: index === 0 ? 'halfway@mail.example' : null, shares: [] });
  });
  for (const room of world.rooms()) room.firstPeople = peopleOf(room);
}

import { demoPeople } from './demo-people';
import { EventStore } from './event-store';
import type { Door, Room } from './model';
import { addPerson, dealer, type Household, makeHousehold, phoneOf } from './people';
import type { BuildingPlan, DoorPlan, WorldPlan } from './plan';
import { portfolio } from './portfolio-plan';
import { createRandom, type Random } from './random';
import { seedCodes } from './seed-codes';
import { peopleOf, snapshotSource } from './snapshot-source';
import { torture } from './torture-plan';
import { homeHours } from './usual-week';
import { World } from './world';

/** Raise this when a seed gives another world than before: kept changes no longer fit. */
export const worldVersion = 3;

/** The seed of a world with hostile names. Every other seed gives believable buildings. */
export const tortureSeed = 'torture';

const models = ['DD-V7 Pro', 'DD-V5', 'DD-A20 Duo'];
const cameraModel = 'DD-C3 Cam';

export type WorldSize = {
  buildings: number;
  flats: number;
  days: number;
  visitsPerDay: number;
};

export const sizes = {
  full: { buildings: portfolio.buildings.length, flats: 1_000, days: 90, visitsPerDay: 29.5 },
  small: { buildings: 3, flats: 8, days: 14, visitsPerDay: 12 },
} satisfies Record<string, WorldSize>;

export type SeedOptions = { seed: string; start: number; size: WorldSize };

export function seedWorld(options: SeedOptions): World {
  const world = new World(options.seed, options.start);
  const plan = planOf(options.seed);
  const random = createRandom(`${options.seed}/seed`);
  for (const person of demoPeople) addPerson(world, { phone: phoneOf(random, plan.newcomers), ...person });
  for (const building of plan.buildings.slice(0, options.size.buildings))
    addBuilding(world, random, building, options.size);
  furnishDemoPeople(world);
  seedCodes(world, random, plan);
  return world;
}

export function planOf(seed: string): WorldPlan {
  return seed === tortureSeed ? torture : portfolio;
}

/** A building of plain flats, for benchmarks and for buildings that appear while the cloud runs. */
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
    label: ({ floor, position }) => `${floor}${String(position).padStart(2, '0')}`,
    doors: Array.from({ length: given.doors }, (_, index) => ({ locks: [`Door ${index + 1}`] })),
    sideDoorEvery: 1,
    landlords: [given.landlord ?? 'landlord@harbor.example'],
    people: planOf(world.seed).newcomers,
    visitors: [],
    hours: homeHours,
  };
  return addBuilding(world, random, plan, {
    buildings: 1,
    flats: given.rooms,
    days: given.days,
    visitsPerDay: given.visitsPerDay,
  });
}

function addBuilding(world: World, random: Random, plan: BuildingPlan, size: WorldSize): Room[] {
  const flats = Math.min(plan.flats, size.flats);
  const doors = plan.doors.map((door, index) =>
    addDoor(world, random, {
      plan,
      door,
      size,
      visits: size.visitsPerDay / (index === 0 ? 1 : 1.9),
      type: 1,
    }),
  );
  for (const landlord of plan.landlords) {
    if (world.findAccount(landlord)) continue;
    const { language } = plan.people;
    addPerson(world, { account: landlord, type: 2, phone: phoneOf(random, plan.people), language });
  }
  const families = dealer(random, plan.people.families);
  const rooms: Room[] = [];
  for (let flat = 0; flat < flats; flat++) {
    const family = random.chance(plan.people.vacant) ? null : families();
    const label = plan.label({
      floor: 1 + Math.floor(flat / plan.perFloor),
      position: 1 + (flat % plan.perFloor),
      family,
    });
    // Each landlord owns neighbouring flats, like a person who bought a floor.
    const landlord = plan.landlords[Math.floor((flat / flats) * plan.landlords.length)] ?? null;
    const household = makeHousehold(world, random, { people: plan.people, family });
    const at = doors.filter((_, index) => index === 0 || flat % plan.sideDoorEvery === 0);
    for (const door of at) rooms.push(addRoom(world, door, { label, landlord, ...household }));
  }
  addCamera(world, random, plan, rooms);
  return rooms;
}

function addDoor(
  world: World,
  random: Random,
  given: { plan: BuildingPlan; door: DoorPlan; size: WorldSize; visits: number; type: 1 | 2 },
): Door {
  const gid = `DD${random.hex(10).toUpperCase()}`;
  const source = snapshotSource(world, gid, {
    days: given.size.days,
    visitsPerDay: given.visits,
    hours: given.plan.hours,
    silentHours: given.door.silentHours,
  });
  const door: Door = {
    gid,
    password: `gp-${random.hex(10)}`,
    type: given.type,
    model: given.type === 1 ? random.pick(models) : cameraModel,
    fixedLockPassword: random.digits(6),
    locks: given.door.locks.map((alias, index) => ({ id: `A${String(index + 1).padStart(3, '0')}`, alias })),
    building: given.plan.name,
    timezone: given.plan.timezone,
    lastChannel: 0,
    events: new EventStore(source, world.start),
  };
  world.doors.set(gid, door);
  return door;
}

/** Channels count up door by door, so one number means different flats at different doors, as in real buildings. */
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
  const door = addDoor(world, random, { plan, door: { locks: [] }, size, visits: 0, type: 2 });
  if (plan.camera === 'flat') rooms.push(addRoom(world, door, last));
  // A camera belongs to no flat: no label, channel 0, visible to the first landlord and to managers.
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
  // The landlord lives in one of their own flats: flag 3 there, 2 elsewhere.
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
  // A flat whose doors disagree: its master can open only the front door.
  flat('Harbor View', 3).forEach((room, index) => {
    Object.assign(room, { master: index === 0 ? 'halfway@mail.example' : null, shares: [] });
  });
  for (const room of world.rooms()) room.firstPeople = peopleOf(room);
}

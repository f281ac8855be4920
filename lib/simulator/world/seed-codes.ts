import { clockNumbers, offsetMinutes } from './door-time';
import type { Account, Room } from './model';
import type { BuildingPlan, CodeState, Visitor, WorldPlan } from './plan';
import type { Random } from './random';
import type { World } from './world';

const hour = 3_600_000;
const day = 24 * hour;

export function seedCodes(world: World, random: Random, plan: WorldPlan): void {
  const buildings = new Map(plan.buildings.map((building) => [building.name, building]));
  const managers = world.accounts().filter(({ type }) => type === 1);
  for (const [creator, codes] of Object.entries(plan.demoCodes)) {
    const homes = world.rooms().filter((one) => one.door.locks.length > 0);
    const room =
      homes.find(({ master }) => master === creator) ??
      homes.find(({ master }) => master === 'master@harbor.example');
    if (room) for (const [state, visitor] of codes) addCode(world, random, { room, creator, visitor, state });
  }
  for (const room of world.rooms()) {
    const building = buildings.get(room.door.building);
    if (!building || room.channel === 0 || room.door.locks.length === 0) continue;
    seedRoom(world, random, { room, building, managers });
  }
}

function seedRoom(
  world: World,
  random: Random,
  { room, building, managers }: { room: Room; building: BuildingPlan; managers: readonly Account[] },
): void {
  const manager = random.pick(managers.filter((one) => world.standing(one, room).manager)).account;
  const home = [...(room.master === null ? [] : [room.master]), ...room.shares.slice(0, 1)];
  const by = (maker: Visitor['madeBy']) =>
    building.visitors.filter(({ madeBy }) => madeBy === maker || madeBy === 'anyone');
  const makers = [
    { creator: manager, chance: 0.27, choice: by('manager') },
    ...home.map((creator) => ({ creator, chance: 0.31, choice: by('home') })),
  ];
  for (const { creator, chance, choice } of makers) {
    if (!random.chance(chance)) continue;
    for (let count = random.int(1, 2); count > 0; count--) {
      const taken = world.codesOf(room.door.gid, room.channel).map(({ name }) => name);
      const others = choice.filter(({ name }) => !taken.includes(name));
      if (others.length === 0) break;
      const visitor = random.pick(others);
      addCode(world, random, { room, creator, visitor, state: pickState(random, visitor) });
    }
  }
}

/** Regular visitors mostly have a valid code. Most short visits are over. */
function pickState(random: Random, { nights }: Visitor): CodeState {
  const kind = random.next();
  if (nights === null) return kind < 0.62 ? 'open' : kind < 0.7 ? 'ending' : kind < 0.8 ? 'upcoming' : 'over';
  return kind < 0.12 ? 'open' : kind < 0.34 ? 'upcoming' : 'over';
}

function daysOf(random: Random, { nights }: Visitor, state: CodeState): { first: number; last: number } {
  const length = nights ?? random.int(40, 160);
  const begun = nights === null ? -random.int(15, 95) : -random.int(0, nights);
  switch (state) {
    case 'open':
      return { first: begun, last: nights === null ? random.int(3, 120) : begun + length };
    case 'ending':
      return { first: nights === null ? begun : 1 - length, last: 1 };
    case 'upcoming': {
      const first = random.int(1, 9);
      return { first, last: first + length };
    }
    case 'over': {
      const last = -random.int(1, nights === null ? 45 : 80);
      return { first: last - length, last };
    }
  }
}

function addCode(
  world: World,
  random: Random,
  { room, creator, visitor, state }: { room: Room; creator: string; visitor: Visitor; state: CodeState },
): void {
  const offset = offsetMinutes(room.door.timezone) * 60_000;
  const today = Math.floor((world.start + offset) / day);
  const { first, last } = daysOf(random, visitor, state);
  const shift = shiftToDay(today + first, visitor, state);
  const moment = (days: number, hours: number) =>
    clockNumbers((today + days + shift) * day - offset + hours * hour, room.door.timezone);
  const [earliest, latest] = visitor.habit.hours;
  const lockIds = room.door.locks
    .map((lock) => lock.id)
    .filter((_, index) => index === 0 || random.chance(0.6));
  world.createCode({
    creator,
    gid: room.door.gid,
    channel: room.channel,
    name: visitor.name,
    validType: 3,
    from: moment(first, Math.floor(earliest)),
    to: moment(last, Math.ceil(latest) + 1),
    lockIds,
    habit: visitor.habit,
  });
}

function shiftToDay(first: number, { firstDay }: Visitor, state: CodeState): number {
  if (firstDay === undefined) return 0;
  // Day 0, 1 January 1970, was a Thursday.
  const ahead = (firstDay - ((first + 4) % 7) + 7) % 7;
  return state === 'upcoming' || ahead === 0 ? ahead : ahead - 7;
}

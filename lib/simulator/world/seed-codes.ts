import { clockNumbers } from './door-time';
import type { Room } from './model';
import { longName, visitorNames } from './names';
import type { Random } from './random';
import type { World } from './world';

const hour = 3_600_000;

/** The states a doorcode can be found in, as hours from now: already open and for long, ending soon, to come, over. */
const windows: readonly (readonly [from: [number, number], to: [number, number]])[] = [
  [
    [-90, -2],
    [60, 400],
  ],
  [
    [-60, -3],
    [2, 46],
  ],
  [
    [10, 100],
    [120, 300],
  ],
  [
    [-900, -400],
    [-300, -5],
  ],
];

/** Doorcodes of managers, masters and sub-masters in every state. */
export function seedCodes(world: World, random: Random): void {
  for (const room of world.rooms()) {
    if (room.channel === 0 || room.door.locks.length === 0) continue;
    const creators = [
      'manager@harbor.example',
      ...(room.master === null ? [] : [room.master]),
      ...room.shares.slice(0, 1),
    ];
    for (const creator of creators) {
      if (!random.chance(creator === 'manager@harbor.example' ? 0.3 : 0.35)) continue;
      const count = random.int(1, 2);
      for (let i = 0; i < count; i++)
        addCode(world, random, room, creator, random.pick(visitorNames), random.int(0, 3));
    }
  }
  seedDemoCodes(world, random);
}

/** The documented people always have one code in each state, one of them with a name longer than any column. */
function seedDemoCodes(world: World, random: Random): void {
  for (const creator of ['manager@harbor.example', 'master@harbor.example', 'guest@harbor.example']) {
    const room = world
      .rooms()
      .find((one) => one.master === 'master@harbor.example' && one.door.locks.length > 0);
    if (!room) continue;
    windows.forEach((_, state) => {
      addCode(world, random, room, creator, visitorNames[state * 5] ?? 'Guest', state);
    });
    addCode(world, random, room, creator, longName, 0);
    addCode(world, random, room, creator, '', 1);
  }
}

function addCode(
  world: World,
  random: Random,
  room: Room,
  creator: string,
  name: string,
  state: number,
): void {
  const window = windows[state];
  if (window === undefined) return;
  const zone = room.door.timezone;
  // Whole quarters of an hour, as people choose them.
  const moment = ([low, high]: [number, number]) => {
    const at = world.start + random.int(low * 4, high * 4) * (hour / 4);
    return clockNumbers(Math.round(at / (hour / 4)) * (hour / 4), zone);
  };
  const lockIds = room.door.locks
    .map((lock) => lock.id)
    .filter((_, index) => index === 0 || random.chance(0.6));
  world.createCode({
    creator,
    gid: room.door.gid,
    channel: room.channel,
    name,
    validType: 3,
    from: moment([...window[0]]),
    to: moment([...window[1]]),
    lockIds,
    seeded: true,
  });
}

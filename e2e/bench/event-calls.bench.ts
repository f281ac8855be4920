import { setTimeout as sleep } from 'node:timers/promises';
import { addAccount } from '@/lib/simulator/control/alter-world';
import { addCountedDoors, counted, countedBuildings } from '@/lib/testing/counted-doors';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { type Person, visit } from '../visitor';
import { type Bench, type Figure, type Ground, untilArchived, waitUntil } from './bench';

const pageSize = 200;
const watchMs = 30_000;
/** Looks at a door are at least 4 s apart. */
const betweenLooksMs = 2_000;

/** The lists are short, so most calls would only find out that a list ends. */
export const eventCallsBench: Bench = {
  name: 'calls',
  about: `calls for events that a first archive of ${counted.doors} doors of ${counted.roomsPerDoor} rooms with ${counted.eventsPerRoom} events each takes beyond one per full page, and calls of each later look at quiet lists`,
  async *run(ground) {
    yield* await measure(ground, 'manager');
    yield* await measure(ground, 'landlord');
  },
};

async function measure({ server }: Ground, role: 'manager' | 'landlord'): Promise<Figure[]> {
  const desk = await startDesk({ server, simulator: { size: 'small', settings: { pageSize } } });
  try {
    const { cloud, accounts } = desk.simulator;
    const landlord = { account: 'counted-landlord@example.com', password: 'a-password-of-benches' };
    addAccount(cloud, { ...landlord, type: 2 });
    const channelsOf = addCountedDoors(cloud, landlord.account);
    const manager = { ...landlord, account: 'counted-manager@example.com' };
    addAccount(cloud, { ...manager, type: 1, manages: countedBuildings });
    const person: Person =
      role === 'manager'
        ? { ...manager, accountType: accounts.manager.accountType }
        : { ...landlord, accountType: accounts.landlord.accountType };
    const visitor = await visit(desk, person);
    await untilArchived(visitor);
    const atDoors = callsOf(desk).length;
    await untilRoomsRest(desk);
    const calls = callsOf(desk);
    const gids = [...channelsOf.keys()];
    const most = (count: (gid: string) => number) => Math.max(...gids.map(count));
    // Record zero is asked for once a door, to find out from where it counts.
    const isOfRoom = ({ gid, channel, sent }: Call) =>
      sent.start !== 0 && (channelsOf.get(gid ?? '')?.includes(channel ?? -1) ?? false);
    const ofRooms = (gid: string) => calls.filter((call) => call.gid === gid && isOfRoom(call)).length;
    // Also calls for a channel without a room, which find out whether the cloud separates rooms.
    const ofDoor = (gid: string) =>
      calls.slice(0, atDoors).filter((call) => call.gid === gid && !isOfRoom(call)).length;
    const fullPages =
      role === 'manager' ? Math.floor((counted.roomsPerDoor * counted.eventsPerRoom) / pageSize) : 0;
    const first: Figure[] = [
      {
        what: `a ${role}’s first archive, calls a room`,
        value: most(ofRooms) / counted.roomsPerDoor,
        hold: { atMost: 3 },
        unit: 'ratio',
        made: `the door with most: ${most(ofRooms)} calls for ${counted.roomsPerDoor} rooms`,
      },
    ];
    first.push({
      what: `a ${role}’s first archive, calls a door`,
      value: most(ofDoor) - fullPages,
      hold: { atMost: 5 },
      unit: 'ratio',
      made: `the door with most; all doors and rooms: ${calls.length} calls`,
    });

    // A door that a person looks at is read more often.
    await visitor.read('/events');
    const from = callsOf(desk).length;
    await sleep(watchMs);
    const looks = looksOf(callsOf(desk).slice(from));
    return [
      ...first,
      {
        what: `a ${role}’s quiet ${role === 'manager' ? 'doors' : 'rooms'}, calls each look`,
        value: Math.max(...looks),
        hold: { atMost: 1 },
        unit: 'ratio',
        made: `the most of ${looks.length} looks in ${watchMs / 1_000} s`,
      },
    ];
  } finally {
    await desk.stop();
  }
}

type Call = ReturnType<Desk['simulator']['log']>[number];

function callsOf({ simulator }: Desk): Call[] {
  return simulator.log().filter(({ call }) => call === 'GetAkeysHis');
}

/** Waits until no list of a room was asked for during 5 s: a look at rooms comes more often. */
async function untilRoomsRest(desk: Desk): Promise<void> {
  const roomCalls = () => callsOf(desk).filter(({ channel }) => channel !== null).length;
  let [known, since] = [-1, Date.now()];
  await waitUntil('no calls for rooms during 5 s', () => {
    const calls = roomCalls();
    if (calls !== known) [known, since] = [calls, Date.now()];
    return Date.now() - since >= 5_000;
  });
}

/** How many calls each look at one list took. */
function looksOf(calls: readonly Call[]): number[] {
  const lists = Map.groupBy(calls, ({ gid, channel }) => `${gid} ${channel}`);
  const looks = [...lists.values()].flatMap((ofList) => {
    const counts: number[] = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const { at } of ofList) {
      const now = Date.parse(at);
      if (now - last > betweenLooksMs) counts.push(0);
      counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
      last = now;
    }
    return counts;
  });
  if (looks.length === 0) throw new Error('no list was looked at');
  return looks;
}

import { beforeEach, describe, expect, it } from 'vitest';
import { refreshDeviceList } from '@/lib/auth/device-list';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addBuilding, arrive, forget, setLandlord } from '@/lib/simulator/control/alter';
import { timeText } from '@/lib/simulator/door-time';
import type { DoorEvent } from '@/lib/simulator/world/model';
import { useDatabase } from '@/lib/testing/database';
import { arrivals, doorWays, drawnDoor, reading, roomRuns } from '@/lib/testing/drawn-rooms';
import fc from '@/lib/testing/fast-check';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../state';
import { readStretches } from '../stretches';
import { beyond } from './fake-list';
import { syncDoor } from './sync-door';

useDatabase();
const { simulator } = useSimulator();

const background = { priority: 'background' } as const;
let scope: Scope;
let gid: string;
let rooms: number[];

/** Which rooms of the door are the landlord's, and a device list that says so. */
async function own(some: readonly number[]): Promise<void> {
  give(some);
  await lookAtList();
}

function give(some: readonly number[]): void {
  const { account } = simulator().accounts.landlord;
  for (const channel of rooms)
    setLandlord(simulator().cloud, { gid, channel }, some.includes(channel) ? account : null);
}

async function lookAtList(): Promise<void> {
  await refreshDeviceList(scope, 'person');
  scope = (await scopeOfSession(scope.sessionId)) ?? scope;
}

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('session').execute();
  await clear();
  const { account, password } = simulator().accounts.landlord;
  const plain = { name: 'Reach', rooms: 3, doors: 1, timezone: 8, days: 1, visitsPerDay: 0 };
  const made = addBuilding(simulator().cloud, { ...plain, landlord: account });
  gid = made[0]?.door.gid ?? '';
  rooms = made.map(({ channel }) => channel);
  forget(simulator().cloud, gid, 0);
  scope = await signInScope(account, password, 'landlord');
});

async function clear(): Promise<void> {
  const tables = [
    'event',
    'event_who',
    'event_stream',
    'event_stretch',
    'event_door',
    'event_trace',
    'cloud_finding',
  ] as const;
  for (const table of tables) await getDb().deleteFrom(table).execute();
}

const door = () => simulator().cloud.world.doors.get(gid);

/** An event as archive and cloud both tell it. */
const told = ({ type, at, account }: DoorEvent) =>
  JSON.stringify([type, timeText(at, door()?.timezone ?? 0), account ?? null]);

/** What the cloud lists of some rooms. */
const listed = (channels: readonly number[]) => (door()?.events.list([...channels]) ?? []).map(told).sort();

async function kept(): Promise<string[]> {
  const rows = await getDb()
    .selectFrom('event')
    .leftJoin('event_who', 'event_who.id', 'event.who_id')
    .select(['type', 'time_text', 'account'])
    .where('gid', '=', gid)
    .execute();
  return rows.map(({ type, time_text, account }) => JSON.stringify([type, time_text, account])).sort();
}

const state = async () => (await readArchiveState(scope)).find((one) => one.gid === gid);

/** So many events, of the rooms in turn and with twins among them, each a minute after the one before. */
function come(count: number, hoursAgo: number): void {
  for (let index = 0; index < count; index++) {
    const account = `ann-${index % 3}`;
    const event = { type: 3, account, secondsAgo: hoursAgo * 3_600 - (index >> 2) * 60 };
    arrive(simulator().cloud, gid, [{ ...event, channel: rooms[index % 3] ?? 0 }]);
  }
}

describe('an account whose rooms at a door change', () => {
  it('gets older events of a further room, none missing and none twice, and no door called complete before', async () => {
    const [first = 0, second = 0] = rooms;
    await own([first, second]);
    simulator().faults.set({ pageSize: 50 });
    come(3_000, 100);
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual(listed([first, second]));
    await own(rooms);
    come(10, 10);
    // The newest page alone proves nothing of what is older.
    await syncDoor(scope, gid, { ...background, deep: 'newest' });
    expect(await state()).toMatchObject({ complete: false });
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual(listed(rooms));
    expect(await state()).toMatchObject({ complete: true, archived: listed(rooms).length, gaps: 0 });
  });

  it('keeps the events of a room that is taken away, and has nothing twice when the room comes back', async () => {
    const [first = 0, second = 0] = rooms;
    simulator().faults.set({ pageSize: 50 });
    come(900, 100);
    await syncDoor(scope, gid, background);
    await own([first, second]);
    come(10, 20);
    await syncDoor(scope, gid, background);
    expect(await state()).toMatchObject({
      complete: true,
      gaps: 0,
      archived: listed([first, second]).length,
    });
    const records = (await readStretches(scope, [gid])).get(gid) ?? [];
    expect(records.map(({ channel, asked, stretches }) => [channel, asked, stretches.length])).toEqual(
      [first, second].sort((a, b) => a - b).map((channel) => [channel, true, 1]),
    );
    expect((await kept()).length).toBeGreaterThan(listed([first, second]).length);
    await own(rooms);
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual(listed(rooms));
    expect(await state()).toMatchObject({ complete: true, archived: listed(rooms).length });
  });

  const happening = fc.oneof(
    { weight: 4, arbitrary: arrivals },
    { weight: 3, arbitrary: fc.subarray([0, 1, 2], { minLength: 1 }).map((owned) => ({ owned })) },
    { weight: 4, arbitrary: reading },
    { weight: 1, arbitrary: fc.constant({ listed: true }) },
    { weight: 1, arbitrary: fc.constant({ roomsOnly: true }) },
  );
  const drawn = fc.record({
    ...doorWays,
    atOnce: fc.boolean(),
    happenings: fc.array(happening, { maxLength: 12 }),
  });

  /** A list read in part, of a room that was taken away: it is not asked for any more, and lacks nothing. */
  const takenAway: [typeof drawn extends fc.Arbitrary<infer Drawn> ? Drawn : never] = [
    {
      pageSize: 1,
      eventOrder: 'newest-first',
      before: [
        { room: 0, type: 3, account: 'ann', gap: 0 },
        { room: 0, type: 3, account: 'ann', gap: 1 },
      ],
      atOnce: false,
      happenings: [{ read: 'newest', failAfter: null }, { owned: [2] }],
    },
  ];

  it(
    'has every event of rooms that are his once, whatever rooms come and go between and before readings of the device list',
    async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async ({ before, happenings, atOnce, ...ways }) => {
          simulator().faults.clear();
          forget(simulator().cloud, gid, 0);
          await own(rooms);
          await clear();
          const set = (change = {}) => simulator().faults.set({ ...ways, ...change, arrivalRate: 0 });
          let wholeDoor = atOnce;
          set({ wholeDoor });
          const {
            come: bring,
            endOneSecond,
            failAfter,
          } = drawnDoor(simulator(), { gid, rooms, apart: true, ...ways });
          let mine = rooms;
          bring(before);
          for (const what of happenings) {
            if ('events' in what) bring(what.events);
            if ('listed' in what) await lookAtList();
            if ('roomsOnly' in what) wholeDoor = false;
            if ('owned' in what) {
              mine = what.owned.map((index) => rooms[index] ?? 0);
              give(mine);
            }
            if ('read' in what) {
              failAfter(what.failAfter);
              await syncDoor(scope, gid, { ...background, deep: what.read });
              simulator().faults.clear();
            }
            set({ wholeDoor });
          }
          endOneSecond([mine, ...mine.map((channel) => [channel])]);
          await lookAtList();
          for (let tries = 0; tries < 9; tries++) {
            const { errorCode, more } = await syncDoor(scope, gid, background);
            if (errorCode === null && !more) break;
          }
          const words = await kept();
          expect(beyond(listed(mine), words)).toEqual([]);
          expect(beyond(words, listed(rooms))).toEqual([]);
          expect(await syncDoor(scope, gid, background)).toEqual({ added: 0, errorCode: null, more: false });
          expect(await state()).toMatchObject({ complete: true, archived: listed(mine).length });
        }),
        { numRuns: roomRuns, examples: [takenAway] },
      );
    },
    Math.max(300_000, roomRuns * 10_000),
  );
});

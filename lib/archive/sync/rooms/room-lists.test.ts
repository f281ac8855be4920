import { beforeAll, describe, expect, it } from 'vitest';
import { selectNamedEvents } from '@/lib/archive/access/named-events';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addBuilding, forget } from '@/lib/simulator/control/alter-world';
import type { DoorEvent } from '@/lib/simulator/world/door-event';
import { timeText } from '@/lib/simulator/world/door-time';
import { useDatabase } from '@/lib/testing/database';
import { arrivals, doorWays, drawnDoor, reading, roomRuns } from '@/lib/testing/drawn-rooms';
import fc from '@/lib/testing/fast-check';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readArchiveState } from '../../coverage/state';
import { beyond } from '../list/fake-list';
import { syncDoor } from '../sync-door';

useDatabase();
const { simulator } = useSimulator();

let scope: Scope;
let gid: string;
let rooms: number[];

beforeAll(async () => {
  const building = { name: 'Room by room', rooms: 3, doors: 1, timezone: 8, days: 1, visitsPerDay: 0 };
  const made = addBuilding(simulator().cloud, building);
  gid = made[0]?.door.gid ?? '';
  rooms = made.map(({ channel }) => channel);
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
});

const door = () => simulator().cloud.world.doors.get(gid);
const listed = () => door()?.events.list(null) ?? [];

const happening = fc.oneof(
  { weight: 4, arbitrary: arrivals },
  { weight: 4, arbitrary: reading },
  { weight: 1, arbitrary: fc.constant({ roomsOnly: true }) },
  { weight: 1, arbitrary: fc.nat({ max: 40 }).map((keep) => ({ keep })) },
);
const drawn = fc.record({
  ...doorWays,
  wholeDoor: fc.boolean(),
  happenings: fc.array(happening, { maxLength: 12 }),
});

const textOf = ({ type, at, account }: DoorEvent) =>
  JSON.stringify([type, timeText(at, door()?.timezone ?? 0), account ?? null]);

async function kept(): Promise<{ word: string; channel: number | null }[]> {
  const rows = await selectNamedEvents(getDb())
    .select(['type', 'time_text', 'account', 'channel'])
    .where('gid', '=', gid)
    .execute();
  return rows.map(({ type, time_text, account, channel }) => ({
    word: JSON.stringify([type, time_text, account]),
    channel,
  }));
}

async function clear(): Promise<void> {
  simulator().faults.clear();
  forget(simulator().cloud, gid, 0);
  const tables = [
    'event',
    'event_who',
    'event_stream',
    'event_stretch',
    'event_door',
    'cloud_finding',
  ] as const;
  for (const table of tables) await getDb().deleteFrom(table).execute();
}

describe('a door of several rooms', () => {
  it(
    'has every event once and in its room, whether it is asked as a whole, room by room, or first so and then so',
    async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async ({ before, happenings, ...ways }) => {
          await clear();
          const set = (change = {}) =>
            simulator().faults.set({ ...Object.assign(ways, change), arrivalRate: 0 });
          set();
          const forgotten: DoorEvent[] = [];
          const { come, endOneSecond, failAfter } = drawnDoor(simulator(), { gid, rooms, ...ways });
          const read = (deep: 'newest' | 'some' | 'all') =>
            syncDoor(scope, gid, { priority: 'background', deep });
          come(before);
          for (const what of happenings) {
            if ('events' in what) come(what.events);
            if ('roomsOnly' in what) set({ wholeDoor: false });
            if ('keep' in what) {
              forgotten.push(...listed().slice(0, Math.max(0, listed().length - what.keep)));
              forget(simulator().cloud, gid, what.keep);
            }
            if ('read' in what) {
              failAfter(what.failAfter);
              await read(what.read);
              simulator().faults.clear();
              set();
            }
          }
          endOneSecond([rooms, ...rooms.map((channel) => [channel])]);
          for (let tries = 0; tries < 9; tries++) {
            const { errorCode, more } = await read('all');
            if (errorCode === null && !more) break;
          }
          const inArchive = await kept();
          const words = inArchive.map(({ word }) => word);
          const given = listed().map(textOf);
          expect(beyond(given, words)).toEqual([]);
          expect(beyond(words, [...forgotten.map(textOf), ...given])).toEqual([]);
          expect(await read('all')).toEqual({ added: 0, errorCode: null, more: false });
          const state = (await readArchiveState(scope)).find((one) => one.gid === gid);
          expect(state).toMatchObject({ complete: true, archived: words.length });
          const { manner } = await getDb()
            .selectFrom('event_door')
            .select('manner')
            .executeTakeFirstOrThrow();
          if (manner !== 'rooms') return;
          const placed = inArchive.map(({ word, channel }) => `${channel} ${word}`);
          expect(
            beyond(
              listed().map((one) => `${one.channel} ${textOf(one)}`),
              placed,
            ),
          ).toEqual([]);
        }),
        { numRuns: roomRuns },
      );
    },
    Math.max(300_000, roomRuns * 10_000),
  );
});

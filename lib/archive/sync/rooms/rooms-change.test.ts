import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { arrive, forget, setLandlord } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { arrivals, doorWays, drawnDoor, reading, roomRuns } from '@/lib/testing/drawn-rooms';
import fc from '@/lib/testing/fast-check';
import { clearArchive, lookAtList, useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { readStretches } from '../../coverage/stretches';
import { beyond } from '../list/fake-list';
import { syncDoor } from '../sync-door';

useDatabase();
const { simulator } = useSimulator();
const { gid, rooms, give, signIn, listed, kept, state } = useOneDoor(simulator);

const background = { priority: 'background' } as const;
let scope: Scope;

beforeEach(async () => {
  give('landlord', [0, 1, 2]);
  scope = await signIn('landlord');
});

function giveOnly(some: readonly number[]): void {
  const { account } = simulator().accounts.landlord;
  for (const channel of rooms())
    setLandlord(simulator().cloud, { gid: gid(), channel }, some.includes(channel) ? account : null);
}

async function own(some: readonly number[]): Promise<void> {
  giveOnly(some);
  scope = await lookAtList(scope);
}

function come(count: number, hoursAgo: number): void {
  for (let index = 0; index < count; index++) {
    const account = `ann-${index % 3}`;
    const event = { type: 3, account, secondsAgo: hoursAgo * 3_600 - (index >> 2) * 60 };
    arrive(simulator().cloud, gid(), [{ ...event, channel: rooms()[index % 3] ?? 0 }]);
  }
}

describe('an account whose rooms at a door change', () => {
  it('gets older events of a further room, none missing and none twice, and no door called complete before', async () => {
    const [first = 0, second = 0] = rooms();
    await own([first, second]);
    simulator().faults.set({ pageSize: 50 });
    come(3_000, 100);
    await syncDoor(scope, gid(), background);
    expect(await kept(scope)).toEqual(listed([first, second]));
    await own(rooms());
    come(10, 10);
    await syncDoor(scope, gid(), { ...background, deep: 'newest' });
    expect(await state(scope)).toMatchObject({ complete: false });
    await syncDoor(scope, gid(), background);
    expect(await kept(scope)).toEqual(listed(rooms()));
    expect(await state(scope)).toMatchObject({ complete: true, archived: listed(rooms()).length, gaps: 0 });
  });

  it('keeps the events of a room that is taken away, and has nothing twice when the room comes back', async () => {
    const [first = 0, second = 0] = rooms();
    simulator().faults.set({ pageSize: 50 });
    come(900, 100);
    await syncDoor(scope, gid(), background);
    await own([first, second]);
    come(10, 20);
    await syncDoor(scope, gid(), background);
    expect(await state(scope)).toMatchObject({
      complete: true,
      gaps: 0,
      archived: listed([first, second]).length,
    });
    const records = (await readStretches(scope, [gid()])).get(gid()) ?? [];
    expect(records.map(({ channel, asked, stretches }) => [channel, asked, stretches.length])).toEqual(
      [first, second].sort((a, b) => a - b).map((channel) => [channel, true, 1]),
    );
    expect((await kept(scope)).length).toBeGreaterThan(listed([first, second]).length);
    await own(rooms());
    await syncDoor(scope, gid(), background);
    expect(await kept(scope)).toEqual(listed(rooms()));
    expect(await state(scope)).toMatchObject({ complete: true, archived: listed(rooms()).length });
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
    'has every event of its own rooms once, whatever rooms come and go between and before readings of the device list',
    async () => {
      await fc.assert(
        fc.asyncProperty(drawn, async ({ before, happenings, atOnce, ...ways }) => {
          simulator().faults.clear();
          forget(simulator().cloud, gid(), 0);
          await own(rooms());
          await clearArchive();
          const set = (change = {}) => simulator().faults.set({ ...ways, ...change, arrivalRate: 0 });
          let wholeDoor = atOnce;
          set({ wholeDoor });
          const {
            come: bring,
            endOneSecond,
            failAfter,
          } = drawnDoor(simulator(), { gid: gid(), rooms: rooms(), apart: true, ...ways });
          let mine = rooms();
          bring(before);
          for (const what of happenings) {
            if ('events' in what) bring(what.events);
            if ('listed' in what) scope = await lookAtList(scope);
            if ('roomsOnly' in what) wholeDoor = false;
            if ('owned' in what) {
              mine = what.owned.map((index) => rooms()[index] ?? 0);
              giveOnly(mine);
            }
            if ('read' in what) {
              failAfter(what.failAfter);
              await syncDoor(scope, gid(), { ...background, deep: what.read });
              simulator().faults.clear();
            }
            set({ wholeDoor });
          }
          endOneSecond([mine, ...mine.map((channel) => [channel])]);
          scope = await lookAtList(scope);
          for (let tries = 0; tries < 9; tries++) {
            const { errorCode, more } = await syncDoor(scope, gid(), background);
            if (errorCode === null && !more) break;
          }
          const words = await kept(scope);
          expect(beyond(listed(mine), words)).toEqual([]);
          expect(beyond(words, listed(rooms()))).toEqual([]);
          expect(await syncDoor(scope, gid(), background)).toEqual({
            added: 0,
            errorCode: null,
            more: false,
          });
          const { complete, archived, withheld, withheldBecause } = (await state(scope)) ?? {};
          expect((archived ?? 0) + (withheld ?? 0)).toBe(listed(mine).length);
          expect([complete, withheldBecause]).toEqual(withheld === null ? [true, null] : [false, 'unproven']);
        }),
        { numRuns: roomRuns, examples: [takenAway] },
      );
    },
    Math.max(300_000, roomRuns * 10_000),
  );
});

import { beforeEach, describe, expect, test } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { useSimulator } from '../../testing/simulator';
import { arrive } from '../control/alter-world';
import { at, callAs, type Reply, roomOf } from '../test-client';

const now = Date.UTC(2026, 10, 24, 2, 30);
let clock = now;
const { simulator } = useSimulator({ clock: () => clock });
beforeEach(() => {
  clock = now;
  simulator().reset();
});

const room = () => roomOf(simulator(), 'master@harbor.example');
const read = (body: Record<string, unknown>, who: Parameters<typeof callAs>[1] = 'manager'): Promise<Reply> =>
  callAs(simulator(), who, 'GetAkeysHis', { gid: room().door.gid, start: 1, end: 200, ...body });
const times = (reply: Reply) => reply.list.map((event) => String(event.event_time));

async function readAll(body: Record<string, unknown> = {}, size = 100) {
  const events: Record<string, unknown>[] = [];
  for (let start = 1; ; ) {
    const page = await read({ ...body, start, end: start + size - 1 });
    if (page.re === 2) return events;
    events.push(...page.list);
    start += page.list.length;
  }
}

describe('10014 GetAkeysHis', () => {
  test('events carry a door-time text, a code name for type 2, an account for types 3 and 4, else neither', async () => {
    for (const event of await readAll()) {
      expect(event.event_time).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      expect('vkey_name' in event).toBe(event.event_type === 2);
      expect('account' in event).toBe(event.event_type === 3 || event.event_type === 4);
    }
  });

  test('record 1 is the newest, or the oldest, as set for all or for one door', async () => {
    const newest = await readAll();
    expect(newest.length).toBeGreaterThan(100);
    expect(times({ re: 1, list: newest })).toEqual(times({ re: 1, list: newest }).sort().reverse());
    simulator().faults.set({ doors: { [room().door.gid]: { eventOrder: 'oldest-first' } } });
    expect(await readAll()).toEqual(newest.reverse());
  });

  test('any paging gives the same records, in either order', async () => {
    const whole = await readAll();
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 7, max: 120 }),
        fc.integer({ min: 5, max: 200 }),
        fc.constantFrom('newest-first' as const, 'oldest-first' as const),
        async (asked, pageSize, eventOrder) => {
          simulator().faults.set({ pageSize, eventOrder });
          const events = await readAll({}, asked);
          expect(eventOrder === 'newest-first' ? events : events.reverse()).toEqual(whole);
        },
      ),
      { numRuns: 12 },
    );
  });

  test('the rooms of a door and its staff make up the whole door', async () => {
    const gid = room().door.gid;
    const rooms = simulator()
      .cloud.world.rooms()
      .filter((one) => one.door.gid === gid);
    const parts = [];
    for (const one of rooms) parts.push(...(await readAll({ vir_channel_no: one.channel })));
    const staff = room()
      .door.events.list(null)
      .filter((event) => event.channel === null);
    expect(staff.length).toBeGreaterThan(0);
    expect(parts.length + staff.length).toBe((await readAll()).length);
  });

  test('gives every account the whole door, or without wholeDoorToAll only managers', async () => {
    const own = await read({ vir_channel_no: room().channel }, 'master');
    expect(own.re).toBe(1);
    expect(await read({}, 'master')).toEqual(await read({}));
    simulator().faults.set({ wholeDoorToAll: false });
    expect(await read({}, 'master')).toEqual(own);
    expect(await read({}, 'guest')).toEqual(own);
    expect((await read({}, 'landlord')).list.length).toBeGreaterThan(own.list.length);
  });

  test('2 past the end and for an empty range; 5 for a channel or door that is not mine; 3 for number 0', async () => {
    expect(await read({ start: 1_000_000, end: 1_000_100 })).toEqual({ re: 2 });
    expect(await read({ start: 5, end: 4 })).toEqual({ re: 2 });
    expect(await read({ vir_channel_no: 999 })).toEqual({ re: 5 });
    expect(await read({ vir_channel_no: room().channel }, 'lodger')).toEqual({ re: 5 });
    expect(await read({}, 'otherManager')).toEqual({ re: 5 });
    expect(await read({ gid: 'X' })).toEqual({ re: 5 });
    expect(await read({ start: 0 })).toEqual({ re: 3 });
  });

  test('3 for a whole door where the cloud only answers room by room', async () => {
    simulator().faults.set({ wholeDoor: false });
    expect(await read({})).toEqual({ re: 3 });
    expect((await read({ vir_channel_no: room().channel })).re).toBe(1);
  });

  test('the whole door for every room where the cloud ignores vir_channel_no', async () => {
    simulator().faults.set({ roomLists: false });
    expect(await read({ vir_channel_no: room().channel })).toEqual(await read({}));
  });

  test('answers for a room that is not the account’s as unknownRooms says', async () => {
    const foreign = (settings: object) => {
      simulator().faults.set(settings);
      return read({ vir_channel_no: 999_999 }, 'master');
    };
    expect(await foreign({ unknownRooms: 'nothing' })).toEqual({ re: 2 });
    expect(await foreign({ unknownRooms: 'refused', roomLists: false })).toEqual({ re: 5 });
    expect(await foreign({ unknownRooms: 'door' })).toEqual(await read({}));
    expect(await read({ vir_channel_no: room().channel }, 'master')).toEqual(await read({}));
  });

  test('arrivalsPerPage moves every number between two pages', async () => {
    simulator().faults.set({ arrivalsPerPage: 3 });
    const first = await read({ end: 10 });
    const second = await read({ start: 11, end: 20 });
    expect(second.list.slice(0, 3)).toEqual(first.list.slice(7));
  });

  test('repeatPages, reversedPages, firstRecord and clockOffsetMs do what they say', async () => {
    const first = await read({ end: 10 });
    const third = await read({ start: 21, end: 30 });
    simulator().faults.set({ repeatPages: true });
    expect(await read({ start: 21, end: 30 })).toEqual(first);
    simulator().faults.set({ repeatPages: false, reversedPages: true });
    expect((await read({ start: 21, end: 30 })).list).toEqual(third.list.reverse());
    simulator().faults.clear();
    simulator().faults.set({ firstRecord: 0 });
    expect(await read({ start: 0, end: 9 })).toEqual(first);
    simulator().faults.clear();
    simulator().faults.set({ clockOffsetMs: 3_600_000 });
    const shift = (text: string) =>
      new Date(Date.parse(`${text}Z`) + 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    expect(times(await read({ end: 10 }))).toEqual(times(first).map(shift));
  });

  test('what is forgotten is gone: by number, by age, and at once', async () => {
    const all = await readAll();
    simulator().faults.set({ keepRecords: 50 });
    expect(await readAll()).toEqual(all.slice(0, 50));
    simulator().faults.set({ keepRecords: null, keepDays: 1 });
    const limit = '2026-11-23 10:30:00';
    expect(await readAll()).toEqual(all.slice(0, 50).filter((event) => String(event.event_time) >= limit));
  });

  test('two equal events stay two', async () => {
    arrive(simulator().cloud, room().door.gid, [
      { type: 5, channel: room().channel },
      { type: 5, channel: room().channel },
    ]);
    const { list } = await read({ end: 2 });
    expect(list[0]).toEqual(list[1]);
    expect(list[0]).toEqual({ event_type: 5, event_time: '2026-11-24 10:30:00' });
  });
});

describe('arrivals', () => {
  test('follow the clock, and are the same after many reads or one', async () => {
    const before = (await readAll()).length;
    clock = now + 6 * 3_600_000;
    expect(await readAll()).toHaveLength(before);

    const run = async (steps: number) => {
      clock = now;
      simulator().reset();
      simulator().faults.set({ arrivalRate: 1 });
      for (let step = 1; step <= steps; step++) {
        clock = now + (step * 24 * 3_600_000) / steps;
        await read({ end: 1 });
      }
      return readAll();
    };
    const once = await run(1);
    expect(once.length).toBeGreaterThan(before);
    expect(await run(37)).toEqual(once);
  });

  test('are made by the people who live there at the time', async () => {
    const home = at(room());
    simulator().faults.set({ arrivalRate: 200 });
    await callAs(simulator(), 'manager', 'AuthChange', {
      ...home,
      action_type: 1,
      auth_account: 'lodger@harbor.example',
    });
    clock = now + 24 * 3_600_000;
    const { list } = await read(home);
    const accounts = new Set(list.map((event) => event.account).filter(Boolean));
    expect(accounts).toContain('lodger@harbor.example');
    expect(accounts).not.toContain('master@harbor.example');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { refreshDeviceList } from '@/lib/auth/device-list';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addBuilding, arrive, forget, setLandlord } from '@/lib/simulator/control/alter';
import { timeText } from '@/lib/simulator/door-time';
import type { DoorEvent } from '@/lib/simulator/world/model';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { lastEvents } from '../data';
import { freshenEvents } from '../freshen';
import { readArchiveState } from '../state';
import { syncDoor } from './sync-door';

useDatabase();
const { simulator } = useSimulator();

const background = { priority: 'background' } as const;
let scope: Scope;
let gid: string;
let rooms: number[];

beforeEach(async () => {
  simulator().reset();
  for (const table of [
    'event',
    'event_who',
    'event_stream',
    'event_stretch',
    'event_door',
    'cloud_finding',
    'session',
  ] as const)
    await getDb().deleteFrom(table).execute();
  const { account } = simulator().accounts.landlord;
  const plain = { name: 'Two flats', rooms: 3, doors: 1, timezone: 8, days: 1, visitsPerDay: 0 };
  const made = addBuilding(simulator().cloud, { ...plain, landlord: account });
  gid = made[0]?.door.gid ?? '';
  rooms = made.map(({ channel }) => channel);
  forget(simulator().cloud, gid, 0);
});

/** The landlord of some of the door's three rooms, signed in. */
async function landlordOf(count: number): Promise<Scope> {
  const { account, password } = simulator().accounts.landlord;
  for (const [index, channel] of rooms.entries())
    setLandlord(simulator().cloud, { gid, channel }, index < count ? account : null);
  scope = await signInScope(account, password, 'landlord');
  return scope;
}

async function lookAtList(): Promise<void> {
  await refreshDeviceList(scope, 'person');
  scope = (await scopeOfSession(scope.sessionId)) ?? scope;
}

/** So many events of each room, with an account of its own in each. */
function come(count: number, which: readonly number[] = rooms): void {
  for (let index = 0; index < count; index++) {
    for (const channel of which) {
      const account = `person${channel}@flats.example`;
      arrive(simulator().cloud, gid, [
        { type: 3 + (index % 2), account, channel, secondsAgo: (count - index) * 60 + channel },
      ]);
    }
  }
}

const door = () => simulator().cloud.world.doors.get(gid);
const told = ({ type, at, account }: DoorEvent) =>
  JSON.stringify([type, timeText(at, door()?.timezone ?? 0), account ?? null]);
const listed = (channels: readonly number[] | null) =>
  (door()?.events.list(channels === null ? null : [...channels]) ?? []).map(told).sort();

async function kept(): Promise<string[]> {
  const rows = await getDb()
    .selectFrom('event')
    .leftJoin('event_who', 'event_who.id', 'event.who_id')
    .select(['type', 'time_text', 'account'])
    .where('event.workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .execute();
  return rows.map(({ type, time_text, account }) => JSON.stringify([type, time_text, account])).sort();
}

const shown = async () => (await lastEvents(scope, 10_000, { door: gid })).length;
const state = async () => (await readArchiveState(scope)).find((one) => one.gid === gid);
const asked = () =>
  simulator()
    .log()
    .filter((entry) => entry.call === 'GetAkeysHis' && entry.gid === gid);

const tellsApart = {
  'refuses other rooms': {},
  'has nothing for other rooms': { unknownRooms: 'nothing' },
  'wants a room with each question': { wholeDoor: false },
  'gives whole doors to managers only': { wholeDoorToAll: false },
  'lists the oldest first, in pages of seven': { eventOrder: 'oldest-first', pageSize: 7 },
} as const;

const tellsNothing = {
  'gives the whole door for any room': { roomLists: false },
  'gives the whole door for own rooms and refuses others': { roomLists: false, unknownRooms: 'refused' },
  'gives the whole door for own rooms and nothing for others': { roomLists: false, unknownRooms: 'nothing' },
  'gives the whole door for rooms that are not the account’s': { unknownRooms: 'door' },
} as const;

describe('an account that is no manager’s', () => {
  it.each(Object.entries(tellsApart))(
    'gets the events of its own rooms from a cloud that %s',
    async (_, settings) => {
      simulator().faults.set(settings);
      come(120);
      for (const count of [2, 1]) {
        await getDb().deleteFrom('event_door').execute();
        await landlordOf(count);
        await syncDoor(scope, gid, background);
        const own = rooms.slice(0, count);
        expect(await shown()).toBe(listed(own).length);
        expect(await state()).toMatchObject({ complete: true, withheld: null, archived: listed(own).length });
      }
      expect(await kept()).toEqual(listed(rooms.slice(0, 2)));
      expect(asked().length).toBeGreaterThan(0);
      expect(asked().filter(({ channel }) => channel === null)).toEqual([]);
    },
  );

  it.each(Object.entries(tellsNothing))(
    'gets nothing from a cloud that %s, and is told how much that is',
    async (_, settings) => {
      simulator().faults.set(settings);
      come(120);
      await landlordOf(2);
      await syncDoor(scope, gid, background);
      expect(await kept()).toEqual([]);
      expect(await getDb().selectFrom('event_who').selectAll().execute()).toEqual([]);
      const given = 'roomLists' in settings ? null : rooms.slice(0, 1);
      expect(await state()).toMatchObject({
        archived: 0,
        complete: false,
        errorCode: null,
        withheld: listed(given).length,
      });
      come(5);
      await syncDoor(scope, gid, background);
      expect(await state()).toMatchObject({ archived: 0, withheld: listed(given).length });
      expect(asked().filter(({ channel }) => channel === null)).toEqual([]);
    },
  );

  it('gets nothing of a single room while a room that does not exist has events too', async () => {
    simulator().faults.set({ roomLists: false });
    come(20);
    await landlordOf(1);
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual([]);
    expect(await state()).toMatchObject({ withheld: 60 });
  });

  it('loses the events of a single room when another account finds that this cloud’s lists do not differ', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    come(20);
    const one = await landlordOf(1);
    await syncDoor(one, gid, background);
    // Nothing could be compared so far.
    const { account, password } = simulator().accounts.otherLandlord;
    for (const channel of rooms.slice(1)) setLandlord(simulator().cloud, { gid, channel }, account);
    const other = await signInScope(account, password, 'landlord');
    await syncDoor(other, gid, background);
    expect(await shown()).toBe(0);
    await syncDoor(one, gid, background);
    expect(await shown()).toBe(0);
    expect(await state()).toMatchObject({ archived: 0, complete: false, withheld: 60 });
  });

  it('loses them as well when a manager’s rooms show it, who then gets no room by these lists either', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    come(20);
    await landlordOf(1);
    await syncDoor(scope, gid, background);
    expect(await shown()).toBe(60);
    const { account, password } = simulator().accounts.manager;
    const manager = await signInScope(account, password, 'manager');
    await freshenEvents(manager);
    expect(await lastEvents(manager, 100, { door: gid })).toHaveLength(60);
    expect(
      (await lastEvents(manager, 100, { door: gid })).filter((one) => one.attribution === 'stream'),
    ).toEqual([]);
    expect(await shown()).toBe(0);
    await syncDoor(scope, gid, background);
    expect(await state()).toMatchObject({ archived: 0, withheld: 60 });
  });

  it('takes a single list that names more people than a flat has for the door’s, unless it knows these people', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused', pageSize: 4 });
    const people = Array.from({ length: 14 }, (_, index) => `person${index}@flats.example`);
    for (const [index, account] of people.entries())
      arrive(simulator().cloud, gid, [
        { type: 4, account, channel: rooms[2] ?? 0, secondsAgo: 1_000 - index },
      ]);
    await landlordOf(1);
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual([]);
    expect(await state()).toMatchObject({ withheld: 14 });
    for (const account of people)
      await getDb()
        .insertInto('share')
        .values({
          workspace_id: scope.workspaceId,
          gid,
          channel: rooms[0] ?? 0,
          sub_master: account,
          first_seen_at: new Date(),
          seen_at: new Date(),
          gone_at: null,
        })
        .execute();
    await syncDoor(scope, gid, background);
    expect(await shown()).toBe(14);
    await getDb().deleteFrom('share').execute();
  });

  it('takes two empty lists for no proof either way', async () => {
    simulator().faults.set({ roomLists: false, unknownRooms: 'refused' });
    await landlordOf(2);
    await syncDoor(scope, gid, background);
    expect(await state()).toMatchObject({ withheld: null, errorCode: null });
    come(3);
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual([]);
    expect(await state()).toMatchObject({ withheld: 9 });
  });

  it('takes a list with events beside an empty one for two lists', async () => {
    await landlordOf(2);
    come(3, rooms.slice(0, 1));
    come(3, rooms.slice(2));
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual(listed(rooms.slice(0, 1)));
    expect(await shown()).toBe(3);
  });

  it('is shown nothing more once the cloud no longer tells rooms apart, and all again once it does', async () => {
    come(20);
    await landlordOf(2);
    await syncDoor(scope, gid, background);
    expect(await shown()).toBe(40);
    simulator().faults.set({ roomLists: false });
    come(1);
    await syncDoor(scope, gid, background);
    expect(await shown()).toBe(0);
    expect(await kept()).toEqual([]);
    expect(await state()).toMatchObject({ withheld: 63 });
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select(['workspace_id', 'detail'])
      .where('action', '=', 'events.withdraw')
      .execute();
    expect(entries).toMatchObject([{ workspace_id: scope.workspaceId, detail: { count: 40 } }]);
    simulator().faults.set({ roomLists: true });
    await syncDoor(scope, gid, background);
    expect(await kept()).toEqual(listed(rooms.slice(0, 2)));
    expect(await shown()).toBe(42);
    expect(await state()).toMatchObject({ withheld: null, complete: true });
  });

  it('stores nothing while it cannot be asked whether rooms are told apart', async () => {
    come(20);
    await landlordOf(2);
    simulator().faults.next({
      effect: 'garbage',
      call: 'GetAkeysHis',
      channel: 2_147_483_647,
      times: null,
    });
    expect(await syncDoor(scope, gid, background)).toMatchObject({ errorCode: 'cloud-garbled', added: 0 });
    expect(await kept()).toEqual([]);
    simulator().faults.clear();
    simulator().faults.next({
      effect: 'answer',
      call: 'GetAkeysHis',
      channel: 2_147_483_647,
      times: null,
      json: { re: 99 },
    });
    expect(await syncDoor(scope, gid, background)).toMatchObject({
      errorCode: expect.any(String),
      added: 0,
    });
    expect(await kept()).toEqual([]);
    simulator().faults.clear();
    await syncDoor(scope, gid, background);
    expect(await shown()).toBe(40);
  });

  it('is not shown, nor counted, the events of a room that is taken away', async () => {
    come(20);
    await landlordOf(2);
    await syncDoor(scope, gid, background);
    setLandlord(simulator().cloud, { gid, channel: rooms[1] ?? 0 }, null);
    await lookAtList();
    expect(await shown()).toBe(20);
    expect(await state()).toMatchObject({ archived: 20, complete: true });
    await freshenEvents(scope, { doors: [gid], anyway: true });
    expect(await shown()).toBe(20);
  });
});

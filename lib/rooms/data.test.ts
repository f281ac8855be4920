import { beforeAll, describe, expect, it } from 'vitest';
import { readArchiveState } from '@/lib/archive/coverage/state';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import type { Scope } from '@/lib/auth/scope';
import { findBuilding, listBuildings, numberOf } from '@/lib/buildings/data';
import { getDb } from '@/lib/db/client';
import { countProperty, unreadBuildings } from '@/lib/desk/overview/data';
import { pairOf } from '@/lib/devices/pair-key';
import { loadDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { loadMasters } from '@/lib/masters/data';
import { staleFacts } from '@/lib/readings/find-stale';
import { keepDoorcodes, keepMasters, keepShares } from '@/lib/readings/mutations';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findRoom, findRooms, listRooms, loadRoomPage, roomOptions } from './data';
import { lastEventFilters } from './facts';
import { roomsQuery } from './schema';

useDatabase();
const { simulator } = useSimulator();

let manager: Scope;
let landlord: Scope;
beforeAll(async () => {
  const { accounts } = simulator();
  manager = await signInScope(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInScope(accounts.landlord.account, accounts.landlord.password, 'landlord');
});

const query = (address = '') => parseTableQuery(roomsQuery, new URLSearchParams(address)).query;
let asked = 1_000_000;
const now = () => ({ asked: ++asked, askedAt: new Date() });

describe('rooms of a scope', () => {
  it('are one row per flat, with all its doors', async () => {
    const { rows, total } = await listRooms(manager, query());
    expect(total).toBe(new Set(manager.channels.map((channel) => channel.roomKey)).size);
    expect(rows.reduce((sum, row) => sum + row.doors.length, 0)).toBe(manager.channels.length);
    expect(rows.some((row) => row.doors.length > 1)).toBe(true);
  });

  it('are only the account’s own, in every loader', async () => {
    const own = new Set(landlord.channels.map(({ gid, channel }) => pairOf({ gid, channel })));
    const foreign = manager.channels.find(({ gid, channel }) => !own.has(pairOf({ gid, channel })));
    if (!foreign) throw new Error('the landlord owns everything');
    expect(await findRoom(landlord, foreign)).toBeNull();
    expect(await findRoom(landlord, { gid: landlord.channels[0]?.gid ?? '', channel: 999_999 })).toBeNull();
    expect(await findBuilding(landlord, 'No such building')).toBeNull();
    const others = manager.channels.find(
      ({ buildingName }) => !landlord.channels.some((channel) => channel.buildingName === buildingName),
    );
    expect(others && (await findBuilding(landlord, others.buildingName))).toBeNull();
    const { rows } = await listRooms(landlord, query(`building=${encodeURIComponent(foreign.buildingName)}`));
    expect(
      rows.flatMap((row) => row.doors).every(({ gid, channel }) => own.has(pairOf({ gid, channel }))),
    ).toBe(true);
    expect((await roomOptions(landlord)).length).toBe((await findRooms(landlord, query())).length);
  });

  it('leave out a camera of the house, which is still a door of its building', async () => {
    const [camera] = manager.cameras;
    if (!camera) throw new Error('no building has a camera');
    const { gid, buildingName } = camera;
    expect(manager.channels.some((channel) => channel.gid === gid)).toBe(false);
    expect(await findRoom(manager, camera)).toBeNull();
    expect((await findRooms(manager, query())).every((row) => row.unit !== '')).toBe(true);
    expect((await loadMasters(manager)).every((row) => row.unit !== '')).toBe(true);
    expect((await loadDoorcodes(manager, doorcodesQuery.parse({}))).gaps.rooms).toBe(
      countProperty(manager).rooms,
    );
    expect((await staleFacts(manager, buildingName)).some((fact) => fact.gid === gid)).toBe(false);
    expect((await unreadBuildings(manager)).length).toBeGreaterThan(0);

    const building = await findBuilding(manager, buildingName);
    expect(building?.doors).toContainEqual(expect.objectContaining({ gid, kind: 'camera', rooms: 0 }));
    const row = (await listBuildings(manager)).find(({ name }) => name === buildingName);
    expect(row).toMatchObject({ doors: building?.doors.length, rooms: building?.rooms });
    expect(countProperty(manager).doors).toBe((await readArchiveState(manager)).length);
  });

  it('lead to the same flat from each of its channels', async () => {
    const flat = (await findRooms(manager, query())).find((row) => row.doors.length > 1);
    const found = await Promise.all((flat?.doors ?? []).map((door) => findRoom(manager, door)));
    expect(new Set(found.map((room) => room?.roomKey))).toEqual(new Set([flat?.roomKey]));
    expect(found[0]?.places).toHaveLength(flat?.doors.length ?? 0);
  });

  it('say for each fact whether it is known, failed, refused or hidden', async () => {
    const [unread] = (await findRooms(manager, query())).filter((row) => row.doors.length === 2);
    if (!unread) throw new Error('no flat with two doors');
    const [first, second] = unread.doors;
    if (!first || !second) throw new Error('no doors');
    expect(unread.master).toEqual({ state: 'unread', value: null, readAt: null, code: null });
    const row = async () => (await findRooms(manager, query())).find((one) => one.roomKey === unread.roomKey);

    await keepMasters(manager.workspaceId, [{ ...first, ...now(), state: 'ok', value: 'anna@example.com' }]);
    expect((await row())?.master).toMatchObject({ state: 'unread', readAt: null });
    expect(await findRooms(manager, query('master=assigned'))).toEqual([]);

    await keepMasters(manager.workspaceId, [{ ...second, ...now(), state: 'ok', value: 'Anna@example.com' }]);
    expect((await row())?.master).toMatchObject({
      state: 'ok',
      value: { accounts: ['anna@example.com'], vacant: false },
    });
    expect(await findRooms(manager, query('master=assigned'))).toHaveLength(1);

    const failure = { state: 'failed', errorCode: 'cloud-timeout', retryable: true } as const;
    await keepMasters(manager.workspaceId, [{ ...second, ...now(), ...failure }]);
    expect((await row())?.master).toMatchObject({
      state: 'failed',
      code: 'cloud-timeout',
      value: { accounts: ['anna@example.com'] },
    });

    await keepMasters(manager.workspaceId, [{ ...second, ...now(), state: 'ok', value: null }]);
    expect(await findRooms(manager, query('master=differs'))).toHaveLength(1);
    const refusal = { state: 'refused', errorCode: 'refused-not-master', retryable: false } as const;
    await keepShares(
      manager.workspaceId,
      [first, second].map((door) => ({ ...door, ...now(), ...refusal })),
    );
    expect((await row())?.shares).toMatchObject({
      state: 'refused',
      value: null,
      code: 'refused-not-master',
    });

    const plain = (await findRooms(landlord, query())).find((one) => one.relations.join() === 'landlord');
    expect(plain?.codes.state).toBe('hidden');
  });

  it('count the doorcodes that open now, and not expired, future or gone ones', async () => {
    const [target] = await findRooms(manager, query('sort=building'));
    const door = target?.doors[0];
    if (!target || !door) throw new Error('no room');
    const code = (digits: string, from: string, to: string, usable = true) => ({
      name: '',
      validType: 3,
      from: { date: from, time: '00:00:00' },
      to: { date: to, time: '00:00:00' },
      digits,
      pictureUrl: '',
      lockIds: [],
      usable,
    });
    await keepDoorcodes(manager.workspaceId, [
      {
        ...door,
        ...now(),
        state: 'ok',
        value: [
          code('10000001', '2020-01-01', '2099-01-01'),
          code('10000002', '2020-01-01', '2099-01-01', false),
          code('10000003', '2098-01-01', '2099-01-01'),
          code('10000004', '2020-01-01', '2021-01-01'),
        ],
      },
    ]);
    const rows = await findRooms(manager, query('codes=live'));
    expect(rows.map((row) => [row.roomKey, row.codes.value])).toEqual([[target.roomKey, 1]]);
    const [building] = (await listBuildings(manager)).filter(({ name }) => name === target.building);
    // Its other rooms were not read, so this count is not the building's.
    expect(building?.codes).toMatchObject({ count: 1 });
    expect(numberOf(building?.codes ?? 'hidden')).toBeNull();
  });

  it('leave out channels that left the device list', async () => {
    const { rows } = await listRooms(manager, query('limit=1'));
    expect(rows).toHaveLength(1);
    await getDb()
      .updateTable('room_channel')
      .set({ present: false })
      .where('workspace_id', '=', manager.workspaceId)
      .where('gid', '=', rows[0]?.doors[0]?.gid ?? '')
      .execute();
    expect((await listRooms(manager, query())).total).toBeGreaterThan(0);
  });
});

describe('rooms in order', () => {
  it.each(['room', 'building', 'role', 'master', 'shares', 'codes', 'event'] as const)(
    'by %s are the same rooms in both directions, in ranges without gaps',
    async (sort) => {
      const up = await findRooms(manager, query(`sort=${sort}`));
      const down = await findRooms(manager, query(`sort=${sort}&dir=desc`));
      expect(new Set(up.map((row) => row.roomKey))).toEqual(new Set(down.map((row) => row.roomKey)));
      const ranges = await Promise.all(
        [0, 5, 10].map((offset) => listRooms(manager, query(`sort=${sort}&offset=${offset}&limit=5`))),
      );
      expect(ranges.flatMap(({ rows }) => rows.map((row) => row.roomKey))).toEqual(
        up.slice(0, 15).map((row) => row.roomKey),
      );
    },
  );

  it('sort labels as people do', async () => {
    const labels = (await findRooms(manager, query('sort=room'))).map((row) => row.unit);
    expect(labels).toEqual(
      labels.toSorted(new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare),
    );
  });
});

describe('rooms by what was read of them', () => {
  it('have sub-masters, have none, or are not known, and never two of these', async () => {
    const [one, other, ...rest] = await findRooms(manager, query());
    if (!one || !other || rest.length === 0) throw new Error('too few rooms');
    const kept = (row: typeof one, value: string[]) =>
      row.doors.map((door) => ({ ...door, ...now(), state: 'ok' as const, value }));
    await keepShares(manager.workspaceId, [...kept(one, ['sub@example.com']), ...kept(other, [])]);
    const found = async (filter: string) =>
      (await findRooms(manager, query(filter))).map((row) => row.roomKey);
    expect(await found('shares=shared')).toEqual([one.roomKey]);
    expect(await found('shares=none')).toEqual([other.roomKey]);
  });

  it('are in one group by their last event, and the list counts as many as it shows', async () => {
    await freshenEvents(manager);
    const all = await findRooms(manager, query());
    const parts = await Promise.all(
      lastEventFilters.map((event) => findRooms(manager, query(`event=${event}`))),
    );
    const [day = [], week = [], older = [], never = []] = parts;
    expect(day.length).toBeGreaterThan(0);
    const keys = (rows: typeof all) => rows.map((row) => row.roomKey);
    expect(keys(week)).toEqual(expect.arrayContaining(keys(day)));
    expect(keys([...week, ...older, ...never]).sort()).toEqual(keys(all).sort());
    expect([...week, ...older].every((row) => row.event !== null)).toBe(true);
    expect(never.every((row) => row.event === null)).toBe(true);
    const { rows, total } = await listRooms(manager, query('event=week&limit=2'));
    expect(keys(rows)).toEqual(keys(week).slice(0, 2));
    expect(total).toBe(week.length);
  });
});

describe('a room’s page', () => {
  it('names the role of a landlord at each door, and none of a manager, whose list may say landlord', async () => {
    const [at] = landlord.channels;
    if (!at) throw new Error('no room');
    const relationsFor = async (scope: Scope) => {
      const room = await findRoom(scope, at);
      if (!room) throw new Error('no room');
      return (await loadRoomPage(scope, room)).doors.map(({ relation }) => relation);
    };
    expect(manager.channels.some(({ relation }) => relation === 'landlord')).toBe(true);
    expect(new Set(await relationsFor(manager))).toEqual(new Set([null]));
    expect(await relationsFor(landlord)).not.toContain(null);
  });

  it('is as old as what can be read: what the cloud refuses does not make it unread', async () => {
    const at = manager.channels.at(-1);
    const room = at && (await findRoom(manager, at));
    if (!room) throw new Error('no room');
    const page = async () => (await loadRoomPage(manager, room)).readAt;
    expect(await page()).toBeNull();
    const outcome = { state: 'ok', ...now() } as const;
    const refusal = {
      state: 'refused',
      errorCode: 'refused-not-master',
      retryable: false,
      ...now(),
    } as const;
    await keepMasters(
      manager.workspaceId,
      room.doors.map((door) => ({ ...door, ...outcome, value: null })),
    );
    await keepDoorcodes(
      manager.workspaceId,
      room.doors.map((door) => ({ ...door, ...outcome, value: [] })),
    );
    expect(await page()).toBeNull();
    await keepShares(
      manager.workspaceId,
      room.doors.map((door) => ({ ...door, ...refusal })),
    );
    expect(await page()).not.toBeNull();
  });
});

import { beforeAll, expect, test } from 'vitest';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import type { Scope } from '@/lib/auth/scope';
import { findBuilding, listBuildings } from '@/lib/buildings/data';
import { getDb } from '@/lib/db/client';
import { parseTableQuery } from '@/lib/table/query';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findRoom, listRooms, loadRoomPage } from './data';
import { roomsQuery } from './schema';
import { countEvents } from './sort-rooms';

useDatabase();
const { simulator } = useSimulator();

let manager: Scope;
let desk: Scope;
let building: string;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInScope(account, password, 'manager');
  await freshenEvents(manager);
  // Whatever the hour: no event of today.
  await getDb()
    .deleteFrom('event')
    .where('at', '>', new Date(Date.now() - 30 * 3_600_000))
    .execute();
  building = manager.channels[0]?.buildingName ?? '';
  const { workspaceId } = manager;
  desk = (await memberIn({ workspaceId, grants: grantsOfPreset('front-desk', [building]) })).scope;
});

const query = (address = '') => parseTableQuery(roomsQuery, new URLSearchParams(address)).query;

test('who sees today’s events only is not given to read that there was never one', async () => {
  expect((await listBuildings(manager))[0]).toMatchObject({ onlyToday: false, heardAt: expect.any(String) });
  expect(await listBuildings(desk)).toMatchObject([{ onlyToday: true, heardAt: null }]);
  expect((await findBuilding(desk, building))?.doors[0]).toMatchObject({ onlyToday: true, heardAt: null });
  const { rows } = await listRooms(desk, query());
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ event, onlyToday }) => event === null && onlyToday)).toBe(true);
  const [at] = desk.channels;
  const room = at && (await findRoom(desk, at));
  const page = room && (await loadRoomPage(desk, room));
  expect(page?.onlyToday).toBe(true);
  expect(page?.doors.every(({ onlyToday, heardAt }) => onlyToday && heardAt === null)).toBe(true);
});

test('the filter for rooms without an event counts none of them', async () => {
  const { rows } = await listRooms(desk, query());
  expect(countEvents(rows).get('never') ?? 0).toBe(0);
  expect((await listRooms(desk, query('event=never'))).rows).toEqual([]);
});

import { beforeEach, expect, test } from 'vitest';
import { unmetCondition } from '@/lib/abilities/verb-conditions';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { findObstacle } from '@/lib/auth/find-obstacle';
import { findScope, type Scope } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import { findBuilding, listBuildings } from '@/lib/buildings/data';
import { getDb, getPool } from '@/lib/db/client';
import { fillBuilding } from '@/lib/readings/fill-building';
import { refreshRoomWhenStale } from '@/lib/readings/refresh-room';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findRoom, loadRoomPage } from './data';

useDatabase();
const { simulator } = useSimulator();

let vendor: SignedIn;
let member: SignedInMember;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'master_reading', 'share_reading', 'event_door'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  vendor = await signInAs(account, password, 'manager');
  member = await memberIn({
    workspaceId: vendor.scope.workspaceId,
    grants: { everywhere: ['events', 'people', 'masters'] },
  });
});

/** The holder signs out, and the list ages. */
async function leave(): Promise<Scope> {
  await endSessions(getDb(), { ids: [vendor.scope.sessionId], reason: 'signed-out' });
  await ageDeviceList(getPool(), { minutes: 6 });
  const scope = await member.as(findScope);
  if (!scope) throw new Error('the session has ended');
  return scope;
}

test('an old list says whether it is read again by itself, or nothing can read it', async () => {
  const fresh = await member.as(findScope);
  expect([fresh?.callers.length, fresh && findObstacle(fresh)]).toEqual([0, null]);
  await ageDeviceList(getPool(), { minutes: 6 });
  const holder = await vendor.as(findScope);
  expect(holder && findObstacle(holder)).toBe('cloud-list-outdated');
  const scope = await leave();
  expect(findObstacle(scope)).toBe('no-connection');
  expect(hidesEvents(scope)).toBe('no-connection');
  expect(unmetCondition({ freshList: true }, scope)).toBe('no-connection');
  expect(unmetCondition({ freshList: 'when-sent' }, scope)).toBeNull();
});

test('hidden events are not called unread: pages say when they were read', async () => {
  const building = vendor.scope.channels[0]?.buildingName ?? '';
  await freshenEvents(vendor.scope, { deep: 'newest' });
  const scope = await leave();
  const readings = [...(await readDoorReadings(scope)).values()];
  expect(new Set(readings.map(({ code }) => code))).toEqual(new Set(['no-connection']));
  expect((await listBuildings(scope))[0]).toMatchObject({ hidden: true, heardAt: null });
  const found = await findBuilding(scope, building);
  expect(found?.doors[0]).toMatchObject({ heardAt: null, hidden: { readAt: expect.any(String) } });
  const [at] = scope.channels;
  const room = at && (await findRoom(scope, at));
  if (!room) throw new Error('no room');
  const { doors } = await loadRoomPage(scope, room);
  expect(doors[0]).toMatchObject({ heardAt: null, hidden: { readAt: expect.any(String) } });
});

test('a page that reads rooms stores no failure where nothing can be asked', async () => {
  const { buildingName = '', roomKey = '' } = vendor.scope.channels[0] ?? {};
  const scope = await leave();
  const options = { signal: new AbortController().signal, onProgress: () => {} };
  expect(await fillBuilding(scope, buildingName, options)).toEqual({
    state: 'stalled',
    errorCode: 'no-connection',
  });
  await expect(refreshRoomWhenStale(scope, roomKey)).rejects.toThrow('no-connection');
  expect(await getDb().selectFrom('master_reading').selectAll().execute()).toEqual([]);
  expect(await getDb().selectFrom('share_reading').selectAll().execute()).toEqual([]);
});

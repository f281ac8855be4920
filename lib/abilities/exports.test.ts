import { beforeAll, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { exportedBuildings } from './exports';
import { namedBuildings } from './named-buildings';

useDatabase();
const { simulator } = useSimulator();

const everything = { building: [], door: [], room: [] };
let manager: SignedIn;
let here: { gid: string; roomKey: string; buildingName: string };
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  const [room] = manager.scope.channels;
  if (!room) throw new Error('no room');
  here = room;
  await getDb()
    .insertInto('former_building')
    .values({ workspace_id: manager.scope.workspaceId, gid: here.gid, building_name: 'Old Court' })
    .execute();
});

test('a file about a door is also about the buildings that the door served before', async () => {
  const { gid, roomKey, buildingName } = here;
  const both = [buildingName, 'Old Court'].sort();
  const { scope } = manager;
  expect(await exportedBuildings(scope, everything)).toBeNull();
  expect(await exportedBuildings(scope, { ...everything, door: [gid] })).toEqual(both);
  expect(await exportedBuildings(scope, { ...everything, room: [roomKey] })).toEqual(both);
  expect(await exportedBuildings(scope, { ...everything, building: both })).toEqual(both);
  expect(await exportedBuildings(scope, { ...everything, building: [buildingName] })).toEqual([buildingName]);
});

test('a member’s file is about no building that they do not see', async () => {
  const { gid, buildingName } = here;
  const grants = { buildings: [{ name: buildingName, capabilities: ['events' as const] }] };
  const { scope } = await memberIn({ workspaceId: manager.scope.workspaceId, grants });
  expect(await exportedBuildings(scope, { ...everything, door: [gid] })).toEqual([buildingName]);
});

test('an audit entry is about every building that its input names, and about all where it names what is not seen', () => {
  const { scope } = manager;
  const { gid, buildingName } = here;
  expect(namedBuildings(scope, { door: gid })).toEqual([buildingName]);
  expect(namedBuildings(scope, { building: [buildingName, 'Old Court'] })).toEqual(
    [buildingName, 'Old Court'].sort(),
  );
  expect(namedBuildings(scope, { doors: [{ gid }, { gid: 'hidden' }] })).toBeNull();
  expect(namedBuildings(scope, { room: 'hidden', building: buildingName })).toBeNull();
});

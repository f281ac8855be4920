import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { refreshDeviceList } from '@/lib/auth/device-list';
import { callerOf, findScope } from '@/lib/auth/scope';
import { findDoubt } from '@/lib/auth/standing';
import { renewDueLists } from '@/lib/auth/watch-device-lists';
import { getDb } from '@/lib/db/client';
import { assignMaster, removeMaster } from '@/lib/masters/mutations';
import { useDatabase } from '@/lib/testing/database';
import { moveListsBack } from '@/lib/testing/device-list';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
let rooms: number;
const landlord = () => simulator().accounts.landlord;

beforeEach(async () => {
  simulator().reset();
  await sql`truncate device_list, connection_channel, door, room_channel, session`.execute(getDb());
  owner = await signInAs(landlord().account, landlord().password, 'landlord');
  rooms = owner.scope.channels.length;
  expect(rooms).toBeGreaterThan(0);
  // The test before may have left another list in this process's memory.
  await read();
});

const empty = (times: number | null) =>
  simulator().faults.next({ call: 'sign', effect: 'answer', json: { re: 1, list: [] }, times });
const read = async () => (await refreshDeviceList(callerOf(owner.scope), 'person')).channels.length;
const sent = (call: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === call).length;

describe('an empty device list after a filled one', () => {
  test('is believed if the cloud repeats it a minute later, and not before', async () => {
    empty(null);
    expect(await read()).toBe(rooms);
    expect(await read()).toBe(rooms);
    await moveListsBack(59);
    expect(await read()).toBe(rooms);
    await moveListsBack(2);
    expect(await read()).toBe(0);
    expect((await owner.as(findScope))?.channels).toEqual([]);
    expect(await owner.as(findDoubt)).toBeNull();
  });

  test('is forgotten when the cloud lists the rooms again', async () => {
    empty(1);
    expect(await read()).toBe(rooms);
    expect(await owner.as(findDoubt)).toMatchObject({ emptyList: true });
    await moveListsBack(61);
    expect(await read()).toBe(rooms);
    expect(await owner.as(findDoubt)).toBeNull();
    empty(1);
    expect(await read()).toBe(rooms);
  });

  test('blocks changes of who may open a door, and says so', async () => {
    const [at] = owner.scope.channels;
    if (!at) throw new Error('no room');
    empty(1);
    await read();
    const before = ['Authowner', 'AuthChange'].map(sent);
    const master = { master: 'guest@harbor.example' };
    const code = 'cloud-list-in-doubt';
    const room = simulator().cloud.world.findRoom(at.gid, at.channel);
    if (room) room.master = null;
    expect(await assignMaster(owner.scope, at, master)).toEqual({ state: 'failed', code });
    if (room) room.master = 'guest@harbor.example';
    expect(await removeMaster(owner.scope, at)).toEqual({ state: 'failed', code });
    expect(['Authowner', 'AuthChange'].map(sent)).toEqual(before);
    await read();
    expect(await removeMaster(owner.scope, at)).toMatchObject({ state: 'verified' });
  });

  test('is not believed because its person signs in', async () => {
    empty(1);
    const again = await signInAs(landlord().account, landlord().password, 'landlord');
    expect(again.scope.channels).toHaveLength(rooms);
    expect(await owner.as(findDoubt)).toMatchObject({ emptyList: true });
    expect((await owner.as(findScope))?.channels).toHaveLength(rooms);
  });

  test('is requested again in the background after the minute', async () => {
    empty(1);
    await read();
    await moveListsBack(58);
    expect(await renewDueLists()).toHaveLength(0);
    await moveListsBack(3);
    await Promise.all(await renewDueLists());
    expect(await owner.as(findDoubt)).toBeNull();
    expect(await renewDueLists()).toHaveLength(0);
  });
});

test('an empty list is believed at once where none was filled before', async () => {
  await sql`truncate device_list, connection_channel, door, room_channel`.execute(getDb());
  empty(1);
  expect(await read()).toBe(0);
  expect(await owner.as(findDoubt)).toBeNull();
});

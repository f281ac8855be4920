import { beforeEach, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addPlainBuilding } from '@/lib/simulator/world/seed';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenRoom, nameRooms } from '../../feed/freshen';
import { syncDoor } from '../sync-door';

useDatabase();
const { simulator } = useSimulator({ settings: { pageSize: 5 } });

const eventsOfRoom = 300;
let scope: Scope;
let room: { gid: string; channel: number; roomKey: string };

beforeEach(async () => {
  simulator().reset();
  const house = { name: 'Deep House', rooms: 2, doors: 1, timezone: 8, visitsPerDay: 0, days: 0 };
  const [flat] = addPlainBuilding(simulator().cloud.world, house);
  if (!flat) throw new Error('the made-up world took no further building');
  const newest = Date.UTC(2026, 10, 20);
  for (let n = 0; n < eventsOfRoom; n++) {
    flat.door.events.add({ at: newest - (eventsOfRoom - n) * 60_000, type: 5, channel: flat.channel });
  }
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  const channel = scope.channels.find((one) => one.gid === flat.door.gid && one.channel === flat.channel);
  if (!channel) throw new Error('the manager does not see the flat');
  room = channel;
});

const askedForRoom = () =>
  simulator()
    .log()
    .filter(({ call, channel }) => call === 'GetAkeysHis' && channel === room.channel).length;

async function countNamed(): Promise<number> {
  const rows = await getDb()
    .selectFrom('event')
    .select('id')
    .where('gid', '=', room.gid)
    .where('channel', '=', room.channel)
    .where('attribution', '=', 'stream')
    .execute();
  return rows.length;
}

it('reads some of a room’s own list for its page, and leaves the rest to the feeder, which misses none', async () => {
  await syncDoor(scope, room.gid, { priority: 'background' });
  await freshenRoom(scope, room.roomKey);
  const asked = askedForRoom();
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThan(40);
  expect(await countNamed()).toBeLessThan(eventsOfRoom);
  await freshenRoom(scope, room.roomKey);
  expect(askedForRoom() - asked).toBeLessThan(10);

  await nameRooms(scope, { priority: 'background' });
  expect(await countNamed()).toBe(eventsOfRoom);
});

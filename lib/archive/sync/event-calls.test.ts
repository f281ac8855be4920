import { beforeEach, describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { addAccount } from '@/lib/simulator/control/alter-world';
import { addCountedDoors, counted, countedBuildings } from '@/lib/testing/counted-doors';
import { useDatabase } from '@/lib/testing/database';
import { clearArchive } from '@/lib/testing/one-door';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { freshenEvents, nameRooms } from '../feed/freshen';
import { syncDoor } from './sync-door';

useDatabase();
const { simulator } = useSimulator();

const { roomsPerDoor, eventsPerRoom } = counted;
const allowed = { room: 3, door: 5 };
const password = 'a-password-of-tests';
const type = 1;

let channelsOf: Map<string, number[]>;

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('session').execute();
  await clearArchive();
});

async function signIn(role: 'manager' | 'landlord'): Promise<Scope> {
  const { cloud, accounts } = simulator();
  if (role === 'landlord') {
    channelsOf = addCountedDoors(cloud, accounts.landlord.account);
    return signInScope(accounts.landlord.account, accounts.landlord.password, role);
  }
  channelsOf = addCountedDoors(cloud, accounts.landlord.account);
  const account = 'counted-manager@example.com';
  addAccount(cloud, {
    account,
    password,
    type,
    manages: countedBuildings,
  });
  return signInScope(account, password, role);
}

function callsOf(gid: string, from = 0): number {
  return simulator()
    .log()
    .slice(from)
    .filter((entry) => entry.call === 'GetAkeysHis' && entry.gid === gid).length;
}

async function archived(scope: Scope, gid: string): Promise<number> {
  const { count } = await getDb()
    .selectFrom('event')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', scope.workspaceId)
    .where('gid', '=', gid)
    .executeTakeFirstOrThrow();
  return count;
}

/** The newest events of each door first, then down to the first one, as the feeder reads. */
async function readAsFed(scope: Scope): Promise<void> {
  let toRead = [...channelsOf.keys()];
  for (const deep of ['newest', 'some'] as const) {
    const unfinished: string[] = [];
    for (const gid of toRead) {
      const { more } = await syncDoor(scope, gid, { priority: 'background', deep });
      if (more) unfinished.push(gid);
    }
    toRead = unfinished;
  }
  expect(toRead).toEqual([]);
}

const clouds = [
  {},
  { eventOrder: 'oldest-first' },
  { firstRecord: 0 },
  { firstRecord: 0, eventOrder: 'oldest-first' },
  { pageSize: 50 },
  { reversedPages: true },
] as const;

describe.each(['manager', 'landlord'] as const)('a %s', (role) => {
  it.each(clouds)(
    'asks for events three times a room and five times a door at most, besides full pages: %j',
    async (settings) => {
      simulator().faults.set(settings);
      const scope = await signIn(role);
      await readAsFed(scope);
      await nameRooms(scope, { priority: 'background' });
      const pageSize = 'pageSize' in settings ? settings.pageSize : 200;
      const lists = role === 'manager' ? [roomsPerDoor * eventsPerRoom] : [];
      const full = [...lists, ...Array.from({ length: roomsPerDoor }, () => eventsPerRoom)]
        .map((events) => Math.floor(events / pageSize))
        .reduce((sum, pages) => sum + pages, 0);
      for (const gid of channelsOf.keys()) {
        expect(await archived(scope, gid)).toBe(roomsPerDoor * eventsPerRoom);
      }
      for (const gid of channelsOf.keys())
        expect(callsOf(gid)).toBeLessThanOrEqual(allowed.room * roomsPerDoor + allowed.door + full);
    },
  );

  it.each(clouds)('asks a quiet list once each look: %j', async (settings) => {
    simulator().faults.set(settings);
    const scope = await signIn(role);
    const look = async () => {
      await freshenEvents(scope, { anyway: true, doors: [...channelsOf.keys()] });
      await nameRooms(scope, { priority: 'background' });
    };
    await look();
    const from = simulator().log().length;
    await look();
    for (const gid of channelsOf.keys())
      expect(callsOf(gid, from)).toBe(role === 'manager' ? 1 : roomsPerDoor);
  });
});

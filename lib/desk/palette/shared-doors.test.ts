import { beforeAll, expect, test } from 'vitest';
import { countEvents, streamEvents } from '@/lib/archive/events/data';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { eventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';
import { findBuilding } from '@/lib/buildings/data';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { storeChannels } from '@/lib/devices/mutations';
import type { Channel } from '@/lib/doordeer/words';
import { readDoorPlaces, readDoorWords } from '@/lib/places/data';
import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findInPalette } from './data';

useDatabase();
const { simulator } = useSimulator();

let manager: SignedIn;
let own: string;
let other: string;
let scope: Scope;
const gid = 'SHARED';
const gate = { id: 'A01', alias: 'Gate' };
const foreignLock = { id: 'A02', alias: 'Wharf shutter' };

/** One more door, whose first room is of a building that the member does not see. */
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  await freshenEvents(manager.scope);
  const { channels, workspaceId, connectionId } = manager.scope;
  [own = '', other = ''] = [...new Set(channels.map(({ buildingName }) => buildingName))];
  const device = {
    ...{ kind: 'doorbell' as const, model: 'M1', timezone: 8, devicePassword: null, fixedPassword: null },
    locks: [],
  };
  const listed: Channel[] = [
    ...[other, own].map((buildingName, at) => ({
      ...{ ...device, gid, channel: at + 1, buildingName, unitLabel: `9-0${at}`, relation: 'other' as const },
      locks: buildingName === own ? [gate] : [gate, foreignLock],
    })),
    ...channels.map(({ gid: of, channel, buildingName, unitLabel, relation }) => ({
      ...{ ...device, gid: of, channel, buildingName, unitLabel, relation },
    })),
  ];
  await storeChannels(
    { workspaceId, connectionId },
    { channels: listed, asked: 1_000_000_000, askedAt: databaseDate() },
  );
  await getDb()
    .updateTable('event')
    .set({ gid, channel: 2, building_name: own })
    .where('gid', '=', channels.find(({ buildingName }) => buildingName === own)?.gid ?? '')
    .execute();
  const capabilities = ['people', 'doorcodes', 'events'] as const;
  scope = (
    await memberIn({ workspaceId, grants: { buildings: [{ name: own, capabilities: [...capabilities] }] } })
  ).scope;
  expect([...scope.sharedGids]).toEqual([gid]);
});

test('a door of two buildings is named by what both have', async () => {
  const [place] = (await readDoorPlaces(scope)).filter((one) => one.gid === gid);
  expect(place).toMatchObject({ door: 'Gate', doorHere: 'Gate', locks: [gate] });
});

test('no list, page, search or event tells a member the name or the locks of the other building', async () => {
  const { rows } = await listRooms(scope, roomsQuery.parse({ limit: 500 }));
  const building = await findBuilding(scope, own);
  const events = [];
  for await (const event of streamEvents(scope, eventsQuery.parse({})))
    if (event.gid === gid) events.push(event);
  expect(events.length).toBeGreaterThan(0);
  expect(building?.doors.find((door) => door.gid === gid)).toMatchObject({ label: 'Gate', locks: [gate] });
  const words = Object.fromEntries(await readDoorWords(scope));
  const shown = JSON.stringify([rows, building, events, await readDoorPlaces(scope), words]);
  expect(shown).toContain(gid);
  for (const hidden of [other, foreignLock.alias]) {
    expect(shown).not.toContain(hidden);
    expect(JSON.stringify(await findInPalette(scope, hidden))).not.toContain(gid);
    expect(await countEvents(scope, eventsQuery.parse({ q: hidden }))).toMatchObject({ total: 0 });
  }
});

import { beforeAll, describe, expect, it } from 'vitest';
import { listEvents } from '@/lib/archive/events/data';
import { findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { eventsQuery } from '@/lib/archive/search/schema';
import { syncDoor } from '@/lib/archive/sync/sync-door';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { getDb } from '@/lib/db/client';
import { writeDefaultDoorNames } from '@/lib/devices/write-door-names';
import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { keepDoorcodes, keepMasters, keepShares } from '@/lib/readings/mutations';
import { listPeople } from '@/lib/registers/people/data';
import { createPerson } from '@/lib/registers/people/mutations';
import { peopleQuery } from '@/lib/registers/people/schema';
import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';

useDatabase();
useSimulator();

let scope: Scope;
let rear: { gid: string; channel: number; roomKey: string; buildingName: string };
const account = 'Katharina.Lindqvist@tenant.example';

beforeAll(async () => {
  scope = await signInScope('manager@harbor.example', 'doordeer-demo', 'manager');
  const doors = await getDb()
    .selectFrom('door')
    .select(['gid', 'locks'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  const gid = doors.find(({ locks }) => locks.some(({ alias }) => alias === 'Rear lock'))?.gid;
  const found = scope.channels.find((channel) => channel.gid === gid);
  if (!found) throw new Error('the simulator has a door with the alias "Rear lock"');
  rear = found;
  // The door's own name must not hide its lock's alias from search.
  await getDb()
    .insertInto('door_detail')
    .values({ workspace_id: scope.workspaceId, gid: rear.gid, name: 'Hofeingang' })
    .execute();
  const read = { gid: rear.gid, channel: rear.channel, state: 'ok', asked: 1, askedAt: new Date() } as const;
  await keepMasters(scope.workspaceId, [{ ...read, value: account }]);
  await keepShares(scope.workspaceId, [{ ...read, value: ['someone.else@tenant.example'] }]);
  await keepDoorcodes(scope.workspaceId, [
    {
      ...read,
      value: [
        {
          name: 'Plumber',
          validType: 3,
          from: { date: '2026-01-01', time: '00:00:00' },
          to: { date: '2036-01-01', time: '00:00:00' },
          digits: '80532071',
          pictureUrl: '',
          lockIds: ['A01'],
          usable: true,
        },
      ],
    },
  ]);
  for (const door of gidsOf(scope).slice(0, 3)) await syncDoor(scope, door, { priority: 'background' });
  await syncDoor(scope, rear.gid, { priority: 'background' });
});

async function found(q: string) {
  const [rooms, masters, shares, codes, buildings, doors, people, events] = await Promise.all([
    listRooms(scope, roomsQuery.parse({ q })),
    listMasters(scope, mastersQuery.parse({ q })),
    listShares(scope, sharesQuery.parse({ q })),
    listDoorcodes(scope, doorcodesQuery.parse({ q })),
    findBuildings(scope, buildingsQuery.parse({ q })),
    findDoors(scope, healthQuery.parse({ q })),
    listPeople(scope, peopleQuery.parse({ q })),
    listEvents(scope, eventsQuery.parse({ q })),
  ]);
  return {
    rooms: rooms.total,
    masters: masters.total,
    shares: shares.total,
    codes: codes.total,
    buildings: buildings.length,
    doors: doors.map(({ gid }) => gid),
    people: people.total,
    eventDoors: [...new Set(events.rows.map(({ gid }) => gid))],
  };
}

describe('a search', () => {
  it.each(['Hofeingang', 'rear lock', 'REAR LOKC', 'Hofeingnag'])(
    'finds a door by %s in every list',
    async (q) => {
      const hits = await found(q);
      expect(hits.doors).toContain(rear.gid);
      expect(hits.eventDoors).toContain(rear.gid);
      expect(hits).toMatchObject({ shares: expect.any(Number), people: 0 });
      for (const list of ['rooms', 'masters', 'shares', 'codes', 'buildings'] as const) {
        expect(hits[list], list).toBeGreaterThan(0);
      }
    },
  );

  it('finds a door without aliases by its number and by its default name', async () => {
    const nameless = await getDb()
      .selectFrom('door')
      .select(['gid', 'default_name', 'building_name'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('gid', '<>', rear.gid)
      .orderBy('gid')
      .executeTakeFirstOrThrow();
    await getDb()
      .transaction()
      .execute(async (trx) => {
        const locks = JSON.stringify([{ id: 'A01', alias: '' }]);
        await trx.updateTable('door').set({ locks }).where('gid', '=', nameless.gid).execute();
        await writeDefaultDoorNames(trx, scope.workspaceId);
      });
    const { default_name: name } = await getDb()
      .selectFrom('door')
      .select('default_name')
      .where('gid', '=', nameless.gid)
      .executeTakeFirstOrThrow();
    expect(name).not.toContain(nameless.gid);
    for (const q of [nameless.gid, name]) expect((await found(q)).doors, q).toEqual([nameless.gid]);
  });

  it('finds a door also if the name of a code or an account matches the text, or nearly', async () => {
    const other = await getDb()
      .selectFrom('event')
      .select(['gid', 'who_id'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('gid', '<>', rear.gid)
      .where('who_id', 'is not', null)
      .limit(1)
      .executeTakeFirstOrThrow();
    const call = (folded: string) =>
      getDb().updateTable('event_who').set({ folded }).where('id', '=', Number(other.who_id)).execute();
    await call('gerard@tenant.example');
    for (const q of ['raer', 'rear']) expect((await found(q)).eventDoors, q).toContain(rear.gid);
    expect((await found('raer')).eventDoors).toContain(other.gid);
    await call('rear gate cleaner');
    expect((await found('rear')).eventDoors).toEqual(expect.arrayContaining([rear.gid, other.gid]));
    const query = eventsQuery.parse({ q: 'rear', limit: 20 });
    const first = await listEvents(scope, query);
    const second = await listEvents(scope, { ...query, after: first.next ?? undefined });
    const both = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(new Set(both).size).toBe(40);
    expect((await listEvents(scope, { ...query, limit: 40 })).rows.map(({ id }) => id)).toEqual(both);
    // In Chinese there are no blanks between words, and words have two characters.
    const renamed = (name: string) =>
      getDb().updateTable('door_detail').set({ name }).where('gid', '=', rear.gid).execute();
    const { name: before = '' } =
      (await getDb()
        .selectFrom('door_detail')
        .select('name')
        .where('gid', '=', rear.gid)
        .executeTakeFirst()) ?? {};
    await renamed('庭院后门');
    await call('后门访客');
    expect((await found('后门')).eventDoors).toEqual(expect.arrayContaining([rear.gid, other.gid]));
    await renamed(before);
    // Every door's name contains its building's name, so that name does not single out a door.
    await call('overview@tenant.example');
    expect((await found('view')).eventDoors).not.toContain(rear.gid);
  });

  it.each([account, 'lindqvist', 'LINDQVITS'])('finds a vendor account by %s', async (q) => {
    expect(await found(q)).toMatchObject({ rooms: 1, masters: 1, shares: 0, doors: [] });
  });

  it('forgives no typo if a row contains the typed text', async () => {
    const person = (name: string) =>
      createPerson(scope, {
        name,
        email: '',
        phone: '',
        roomKey: rear.roomKey,
        movedIn: null,
        movedOut: null,
        note: '',
      });
    await person('Marta Exact');
    await person('Marga Near');
    expect((await found('marta')).people).toBe(1);
    expect((await found('marfa')).people).toBe(2);
  });

  it('forgives none in digits', async () => {
    expect((await found('80532071')).codes).toBe(1);
    expect((await found('80532072')).codes).toBe(0);
  });
});

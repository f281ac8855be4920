import { beforeAll, describe, expect, it } from 'vitest';
import { findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import type { Scope } from '@/lib/auth/scope';
import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { getDb } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { storeChannels } from '@/lib/devices/mutations';
import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { Secret } from '@/lib/doordeer/secret';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { keepDoorcodes, keepMasters, keepShares } from '@/lib/readings/mutations';
import { listKeys } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
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
import { handedKeyKeys } from '@/lib/text/stored-keys';
import { findInPalette } from './data';

useDatabase();
const { simulator } = useSimulator();

/** In the order that a person expects. Two of them sort as equal, but are different texts. */
const units = ['1A', '2', '２Ａ', '10A', '010A', '11'];
const name = 'Zoë Größl';
let scope: Scope;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  const signedIn = await signInScope(account, password, 'manager');
  const listed = units.toReversed().map((unitLabel, at) => ({
    gid: `G${at}`,
    channel: 1,
    kind: 'doorbell' as const,
    model: 'D100',
    buildingName: `Große Höfe ${unitLabel}`,
    unitLabel,
    relation: 'landlord' as const,
    locks: [{ id: 'A01', alias: `Tür ${unitLabel}` }],
    timezone: 8,
    devicePassword: new Secret(''),
    fixedPassword: new Secret(''),
  }));
  const order = await drawReadingOrder();
  const { channels, cameras } = await storeChannels(signedIn, { ...order, channels: listed });
  scope = { ...signedIn, channels, cameras };
  const read = listed.map(({ gid, channel, unitLabel }) => ({
    at: { gid, channel, state: 'ok' as const, asked: order.asked, askedAt: order.askedAt },
    account: `Zoë.Größl.${unitLabel}@mail.example`,
    unitLabel,
  }));
  await keepMasters(
    scope.workspaceId,
    read.map(({ at, account: value }) => ({ ...at, value })),
  );
  await keepShares(
    scope.workspaceId,
    read.map(({ at, account: value }) => ({ ...at, value: [value] })),
  );
  await keepDoorcodes(
    scope.workspaceId,
    read.map(({ at, unitLabel }, index) => ({
      ...at,
      value: [
        {
          name: `${name} ${unitLabel}`,
          validType: 3,
          from: { date: '2026-01-01', time: '00:00:00' },
          to: { date: '2126-01-01', time: '00:00:00' },
          digits: `8053207${index}`,
          pictureUrl: '',
          lockIds: [],
          usable: true,
        },
      ],
    })),
  );
  for (const room of channels) {
    const texts = { number: `C-${room.unitLabel}`, label: '', holder: `${name} ${room.unitLabel}`, note: '' };
    const place = { building_name: room.buildingName, unit_label: room.unitLabel };
    await createPerson(scope, {
      name: texts.holder,
      email: '',
      phone: '',
      note: '',
      movedIn: null,
      movedOut: null,
      roomKey: room.roomKey,
    });
    await getDb()
      .insertInto('handed_key')
      .values({
        workspace_id: scope.workspaceId,
        kind: 'card',
        ...texts,
        ...place,
        ...handedKeyKeys({ ...texts, ...place }),
        room_key: room.roomKey,
        handed_on: '2026-01-01',
        state: 'handed-out',
      })
      .execute();
  }
});

type Asked = { q?: string; sort?: string; dir?: string; offset?: number; limit?: number };
const unitsOf =
  <Query>(
    list: (scope: Scope, query: Query) => Promise<{ rows: { unit: string }[] }>,
    schema: { parse(asked: Asked): Query },
  ) =>
  async (asked: Asked): Promise<string[]> =>
    (await list(scope, schema.parse(asked))).rows.map(({ unit }) => unit);

const lists = {
  people: ['room', unitsOf(listPeople, peopleQuery)],
  'people by name': ['name', unitsOf(listPeople, peopleQuery)],
  keys: ['room', unitsOf(listKeys, keysQuery)],
  'keys by number': ['number', unitsOf(listKeys, keysQuery)],
  'keys by holder': ['holder', unitsOf(listKeys, keysQuery)],
  rooms: ['room', unitsOf(listRooms, roomsQuery)],
  'rooms by master': ['master', unitsOf(listRooms, roomsQuery)],
  masters: ['room', unitsOf(listMasters, mastersQuery)],
  'masters by account': ['master', unitsOf(listMasters, mastersQuery)],
  shares: ['room', unitsOf(listShares, sharesQuery)],
  'shares by account': ['account', unitsOf(listShares, sharesQuery)],
  doorcodes: ['room', unitsOf(listDoorcodes, doorcodesQuery)],
  'doorcodes by name': ['name', unitsOf(listDoorcodes, doorcodesQuery)],
  buildings: [
    'name',
    async ({ offset = 0, limit = 500, ...asked }) =>
      (await findBuildings(scope, buildingsQuery.parse(asked)))
        .slice(offset, offset + limit)
        .map((row) => row.name.slice('Große Höfe '.length)),
  ],
  doors: [
    'door',
    async ({ offset = 0, limit = 500, ...asked }) =>
      (await findDoors(scope, healthQuery.parse(asked)))
        .slice(offset, offset + limit)
        .map((row) => row.building.slice('Große Höfe '.length)),
  ],
} satisfies Record<string, [string, (asked: Asked) => Promise<string[]>]>;

/** 10A and 010A are the same number, so either may come first. */
const numbers = (found: string[]) => found.map((unit) => unit.normalize('NFKC').replace(/^0+/, ''));

describe.each(Object.entries(lists))('the list of %s', (list, [sort, ask]) => {
  it('puts 10A after 2, whatever the width, and is reversed in descending order', async () => {
    expect(numbers(await ask({ sort, dir: 'asc' }))).toEqual(numbers(units));
    expect(numbers(await ask({ sort, dir: 'desc' }))).toEqual(numbers(units).toReversed());
  });

  it('has each row once on its pages, also if two rows sort as equal', async () => {
    for (const dir of ['asc', 'desc']) {
      const whole = await ask({ sort, dir });
      const pages = await Promise.all(
        [0, 1, 2, 3, 4, 5].map((offset) => ask({ sort, dir, offset, limit: 1 })),
      );
      expect(pages.flat()).toEqual(whole);
      expect(new Set(whole).size).toBe(units.length);
    }
  });

  it.each(
    list === 'buildings' || list === 'doors'
      ? ['GROSSE', 'GROẞE', 'große hÖFE', 'ＧＲＯＳＳＥ', 'HÖFE']
      : ['ZOË', 'zoë', 'GRÖSSL', 'GRÖẞL', 'größl', 'ＧＲÖＳＳＬ', 'Gro\u0308ßl'],
  )('finds all by %s', async (q) => {
    expect((await ask({ q })).length).toBe(units.length);
  });

  it.each(['11', '１１'])('finds one by %s', async (q) => {
    expect(await ask({ q })).toEqual(['11']);
  });
});

it.each(['GRÖẞL 11', 'ＧＲÖＳＳＬ １１', 'ZOË GRÖSSL 11'])(
  'the palette finds people, codes and accounts by %s',
  async (q) => {
    const kinds = (await findInPalette(scope, q)).map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['people', 'doorcodes', 'accounts']));
  },
);

import { globSync } from 'node:fs';
import { beforeAll, describe, expect, it, test } from 'vitest';
import type { z } from 'zod';
import { GET as exportAudit } from '@/app/api/audit/export/route';
import { GET as getAudit } from '@/app/api/audit/route';
import { GET as exportBuildings } from '@/app/api/buildings/export/route';
import { GET as getBuildings } from '@/app/api/buildings/route';
import { GET as exportDoorcodes } from '@/app/api/doorcodes/export/route';
import { GET as getDoorcodes } from '@/app/api/doorcodes/route';
import { GET as exportEvents } from '@/app/api/events/export/route';
import { GET as exportHealth } from '@/app/api/events/health/export/route';
import { GET as getHealth } from '@/app/api/events/health/route';
import { GET as getEvents } from '@/app/api/events/route';
import { GET as getFiles } from '@/app/api/exports/route';
import { GET as getJobs } from '@/app/api/jobs/route';
import { GET as exportKeys } from '@/app/api/keys/export/route';
import { GET as getKeys } from '@/app/api/keys/route';
import { GET as exportMasters } from '@/app/api/masters/export/route';
import { GET as getMasters } from '@/app/api/masters/route';
import { GET as exportPeople } from '@/app/api/people/export/route';
import { GET as getPeople } from '@/app/api/people/route';
import { GET as exportRooms } from '@/app/api/rooms/export/route';
import { GET as getRooms } from '@/app/api/rooms/route';
import { GET as exportShares } from '@/app/api/shares/export/route';
import { GET as getShares } from '@/app/api/shares/route';
import { refuseEvents } from '@/lib/abilities/archive';
import { listEvents } from '@/lib/archive/events/data';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { findDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { eventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';
import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { listAudit } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { listDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import type { DeskError } from '@/lib/errors';
import { listFiles } from '@/lib/files/data';
import { filesQuery } from '@/lib/files/schema';
import { listJobs } from '@/lib/jobs/data';
import { jobsQuery } from '@/lib/jobs/schema';
import { planMasters } from '@/lib/masters/bulk';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { keepDoorcodes, keepShares } from '@/lib/readings/mutations';
import { createKeyAction } from '@/lib/registers/keys/actions';
import { listKeys } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
import { describeKeys } from '@/lib/registers/keys/selection';
import { createPersonAction } from '@/lib/registers/people/actions';
import { listPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { describePeople } from '@/lib/registers/people/selection';
import { registerRooms } from '@/lib/registers/rooms';
import { listRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { planShares } from '@/lib/shares/bulk';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { useDatabase } from '@/lib/testing/database';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { storeFile } from '@/lib/testing/stored-file';
import { storeJob } from '@/lib/testing/stored-job';
import { parseListAddress, type TableState } from './query';
import type { SearchRecord } from './search-params';
import type { BulkSelection } from './selection';

useDatabase();
const { simulator } = useSimulator();

type Handler = typeof getRooms;
type AnyList = {
  name: string;
  schema: z.ZodObject & z.ZodType<TableState>;
  get: Handler;
  exported?: Handler;
  /** Rows that match an address that is understood. */
  count: (scope: Scope, params: SearchRecord) => Promise<number>;
  /** Rows that a bulk change of "all that match" would take. */
  bulk?: (scope: Scope, selection: BulkSelection) => Promise<number>;
};

/** Gives `count` the output of its own schema. */
function list<S extends z.ZodObject & z.ZodType<TableState>>(
  given: Omit<AnyList, 'schema' | 'count'> & {
    schema: S;
    count: (scope: Scope, query: z.output<S>) => Promise<number>;
  },
): AnyList {
  const { schema, count, ...rest } = given;
  return { ...rest, schema, count: (scope, params) => count(scope, schema.parse(params)) };
}

const totalOf = ({ total }: { total: number }) => total;
const stepsOf = ({ steps }: { steps: readonly unknown[] }) => steps.length;
const lists = [
  list({
    ...{ name: 'rooms', schema: roomsQuery, get: getRooms, exported: exportRooms },
    count: (scope, query) => listRooms(scope, query).then(totalOf),
  }),
  list({
    ...{ name: 'buildings', schema: buildingsQuery, get: getBuildings, exported: exportBuildings },
    count: (scope, query) => findBuildings(scope, query).then(({ length }) => length),
  }),
  list({
    ...{ name: 'masters', schema: mastersQuery, get: getMasters, exported: exportMasters },
    count: (scope, query) => listMasters(scope, query).then(totalOf),
    bulk: (scope, selection) => planMasters(scope, { action: 'remove', selection }).then(stepsOf),
  }),
  list({
    ...{ name: 'shares', schema: sharesQuery, get: getShares, exported: exportShares },
    count: (scope, query) => listShares(scope, query).then(totalOf),
    bulk: (scope, selection) => planShares(scope, { selection }).then(stepsOf),
  }),
  list({
    ...{ name: 'doorcodes', schema: doorcodesQuery, get: getDoorcodes, exported: exportDoorcodes },
    count: (scope, query) => listDoorcodes(scope, query).then(totalOf),
    bulk: (scope, selection) => planDoorcodes(scope, { selection }).then(stepsOf),
  }),
  list({
    ...{ name: 'events', schema: eventsQuery, get: getEvents, exported: exportEvents },
    // A foreign door is refused before the list is read.
    count: async (scope, query) =>
      refuseEvents(scope, query) ? 0 : (await listEvents(scope, query)).rows.length,
  }),
  list({
    ...{ name: 'events/health', schema: healthQuery, get: getHealth, exported: exportHealth },
    count: (scope, query) => findDoors(scope, query).then(({ length }) => length),
  }),
  list({
    ...{ name: 'people', schema: peopleQuery, get: getPeople, exported: exportPeople },
    count: (scope, query) => listPeople(scope, query).then(totalOf),
    bulk: (scope, selection) => describePeople(scope, selection).then(({ count }) => count),
  }),
  list({
    ...{ name: 'keys', schema: keysQuery, get: getKeys, exported: exportKeys },
    count: (scope, query) => listKeys(scope, query).then(totalOf),
    bulk: (scope, selection) => describeKeys(scope, selection).then(({ count }) => count),
  }),
  list({
    ...{ name: 'audit', schema: auditQuery, get: getAudit, exported: exportAudit },
    count: (scope, query) => listAudit(scope, query, 'UTC').then(totalOf),
  }),
  list({
    ...{ name: 'jobs', schema: jobsQuery, get: getJobs },
    count: (scope, query) => listJobs(scope, query).then(totalOf),
  }),
  list({
    ...{ name: 'exports', schema: filesQuery, get: getFiles },
    count: (scope, query) => listFiles(scope, query).then(totalOf),
  }),
];

const ordering = ['sort', 'dir', 'offset', 'limit'];
const filtersOf = ({ schema }: AnyList) => Object.keys(schema.shape).filter((key) => !ordering.includes(key));
const cases = lists.flatMap((one) => filtersOf(one).map((key) => [`${one.name}?${key}=`, key, one] as const));

let manager: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  const { workspaceId } = manager.scope;
  const [door] = manager.scope.channels;
  const [room] = registerRooms(manager.scope);
  if (!door || !room) throw new Error('no door');
  const at = {
    gid: door.gid,
    channel: door.channel,
    asked: 1_000_001,
    askedAt: new Date(),
    state: 'ok' as const,
  };
  await keepShares(workspaceId, [{ ...at, value: ['one@share.example'] }]);
  const window = {
    from: { date: '2020-01-01', time: '00:00:00' },
    to: { date: '2099-01-01', time: '00:00:00' },
  };
  const code = {
    name: 'Code',
    validType: 3,
    digits: '10000001',
    pictureUrl: '',
    lockIds: ['A01'],
    usable: true,
  };
  await keepDoorcodes(workspaceId, [{ ...at, value: [{ ...code, ...window }] }]);
  await freshenEvents(manager.scope);
  const person = { name: 'Ada', email: '', phone: '', movedIn: '', movedOut: '', note: '' };
  await manager.as(() => createPersonAction({ ...person, roomKey: room.roomKey }));
  const key = { kind: 'card', number: '04:A3:11', label: '', holder: 'Ada', personId: '', roomKey: '' };
  const handed = {
    state: 'handed-out',
    handedOn: '2026-05-01',
    endedOn: '',
    deposit: '',
    currency: 'CNY',
    note: '',
  };
  await manager.as(() => createKeyAction({ ...key, ...handed }));
  await storeFile(manager.scope);
  await storeJob(manager.scope, { kind: 'revoke-shares', state: 'done' });
});

const unknown = 'no-such-value';

async function ask(handler: Handler, search: string) {
  const request = new Request(`http://doordesk.test/api/list${search}`);
  const response = await manager.as(() => handler(request, { params: Promise.resolve({}) }));
  return { status: response.status, body: response.ok ? null : await response.json() };
}

test('the table holds every list that has an export', () => {
  const exports = globSync('app/api/**/export/route.ts').map((file) =>
    file.slice(8, -'/export/route.ts'.length),
  );
  // The failures of one job, which have no filters.
  const expected = exports.filter((name) => name !== 'jobs');
  expect(
    lists
      .filter(({ exported }) => exported)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(expected.sort());
});

describe('an unknown value of a filter', () => {
  it.each(cases)('%s shows no rows on a page, and is named', async (_, key, { schema, count }) => {
    expect(await count(manager.scope, {})).toBeGreaterThan(0);
    const { unread, query } = parseListAddress(schema, { [key]: unknown });
    if (query === null) expect(unread).toEqual([key]);
    else expect(await count(manager.scope, { [key]: unknown })).toBe(0);
  });

  it.each(cases)('%s is refused by rows and export, in words', async (_, key, { schema, get, exported }) => {
    if (schema.safeParse({ [key]: unknown }).success) return;
    for (const handler of [get, ...(exported ? [exported] : [])]) {
      const { status, body } = await ask(handler, `?${key}=${unknown}`);
      expect(status).toBe(400);
      expect(body).toMatchObject({ error: 'invalid-input', message: expect.stringContaining(`: ${key}.`) });
    }
  });

  it.each(cases)('%s is in no selection of all that match', async (_, key, { schema, bulk }) => {
    if (!bulk) return;
    const all = (query: Record<string, string>) => bulk(manager.scope, { all: true, except: [], query });
    expect(await all({})).toBeGreaterThan(0);
    if (schema.safeParse({ [key]: unknown }).success) expect(await all({ [key]: unknown })).toBe(0);
    else
      await expect(all({ [key]: unknown })).rejects.toSatisfy(
        ({ code, fields }: DeskError) =>
          code === 'invalid-input' &&
          Object.keys(fields ?? {})
            .join()
            .split('.')[0] === key,
      );
  });
});

describe('a filter that is given twice', () => {
  const single = cases.filter(([, key, { schema }]) => !schema.safeParse({ [key]: ['x', 'y'] }).success);

  it.each(single)('%s is not lost to an empty one', async (_, key, { schema, get, exported, bulk }) => {
    expect(parseListAddress(schema, { [key]: [unknown, ''] }).unread).toEqual([key]);
    for (const handler of [get, ...(exported ? [exported] : [])])
      expect((await ask(handler, `?${key}=${unknown}&${key}=`)).status).toBe(400);
    const query = { [key]: [unknown, ''] };
    if (bulk) await expect(bulk(manager.scope, { all: true, except: [], query })).rejects.toThrow();
  });

  it('is one of the search of each list', () => {
    expect(single.filter(([, key]) => key === 'q').map(([name]) => name)).toEqual(
      lists.map(({ name }) => `${name}?q=`),
    );
  });
});

describe('a name that no filter has', () => {
  const selecting = lists.flatMap(({ name, bulk }) => (bulk ? [[name, bulk] as const] : []));

  it.each(lists)('$name has it in its address, and asks without it', ({ schema }) => {
    const params = { view: 'a', made: 'elsewhere', 'building[]': 'x', sort: 'nothing' };
    expect(parseListAddress(schema, params).table).toMatchObject({
      foreign: ['view', 'made', 'building[]'],
      ignored: ['sort'],
    });
  });

  it.each(selecting)('refuses a bulk change of %s', async (_, bulk) => {
    const queries: Record<string, string>[] = [{ Building: 'x' }, { 'building[]': 'x' }, { state2: 'x' }];
    for (const query of queries)
      await expect(bulk(manager.scope, { all: true, except: [], query })).rejects.toMatchObject({
        code: 'invalid-input',
      });
  });
});

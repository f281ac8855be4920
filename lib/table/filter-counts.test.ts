import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { GET as getRooms } from '@/app/api/rooms/route';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { loadDoors } from '@/lib/archive/health/find-doors';
import { healthQuery } from '@/lib/archive/health/schema';
import { gidsOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { loadBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { loadAudit } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { loadDoorcodes } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { listFiles } from '@/lib/files/data';
import { filesQuery } from '@/lib/files/schema';
import { listJobs } from '@/lib/jobs/data';
import { jobsQuery } from '@/lib/jobs/schema';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { keepDoorcodes, keepMasters, keepShares } from '@/lib/readings/mutations';
import { createKeyAction } from '@/lib/registers/keys/actions';
import { loadKeys } from '@/lib/registers/keys/data';
import { keysQuery } from '@/lib/registers/keys/schema';
import { createPersonAction } from '@/lib/registers/people/actions';
import { loadPeople } from '@/lib/registers/people/data';
import { peopleQuery } from '@/lib/registers/people/schema';
import { registerRooms } from '@/lib/registers/rooms';
import { loadRooms } from '@/lib/rooms/data';
import { roomsQuery } from '@/lib/rooms/schema';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { storeFile } from '@/lib/testing/stored-file';
import { storeJob } from '@/lib/testing/stored-job';
import { type ChoiceCounts, unpackCounts } from './match-choices';
import { nameInAddress } from './name-in-address';
import type { SearchRecord } from './search-params';

useDatabase();
const { simulator } = useSimulator();

type Counted = { total: number; counts: ChoiceCounts };
type Load = (scope: Scope, params: SearchRecord) => Promise<Counted>;

/** Gives `load` the output of the list's own schema. */
function list<S extends z.ZodObject>(
  name: string,
  schema: S,
  load: (scope: Scope, query: z.output<S>) => Promise<Counted>,
): [string, Load] {
  return [name, (scope, params) => load(scope, schema.parse(params))];
}

const lists = [
  list('rooms', roomsQuery, loadRooms),
  list('buildings', buildingsQuery, async (scope, query) => {
    const { rows, counts } = await loadBuildings(scope, query);
    return { total: rows.length, counts };
  }),
  list('masters', mastersQuery, listMasters),
  list('shares', sharesQuery, listShares),
  list('doorcodes', doorcodesQuery, loadDoorcodes),
  list('doors', healthQuery, async (scope, query) => {
    const { doors, counts } = await loadDoors(scope, query);
    return { total: doors.length, counts };
  }),
  list('people', peopleQuery, loadPeople),
  list('keys', keysQuery, loadKeys),
  list('audit', auditQuery, (scope, query) => loadAudit(scope, query, 'UTC')),
  list('jobs', jobsQuery, listJobs),
  list('files', filesQuery, listFiles),
];

let manager: SignedIn;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  manager = await signInAs(account, password, 'manager');
  const { workspaceId, channels } = manager.scope;
  const asked = { asked: 1_000_001, askedAt: new Date(), state: 'ok' as const };
  const places = channels.map(({ gid, channel }) => ({ gid, channel, ...asked }));
  const [one, two, three] = places;
  if (!one || !two || !three) throw new Error('no doors');
  await keepMasters(workspaceId, [
    { ...one, value: 'ann@master.example' },
    { ...two, value: null },
    { ...three, value: null },
  ]);
  await keepShares(workspaceId, [
    { ...one, value: ['one@share.example', 'two@share.example'] },
    { ...two, value: [] },
  ]);
  const code = (digits: string, usable: boolean) => ({
    ...{ name: `Code ${digits}`, validType: 3, digits, pictureUrl: '', lockIds: ['A01'], usable },
    ...{ from: { date: '2020-01-01', time: '00:00:00' }, to: { date: '2099-01-01', time: '00:00:00' } },
  });
  await keepDoorcodes(workspaceId, [
    { ...one, value: [code('10000001', true), code('10000002', false)] },
    { ...two, value: [code('10000003', true)] },
  ]);
  // One door is not read, so not all have the same signs.
  await freshenEvents(manager.scope, { doors: gidsOf(manager.scope).slice(1) });
  await storeFile(manager.scope);
  await storeJob(manager.scope, { kind: 'revoke-shares', state: 'done' });
  await storeJob(manager.scope, { kind: 'revoke-doorcodes', state: 'waiting', paused: true });
  await storeJob(manager.scope, { kind: 'revoke-doorcodes', state: 'done' });
  const rooms = registerRooms(manager.scope);
  const [here] = rooms;
  const there = rooms.find(({ building }) => building !== here?.building);
  if (!here || !there) throw new Error('no second building');
  const person = (name: string, roomKey: string, movedOut: string) =>
    manager.as(() =>
      createPersonAction({ name, roomKey, email: '', phone: '', movedIn: '', movedOut, note: '' }),
    );
  await person('Ada', here.roomKey, '');
  await person('Bea', here.roomKey, '2020-01-01');
  await person('Cleo', there.roomKey, '');
  const key = (kind: string, roomKey: string, state: string, endedOn: string) =>
    manager.as(() =>
      createKeyAction({
        ...{ kind, roomKey, state, endedOn, number: '04:A3', label: '', holder: 'Ada', personId: '' },
        ...{ handedOn: '2026-05-01', deposit: '', currency: 'CNY', note: '' },
      }),
    );
  await key('card', here.roomKey, 'handed-out', '');
  await key('fob', here.roomKey, 'lost', '2026-05-02');
  await key('card', there.roomKey, 'handed-out', '');
  await key('card', '', 'handed-out', '');
  // A refused change: the log has outcomes of more than one kind.
  await manager.as(() => createKeyAction({}));
  const carl = await memberIn({ workspaceId, name: 'Carl', grants: { everywhere: ['registers'] } });
  await carl.as(() =>
    createPersonAction({
      ...{ name: 'Dan', roomKey: here.roomKey, email: '', phone: '', movedIn: '', movedOut: '', note: '' },
    }),
  );
});

const inAddress = (name: string, value: string) => (name === 'building' ? nameInAddress(value) : value);

test.each(lists)('a count of %s agrees with the rows that its choice shows', async (_, load) => {
  const plain = await load(manager.scope, {});
  expect(plain.total).toBeGreaterThan(0);
  const first = Object.entries(plain.counts).map(([name, values]) => {
    const [value] = [...values.keys()];
    if (value === undefined) throw new Error(`no row has a value of ${name}`);
    return { [name]: inAddress(name, value) };
  });
  // Under no filter, and under one of each kind.
  for (const chosen of [{}, ...first]) {
    const { counts } = await load(manager.scope, chosen);
    expect(Object.keys(counts).sort()).toEqual(Object.keys(plain.counts).sort());
    for (const [name, values] of Object.entries(counts)) {
      for (const value of plain.counts[name]?.keys() ?? []) {
        const { total } = await load(manager.scope, { ...chosen, [name]: inAddress(name, value) });
        expect([name, value, values.get(value) ?? 0]).toEqual([name, value, total]);
      }
    }
  }
});

test('rooms that are fetched again come with the counts of their page', async () => {
  const [building] = manager.scope.channels.map(({ buildingName }) => buildingName);
  const { counts } = await loadRooms(manager.scope, roomsQuery.parse({ building }));
  const address = `http://doordesk.test/api/rooms?${new URLSearchParams({ building: building ?? '', counts: '1' })}`;
  const answer = await manager.as(() => getRooms(new Request(address), { params: Promise.resolve({}) }));
  const body = await answer.json();
  expect(unpackCounts(body.counts)).toEqual(counts);
  expect(body.gaps.rooms).toBeGreaterThan(0);
});

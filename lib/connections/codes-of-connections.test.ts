import { beforeEach, expect, test, vi } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf, type Scope, scopeOfSession } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { readAccess, unreadBuildings } from '@/lib/desk/overview/data';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { allDoorcodesOf, doorcodeCounts } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { readPlaces } from '@/lib/places/data';
import { findMissingLists } from '@/lib/readings/find-missing-lists';
import { readRound } from '@/lib/readings/keep-round';
import { readSummary } from '@/lib/readings/read-summary';
import { refreshRoom } from '@/lib/readings/refresh-room';
import { readRounds } from '@/lib/readings/run-rounds';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { useOneDoor } from '@/lib/testing/one-door';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  addConnectionAction,
  pauseConnectionAction,
  removeConnectionAction,
  resumeConnectionAction,
} from './actions';
import { loadConnections } from './data';
import { findMakers } from './find-makers';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);

const patience = { timeout: 30_000, interval: 50 };

let owner: SignedIn;

const now = async (): Promise<Scope> => {
  const scope = await scopeOfSession(owner.scope.sessionId);
  if (!scope) throw new Error('the session has ended');
  return scope;
};

const landlord = () => simulator().accounts.landlord;
const readAll = async () => {
  const scope = await now();
  for (const key of new Set(scope.channels.map(({ roomKey }) => roomKey))) await refreshRoom(scope, key);
};

/** The landlord is also the master of a room, so their account makes doorcodes. */
async function connectLandlord(): Promise<string> {
  const { account, password } = landlord();
  const added = await owner.as(() => addConnectionAction({ account, password, role: 'landlord' }));
  expect(added).toMatchObject({ ok: true });
  return (await loadConnections(owner.scope)).find((one) => one.account === account)?.id ?? '';
}

beforeEach(async () => {
  for (const table of [
    'connection',
    'throttle_try',
    'doorcode',
    'doorcode_reading',
    'reading_round',
  ] as const)
    await getDb().deleteFrom(table).execute();
  door.give('landlord', [0]);
  setMaster(simulator().cloud, { gid: door.gid(), channel: door.rooms()[0] ?? 0 }, landlord().account);
  const { account, password } = simulator().accounts.manager;
  owner = await confirmed(await signInAs(account, password, 'manager'));
});

test('lists that a new connection has not read yet count as unread, on pages and for programs', async () => {
  await readAll();
  expect((await doorcodeCounts(await now())).gaps.unread).toBe(0);
  expect((await readSummary(await now())).unread).toBe(0);

  await connectLandlord();
  const makes = (await now()).channels.filter(({ through }) =>
    through?.some(({ role, relation }) => role === 'landlord' && relation === 'landlord-and-master'),
  );
  const rooms = new Set(makes.map(({ roomKey }) => roomKey)).size;
  expect(rooms).toBeGreaterThan(0);
  expect((await doorcodeCounts(await now())).gaps.unread).toBe(rooms);
  expect((await readSummary(await now())).unread).toBe(rooms);

  await readAll();
  expect((await doorcodeCounts(await now())).gaps.unread).toBe(0);
  expect((await readSummary(await now())).unread).toBe(0);
});

test('pages say whose lists are missing while a connection is paused, and nothing waits for them', async () => {
  await readAll();
  const id = await connectLandlord();
  expect((await unreadBuildings(await now())).length).toBeGreaterThan(0);
  await owner.as(() => pauseConnectionAction({ id }));
  const scope = await now();
  const { unread } = (await doorcodeCounts(scope)).gaps;
  expect(unread).toBeGreaterThan(0);
  const paused = { account: landlord().account, state: 'paused', what: 'codes', rooms: unread };
  expect(await findMissingLists(scope)).toEqual([paused]);
  expect(
    await findMissingLists(
      scope,
      scope.channels.filter(({ through }) => !through),
    ),
  ).toEqual([]);
  expect(await unreadBuildings(scope)).toEqual([]);
  expect(await readAccess(scope)).toMatchObject({ open: false, unread });

  const { workspaceId } = scope;
  await owner.as(() => resumeConnectionAction({ id }));
  expect(await findMissingLists(await now())).toEqual([]);
  await readAll();
  await owner.as(() => pauseConnectionAction({ id }));
  expect(await findMissingLists(await now())).toEqual([]);
  await getDb()
    .updateTable('doorcode_reading')
    .set({ read_at: new Date(Date.now() - 25 * 3_600_000) })
    .where('connection_id', '=', id)
    .execute();
  expect(await findMissingLists(await now())).toEqual([paused]);
  expect(await readAccess(await now())).toMatchObject({ unread: 0 });
  // A member without a connection of the own account: nothing is read at all, and the page says that.
  const { scope: member } = await memberIn({ workspaceId, grants: { everywhere: ['doorcodes'] } });
  expect(member.callers).toEqual([]);
  expect(await findMissingLists(member)).toEqual([]);
  await connectOwn(getDb(), callerOf(owner.scope));
  const { scope: cut } = await memberIn({ workspaceId, grants: { everywhere: ['doorcodes'] } });
  expect(await findMissingLists(cut)).toEqual([{ ...paused, account: null }]);
});

test('what a new connection lists is read at once, without another round of all rooms', async () => {
  let scope = await now();
  const stop = new AbortController();
  const rounds = readRounds({ scope: () => scope, everyMs: 3_600_000, signal: stop.signal });
  try {
    await vi.waitFor(
      async () => expect((await readRound(scope.workspaceId))?.endedAt).toBeTruthy(),
      patience,
    );
    await connectLandlord();
    expect((await readSummary(await now())).unread).toBeGreaterThan(0);
    simulator().cloud.log.reset();
    scope = await now();
    await vi.waitFor(async () => expect((await readSummary(scope)).unread).toBe(0), patience);
    const asked = simulator()
      .log()
      .filter(({ call }) => ['GetMainer', 'ShareList', 'GetQrList'].includes(call));
    const makes = scope.channels.filter(({ through }) =>
      through?.some(({ role, relation }) => role === 'landlord' && relation === 'landlord-and-master'),
    );
    expect(new Set(asked.map(({ call, gid, channel }) => `${call} ${gid} ${channel}`))).toEqual(
      new Set(makes.map(({ gid, channel }) => `GetQrList ${gid} ${channel}`)),
    );
  } finally {
    stop.abort();
    await rounds;
  }
});

test('a code whose connection was removed stays listed, and says that it is not read any more', async () => {
  const via = await connectLandlord();
  const place = (await readPlaces(await now())).find(({ gid, channel }) => {
    return gid === door.gid() && channel === door.rooms()[0];
  });
  const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const lockIds = place?.locks.slice(0, 1).map(({ id }) => id);
  const issued = await owner.as(() =>
    issueDoorcodesAction({
      batch: crypto.randomUUID(),
      name: 'Of the landlord',
      from: wall(12),
      to: wall(14),
      targets: [{ gid: place?.gid, channel: place?.channel, lockIds }],
      via,
    }),
  );
  expect(issued).toMatchObject({ ok: true });
  const code = async () =>
    (await allDoorcodesOf(await now(), doorcodesQuery.parse({}))).find(
      ({ name }) => name === 'Of the landlord',
    );
  expect(await code()).toMatchObject({ cutOff: null, madeBy: landlord().account });
  await owner.as(() => removeConnectionAction({ id: via }));
  expect(await code()).toMatchObject({ cutOff: 'removed', madeBy: landlord().account });
  expect((await doorcodeCounts(await now())).gaps.failed).toBe(0);
  // It is still counted, so its maker is still named.
  expect(await findMakers(await now())).toMatchObject({
    accounts: [(await now()).account, landlord().account],
  });
});

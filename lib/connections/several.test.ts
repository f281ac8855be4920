import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { accountMayMaster } from '@/lib/abilities/masters';
import { eventDoorsOf } from '@/lib/archive/access/visible-events';
import { scopeToFeed } from '@/lib/archive/feed/find-holders';
import { optionsAt } from '@/lib/auth/choose-caller';
import { connectOwn, parkConnections } from '@/lib/auth/connection';
import { acceptCredential, doubtCredential } from '@/lib/auth/doubt';
import { callerOf, type Scope, scopeForWork, scopeOfConnection } from '@/lib/auth/scope';
import { readRoutes } from '@/lib/bulk/read-routes';
import { getDb } from '@/lib/db/client';
import { type BuildingCapability, buildingCapabilities, type Grants } from '@/lib/db/tables/members';
import { readZones } from '@/lib/devices/zones';
import { issueDoorcodesAction, revokeDoorcodeAction } from '@/lib/doorcodes/actions';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { allDoorcodesOf } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { readPlaces } from '@/lib/places/data';
import { refreshRoom } from '@/lib/readings/refresh-room';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { useOneDoor } from '@/lib/testing/one-door';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { addConnectionAction, pauseConnectionAction, removeConnectionAction } from './actions';
import { loadConnections } from './data';
import { findStopped } from './find-keepers';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);

const { owner, signIn, add, now } = useConnections(simulator);

const here = (scope: Scope) => scope.channels.filter(({ gid }) => gid === door.gid());

beforeEach(async () => {
  await getDb().deleteFrom('connection').execute();
  await getDb().deleteFrom('throttle_try').execute();
});

describe('a second connection', () => {
  test('adds what it lists, and takes it away again when it is removed; nothing is sent with it then', async () => {
    door.give('landlord', [0]);
    door.give('otherLandlord', [1]);
    await signIn('landlord', 'landlord');
    expect(here(await now())).toHaveLength(1);
    const id = await add('otherLandlord', 'landlord');
    const both = await now();
    expect(here(both).map(({ channel }) => channel)).toEqual([door.rooms()[0], door.rooms()[1]]);
    expect(both.callers).toHaveLength(2);
    expect(await owner().as(() => removeConnectionAction({ id }))).toMatchObject({ ok: true });
    const left = await now();
    expect(here(left)).toHaveLength(1);
    expect(left).toMatchObject({ isMerged: false, callers: [{ account: left.account }] });
    const row = await getDb().selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirst();
    expect(row).toMatchObject({ state: 'none', sealed_password: null });
    expect(await loadConnections(left)).toHaveLength(1);
  });

  test('needs its password, typed here and accepted by the cloud', async () => {
    door.give('landlord', [0]);
    await signIn('landlord', 'landlord');
    const { account } = simulator().accounts.otherLandlord;
    expect(
      await owner().as(() => addConnectionAction({ account, password: 'not it', role: 'landlord' })),
    ).toMatchObject({ ok: false, code: 'wrong-password' });
    expect(await loadConnections(owner().scope)).toHaveLength(1);
    // Known from another workspace, and of no use here.
    await signInAs(account, simulator().accounts.otherLandlord.password, 'landlord');
    expect((await now()).callers).toHaveLength(1);
  });

  test('keeps what it lists while it is paused, and nothing is sent through it', async () => {
    door.give('landlord', [0]);
    door.give('otherLandlord', [1]);
    await signIn('landlord', 'landlord');
    const id = await add('otherLandlord', 'landlord');
    await owner().as(() => pauseConnectionAction({ id }));
    const scope = await now();
    expect(here(scope)).toHaveLength(2);
    expect(scope.callers).toHaveLength(1);
  });

  test('works next to the own account without a sign-in, whichever of them is taken', async () => {
    door.give('landlord', [0]);
    door.give('otherLandlord', [1]);
    await signIn('landlord', 'landlord');
    const other = await add('otherLandlord', 'landlord');
    const { scope } = owner();
    const own = await connectOwn(getDb(), callerOf(scope));
    const accounts = [scope.account, simulator().accounts.otherLandlord.account].sort();
    const callersThrough = async (id: string) =>
      (await scopeOfConnection(id))?.callers.map(({ account }) => account).sort();
    for (const id of [own, other]) expect(await callersThrough(id)).toEqual(accounts);
    await getDb().deleteFrom('session').execute();
    expect(await scopeToFeed(scope.workspaceId)).toMatchObject({ scope: { connectionId: own } });
    // The other one goes on while the own password is being checked.
    await sql`insert into credential_doubt (credential, role, workspace_id, state, since, by_sign, refused_checks)
      select credential, role, workspace_id, 'doubted', now(), false, 0 from connection where id = ${own}`.execute(
      getDb(),
    );
    expect(await callersThrough(other)).toEqual([simulator().accounts.otherLandlord.account]);
  });

  test('works for those who ordered something, when the own account is not connected', async () => {
    door.give('landlord', [0]);
    door.give('otherLandlord', [1]);
    await signIn('landlord', 'landlord');
    await add('otherLandlord', 'landlord');
    const { workspaceId } = owner().scope;
    const work = { sessionId: crypto.randomUUID(), workspaceId, actor: 'who ordered', memberId: null };
    const scope = await scopeForWork(work);
    expect(scope).toMatchObject({ actor: 'who ordered', role: 'landlord', password: null });
    expect(scope?.callers).toHaveLength(1);
  });
});

describe('a connection that the cloud refuses for good', () => {
  test('is shown to every member, by name only to who sees the account in dialogs', async () => {
    door.give('landlord', [0]);
    await signIn('manager', 'manager');
    const second = await add('landlord', 'landlord');
    const account = simulator().accounts.landlord.account;
    const { workspaceId } = owner().scope;
    const seenBy = async (grants: Partial<Grants>) =>
      (await findStopped((await memberIn({ workspaceId, grants })).scope)).parked;
    const at = (name: string, capabilities: BuildingCapability[]) => ({
      buildings: [{ name, capabilities }],
    });
    expect(await seenBy({ everywhere: ['masters'] })).toEqual([]);
    await parkConnections(getDb(), { id: second });
    expect((await findStopped(await now())).parked).toEqual([account]);
    expect(await seenBy({ workspace: ['connections'] })).toEqual([account]);
    const { buildingName: here = '' } = (await now()).channels.find(({ gid }) => gid === door.gid()) ?? {};
    expect(await seenBy(at(here, ['masters']))).toEqual([account]);
    // A landlord's account makes no doorcodes, and who only reads is asked nothing.
    expect(await seenBy(at(here, ['doorcodes']))).toEqual([null]);
    expect(await seenBy(at(here, ['events', 'people']))).toEqual([null]);
    const elsewhere = (await now()).channels.find(({ buildingName }) => buildingName !== here);
    expect(await seenBy(at(elsewhere?.buildingName ?? '', [...buildingCapabilities]))).toEqual([null]);

    const third = await add('otherLandlord', 'landlord');
    await connectOwn(getDb(), callerOf(owner().scope));
    for (const id of [third, owner().scope.connectionId]) await parkConnections(getDb(), { id });
    expect(await seenBy(at(here, ['doorcodes']))).toEqual([owner().scope.account, null]);
  });
});

describe('a manager and two landlords at one door', () => {
  beforeEach(async () => {
    door.give('landlord', [0]);
    door.give('otherLandlord', [1]);
    await signIn('landlord', 'landlord');
    await add('otherLandlord', 'landlord');
  });

  test('have one clock for the door: that of the manager', async () => {
    const world = door.door();
    if (world) world.timezone = 1;
    await add('manager', 'manager');
    expect((await readZones(owner().scope.workspaceId)).ofDoor(door.gid()).name).toBe('+01:00');
  });

  test('are read through the manager, and each room’s doorcodes through all', async () => {
    await add('manager', 'manager');
    const scope = await now();
    const [first] = here(scope);
    if (!first) throw new Error('no room');
    expect(first.through?.map(({ role }) => role)).toEqual(['manager', 'landlord']);
    await refreshRoom(scope, first.roomKey);
    const calls = simulator()
      .log()
      .filter((entry) => entry.gid === door.gid());
    const by = (call: string) => calls.filter((entry) => entry.call === call).map(({ account }) => account);
    expect(by('GetMainer')).toEqual([simulator().accounts.manager.account]);
    expect(new Set(by('GetQrList'))).toEqual(new Set([simulator().accounts.manager.account]));
  });

  test('see events of the landlords’ rooms only, and of the whole door once the manager is connected', async () => {
    door.come(2);
    const before = await now();
    expect(eventDoorsOf(before)).toContain(door.gid());
    await door.read(before);
    const ofRooms = await door.kept(before);
    expect(ofRooms).toEqual(door.listed(door.rooms().slice(0, 2)));
    await add('manager', 'manager');
    const after = await now();
    await door.read(after);
    expect(await door.kept(after)).toEqual(door.listed(door.rooms()));
  });
});

describe('doorcodes of two accounts at one room', () => {
  const codes = async () =>
    (await allDoorcodesOf(await now(), doorcodesQuery.parse({})))
      .filter(({ gid }) => gid === door.gid())
      .sort((one, other) => one.name.localeCompare(other.name));
  const listed = async () => (await codes()).map(({ name, madeBy }) => [name, madeBy]);
  const place = async () => {
    const [room] = here(await now());
    const found = (await readPlaces(await now())).find(
      (one) => one.gid === room?.gid && one.channel === room?.channel,
    );
    if (!found) throw new Error('no room');
    return found;
  };
  const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const issue = async (name: string, via?: string) => {
    const { gid, channel, locks } = await place();
    const [from, to] = [wall(12), wall(14)];
    const targets = [{ gid, channel, lockIds: locks.slice(0, 1).map(({ id }) => id) }];
    const input = { batch: crypto.randomUUID(), name, from, to, targets, ...(via ? { via } : {}) };
    expect(await owner().as(() => issueDoorcodesAction(input))).toMatchObject({ ok: true });
  };
  const own = () => simulator().accounts.manager.account;
  const other = () => simulator().accounts.landlord.account;
  let second: string;

  beforeEach(async () => {
    await getDb().deleteFrom('doorcode').execute();
    door.give('landlord', [0]);
    setMaster(simulator().cloud, { gid: door.gid(), channel: door.rooms()[0] ?? 0 }, other());
    await signIn('manager', 'manager');
    second = await add('landlord', 'landlord');
    await issue('A by rule');
    await issue('B by choice', second);
  });

  test('are listed with their account, and a list ends only codes of its own connection', async () => {
    expect(await listed()).toEqual([
      ['A by rule', own()],
      ['B by choice', other()],
    ]);
    for (const code of simulator().cloud.world.codes()) if (code.creator === other()) code.revoked = true;
    await refreshRoom(await now(), (await place()).roomKey);
    expect(await listed()).toEqual([['A by rule', own()]]);
  });

  test('are named with their accounts in the preview of a bulk change', async () => {
    const selection = { all: false as const, ids: (await codes()).map(({ id }) => id) };
    const plan = await planDoorcodes(await now(), { selection });
    expect(await readRoutes(await now(), plan)).toEqual({
      callers: expect.arrayContaining([
        { account: own(), count: 1 },
        { account: other(), count: 1 },
      ]),
      // The cloud lets no other account revoke them.
      ...{ choices: [], chosen: null, stuck: 0 },
    });
    await owner().as(() => pauseConnectionAction({ id: second }));
    expect(await readRoutes(await now(), plan)).toMatchObject({
      callers: [{ account: own(), count: 1 }],
      stuck: 1,
    });
    const { account, password } = simulator().accounts.otherLandlord;
    const single = await signInAs(account, password, 'landlord');
    expect(await readRoutes(single.scope, plan)).toBeNull();
  });

  test('are revoked through the connection that made them, and the log names it', async () => {
    const [, code] = await codes();
    if (!code) throw new Error('no code');
    expect(await owner().as(() => revokeDoorcodeAction({ id: code.id }))).toMatchObject({
      ok: true,
      data: { state: 'verified', through: other() },
    });
    const sent = simulator()
      .log()
      .filter(({ call }) => call === 'DelTemPwd');
    expect(sent.map(({ account }) => account)).toEqual([other()]);
    const entry = await getDb()
      .selectFrom('audit_entry')
      .select(['account', 'role', 'connection_id'])
      .where('action', '=', 'doorcodes.revoke')
      .where('outcome', '=', 'done')
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(entry).toEqual({ account: other(), role: 'landlord', connection_id: second });
  });

  test('stay listed when that connection is paused, and say that it is needed', async () => {
    const [, code] = await codes();
    await owner().as(() => pauseConnectionAction({ id: second }));
    expect(await owner().as(() => revokeDoorcodeAction({ id: code?.id ?? '' }))).toEqual({
      ok: false,
      code: 'connection-stopped',
    });
    expect(await listed()).toHaveLength(2);
    const states = (await codes()).map(({ cutOff }) => cutOff);
    expect(states).toEqual([null, 'paused']);
  });

  test('say that its password is being checked, and dialogs mark the account', async () => {
    const options = async () => optionsAt(await now(), [await place()], accountMayMaster);
    expect(await options()).not.toHaveProperty('inDoubt');
    const { credential } = await getDb()
      .selectFrom('connection')
      .select('credential')
      .where('id', '=', second)
      .executeTakeFirstOrThrow();
    if (!credential) throw new Error('it is not connected');
    await doubtCredential(credential, { role: 'landlord' });
    expect((await codes()).map(({ cutOff }) => cutOff)).toEqual([null, 'doubted']);
    expect(await options()).toMatchObject({
      choices: [{ account: own() }, { account: other() }],
      byRule: [own()],
      inDoubt: [other()],
    });
    const selection = { all: false as const, ids: (await codes()).map(({ id }) => id) };
    const plan = await planDoorcodes(await now(), { selection });
    expect(await readRoutes(await now(), plan)).toMatchObject({ inDoubt: [other()], stuck: 0 });
    await acceptCredential(getDb(), { credential, role: 'landlord' });
    expect(await readRoutes(await now(), plan)).not.toHaveProperty('inDoubt');
    expect((await codes()).map(({ cutOff }) => cutOff)).toEqual([null, null]);
  });
});

test('when the connection that reads a whole door leaves, the next one goes on, and no event comes twice', async () => {
  door.give('landlord', [0]);
  await signIn('landlord', 'landlord');
  const id = await add('manager', 'manager');
  door.come(2);
  await door.read(await now());
  const whole = door.listed(null);
  expect(await door.kept(await now())).toEqual(whole);
  await owner().as(() => removeConnectionAction({ id }));
  door.come(1, [0], () => 'late@flats.example');
  await door.read(await now());
  const late = door.listed([door.rooms()[0] ?? 0]).filter((event) => event.includes('late@flats.example'));
  expect(await door.kept(await now())).toEqual([...whole, ...late].sort());
  const { rows } = await sql<{ account: string; count: number }>`
    select connection.account, count(*) as count from event join connection on connection.number = event.connection
    where event.workspace_id = ${owner().scope.workspaceId} group by 1 order by 2`.execute(getDb());
  expect(rows).toEqual([
    { account: simulator().accounts.landlord.account, count: late.length },
    { account: simulator().accounts.manager.account, count: whole.length },
  ]);
});

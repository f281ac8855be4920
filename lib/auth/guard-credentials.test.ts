import { beforeEach, expect, test } from 'vitest';
import { runJob } from '@/lib/bulk/runner';
import { addConnectionAction, pauseConnectionAction } from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import { findListHindrance } from '@/lib/devices/data';
import { Secret } from '@/lib/doordeer/secret';
import { readJob } from '@/lib/jobs/data';
import { resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { planMasters } from '@/lib/masters/bulk';
import { assignMaster } from '@/lib/masters/mutations';
import { readMaster } from '@/lib/readings/refresh-room';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { moveListsBack } from '@/lib/testing/device-list';
import { useOneDoor } from '@/lib/testing/one-door';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { scopeFor } from './choose-caller';
import { getDoordeer } from './cloud-client';
import { connectOwn } from './connection';
import { refreshDeviceList } from './device-list';
import { callerOf, type Scope, scopeOfSession } from './scope';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const going = new AbortController().signal;

/** A manager's own workspace, and a landlord's in which the same manager is connected too. */
let whole: SignedIn;
let shared: SignedIn;
beforeEach(async () => {
  for (const table of ['connection', 'job', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
  const { manager, landlord } = simulator().accounts;
  door.give('landlord', [0]);
  for (const channel of door.rooms()) setMaster(simulator().cloud, { gid: door.gid(), channel }, null);
  whole = await signInAs(manager.account, manager.password, 'manager');
  shared = await confirmed(await signInAs(landlord.account, landlord.password, 'landlord'));
  expect(await shared.as(() => addConnectionAction({ ...manager, role: 'manager' }))).toMatchObject({
    ok: true,
  });
});

async function now({ scope: { sessionId } }: SignedIn): Promise<Scope> {
  const scope = await scopeOfSession(sessionId);
  if (!scope) throw new Error('the session has ended');
  return scope;
}

const managerIn = (scope: Scope) => {
  const caller = scope.callers.find(({ role }) => role === 'manager');
  if (!caller) throw new Error('the manager is not connected');
  return caller;
};

async function listNothing(scope: Scope): Promise<void> {
  simulator().faults.next({ call: 'sign', effect: 'answer', json: { re: 1, list: [] }, times: 1 });
  await listAgain(scope);
}

function listAgain(scope: Scope): Promise<unknown> {
  const { workspaceId } = scope;
  const caller = managerIn(scope);
  return refreshDeviceList({ ...caller, workspaceId }, 'person');
}

async function start(scope: Scope, room: number): Promise<string> {
  const only = [{ gid: door.gid(), channel: door.rooms()[room] ?? 0 }];
  const ids = scope.channels.flatMap(({ gid, channel, roomKey }) =>
    gid === door.gid() && channel === only[0]?.channel ? [roomKey] : [],
  );
  const { account: master } = simulator().accounts.master;
  const plan = await planMasters(scope, { action: 'assign', master, selection: { all: false, ids }, only });
  return startJob(scope, plan, { requestKey: crypto.randomUUID() });
}

const stateOf = async (scope: Scope, id: string) => {
  const { state, waitCode, counts } = (await readJob(scope, id)) ?? {};
  return { state, waitCode, verified: counts?.verified };
};
const intents = () =>
  getDb().selectFrom('audit_entry').select('seq').where('action', '=', 'masters.assign').execute();

test('an empty list of an account hinders changes in its own workspace only', async () => {
  const scope = await now(shared);
  await listNothing(scope);
  const { workspaceId } = scope;
  const { connectionId } = managerIn(scope);
  expect(await findListHindrance({ workspaceId, connectionId })).toBe('list-in-doubt');
  expect(await findListHindrance({ workspaceId, connectionId: scope.connectionId })).toBeNull();
  expect(await findListHindrance(whole.scope)).toBeNull();
  const job = await start(whole.scope, 1);
  await runJob(job, going);
  expect(await stateOf(whole.scope, job)).toEqual({ state: 'done', waitCode: null, verified: 1 });
});

test('an account that is paused in one workspace is called in the others only', async () => {
  const scope = await now(shared);
  const { connectionId: id } = managerIn(scope);
  const at = { gid: door.gid(), channel: door.rooms()[1] ?? 0 };
  const through = (who: Scope) => scopeFor(who, at, { may: ({ role }) => role === 'manager' });
  const { account: master } = simulator().accounts.master;
  expect(await readMaster(through(scope), at)).toMatchObject({ state: 'ok' });
  expect(await shared.as(() => pauseConnectionAction({ id }))).toMatchObject({ ok: true });
  const calls = () => simulator().log().length;
  const before = calls();
  // By scopes that were made before.
  expect(await readMaster(through(scope), at)).toMatchObject({ errorCode: 'cloud-disconnected' });
  expect(await assignMaster(through(scope), at, { master })).toMatchObject({ code: 'cloud-disconnected' });
  await expect(listAgain(scope)).rejects.toMatchObject({ reason: 'disconnected' });
  expect(calls()).toBe(before);
  expect(await assignMaster(whole.scope, at, { master })).toMatchObject({ state: 'verified' });
});

test('a password is not sent any more once its connection has another one', async () => {
  const scope = await now(shared);
  const { account, role } = managerIn(scope);
  const at = { gid: door.gid(), channel: door.rooms()[1] ?? 0 };
  const through = scopeFor(scope, at, { may: (who) => who.role === 'manager' });
  const { workspaceId, actor } = scope;
  await connectOwn(getDb(), { workspaceId, account, role, actor, password: new Secret('another one') });
  const before = simulator().log().length;
  expect(await readMaster(through, at)).toMatchObject({ errorCode: 'cloud-disconnected' });
  expect(simulator().log()).toHaveLength(before);
});

test('a step through that connection is not announced, and goes on once the list is back', async () => {
  const scope = await now(shared);
  await listNothing(scope);
  const job = await start(scope, 1);
  const before = await intents();
  await runJob(job, going);
  const waits = { state: 'waiting', waitCode: 'no-connection', verified: 0 };
  expect(await stateOf(scope, job)).toEqual(waits);
  await resumeWaiting();
  await runJob(job, going);
  expect(await stateOf(scope, job)).toEqual(waits);
  expect(await intents()).toEqual(before);
  await moveListsBack(61);
  await listAgain(scope);
  // Looked at once a minute: other connections have lists all the time.
  await getDb()
    .updateTable('job_step')
    .set({ tried_at: new Date(Date.now() - 61_000) })
    .execute();
  await resumeWaiting();
  await runJob(job, going);
  expect(await stateOf(scope, job)).toEqual({ state: 'done', waitCode: null, verified: 1 });
});

test('a call in one workspace is no last good call of the same account in another one', async () => {
  const scope = await now(shared);
  const at = { gid: door.gid(), channel: door.rooms()[1] ?? 0 };
  const { connectionId, account, password } = managerIn(scope);
  await connectOwn(getDb(), callerOf(whole.scope));
  await getDb()
    .updateTable('connection')
    .set({ last_good_at: new Date(0) })
    .execute();
  const goodOf = async (id: string) => {
    const row = getDb().selectFrom('connection').select('last_good_at').where('id', '=', id);
    return (await row.executeTakeFirstOrThrow()).last_good_at?.getTime() ?? 0;
  };
  const via = { workspaceId: scope.workspaceId, connectionId };
  await getDoordeer().call('getMaster', { account, password, ...at }, { via });
  expect(await goodOf(connectionId)).toBeGreaterThan(0);
  expect(await goodOf(whole.scope.connectionId)).toBe(0);
  await getDoordeer().call('getMaster', { account, password, ...at }, { via: whole.scope });
  expect(await goodOf(whole.scope.connectionId)).toBeGreaterThan(0);
});

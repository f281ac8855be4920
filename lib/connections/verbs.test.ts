import { beforeEach, describe, expect, test } from 'vitest';
import { getDoordeer } from '@/lib/auth/cloud-client';
import { moveConnection, parkConnections } from '@/lib/auth/connection';
import { credentialOf } from '@/lib/auth/credential';
import { callerOf, type Scope, scopeForWork, scopeOfConnection } from '@/lib/auth/scope';
import { signOut } from '@/lib/auth/sign-out';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn } from '@/lib/testing/member';
import { asStranger, confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  connectAccountAction,
  giveConnectionPasswordAction,
  pauseConnectionAction,
  removeConnectionAction,
  resumeConnectionAction,
} from './actions';
import { loadConnections } from './data';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
let id: string;
beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'credential_doubt', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
  owner = await signIn('manager');
  id = (await own(owner)).id;
});

function signIn(name: 'manager' | 'otherManager') {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, 'manager');
}

const at = ({ account, password }: ReturnType<typeof callerOf<Scope>>) => ({ account, password });

async function own({ scope }: SignedIn) {
  const [first] = await loadConnections(scope);
  if (!first) throw new Error('no connection');
  return first;
}

const row = () => getDb().selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

async function connect(): Promise<void> {
  await confirmed(owner);
  expect(await owner.as(() => connectAccountAction({ id }))).toMatchObject({ ok: true });
}

describe('a workspace', () => {
  test('has its own account as a connection from the first sign-in, and nothing is kept for it', async () => {
    const { account } = owner.scope;
    expect(await loadConnections(owner.scope)).toMatchObject([{ account, role: 'manager', state: 'none' }]);
    expect(await row()).toMatchObject({ sealed_password: null, credential: null });
    await signIn('manager');
    expect(await loadConnections(owner.scope)).toHaveLength(1);
    expect(await row()).toMatchObject({ state: 'none', sealed_password: null });
  });
});

describe('connecting', () => {
  test('needs the password again, and keeps it sealed', async () => {
    expect(await owner.as(() => connectAccountAction({ id }))).toEqual({
      ok: false,
      code: 'password-needed',
    });
    expect((await row()).state).toBe('none');
    await connect();
    const { sealed_password, connected_by, state } = await row();
    expect({ state, connected_by }).toEqual({ state: 'connected', connected_by: owner.scope.actor });
    expect(sealed_password?.includes(simulator().accounts.manager.password)).toBe(false);
    expect((await scopeOfConnection(id))?.password?.reveal()).toBe(simulator().accounts.manager.password);
  });
});

test('the first password that a member gives is logged as connecting, a later one as a new password', async () => {
  const { workspaceId } = owner.scope;
  const member = await memberIn({ workspaceId, grants: { workspace: ['connections'] } });
  const { password } = simulator().accounts.manager;
  for (let time = 0; time < 2; time++)
    expect(await member.as(() => giveConnectionPasswordAction({ id, password }))).toMatchObject({ ok: true });
  const entries = await getDb()
    .selectFrom('audit_entry')
    .select(['action', 'outcome'])
    .where('workspace_id', '=', workspaceId)
    .where('member_id', '=', member.memberId)
    .orderBy('seq')
    .execute();
  expect(entries).toEqual([
    { action: 'connections.connect', outcome: 'intent' },
    { action: 'connections.connect', outcome: 'done' },
    { action: 'connections.new-password', outcome: 'intent' },
    { action: 'connections.new-password', outcome: 'done' },
  ]);
});

describe('a connection', () => {
  test('of another account of the workspace is not connected with the password of this session', async () => {
    const { workspaceId, role } = owner.scope;
    const other = await getDb()
      .insertInto('connection')
      .values({
        workspace_id: workspaceId,
        account: 'another person',
        role,
        sealed_password: null,
        credential: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await confirmed(owner);
    expect(await owner.as(() => connectAccountAction(other))).toEqual({ ok: false, code: 'not-found' });
    expect((await row()).state).toBe('none');
  });

  test('is not used while it is paused, and is used again when it is resumed', async () => {
    await connect();
    expect(await owner.as(() => pauseConnectionAction({ id }))).toMatchObject({ ok: true });
    expect(await scopeOfConnection(id)).toBeNull();
    expect((await own(owner)).state).toBe('paused');
    expect(await owner.as(() => pauseConnectionAction({ id }))).toEqual({ ok: false, code: 'conflict' });
    // A sign-in with the same password resumes nothing: a person had paused it.
    owner = await signIn('manager');
    expect((await own(owner)).state).toBe('paused');
    expect(await owner.as(() => resumeConnectionAction({ id }))).toMatchObject({ ok: true });
    expect(await scopeOfConnection(id)).not.toBeNull();
  });

  test('that is removed keeps no password', async () => {
    await connect();
    expect(await owner.as(() => removeConnectionAction({ id }))).toMatchObject({ ok: true });
    expect(await row()).toMatchObject({ state: 'none', sealed_password: null });
    expect(await scopeOfConnection(id)).toBeNull();
  });

  test('that is paused or removed sends no call that was being prepared, once no session has the password', async () => {
    await connect();
    const scope = await scopeOfConnection(id);
    const [room] = scope?.channels ?? [];
    if (!scope || !room) throw new Error('not connected');
    const call = () =>
      getDoordeer()
        .call('getMaster', { ...at(callerOf(scope)), gid: room.gid, channel: room.channel })
        .then(
          () => 'answered',
          (error: { reason?: string }) => error.reason,
        );
    await signOut(owner.token, { tellCloud: false });
    expect(await call()).toBe('answered');
    for (const state of ['paused', 'none'] as const) {
      await moveConnection(scope.workspaceId, id, { from: ['connected', 'paused'], to: state });
      const before = simulator().log().length;
      expect(await call()).toBe('disconnected');
      expect(simulator().log()).toHaveLength(before);
    }
  });

  test('that is removed does not keep the cloud from hearing of the last sign-out', async () => {
    await connect();
    expect(await owner.as(() => removeConnectionAction({ id }))).toMatchObject({ ok: true });
    await signOut(owner.token);
    expect(
      simulator()
        .log()
        .map(({ call }) => call),
    ).toContain('Quit');
  });

  test('takes only a password that the cloud accepts', async () => {
    await connect();
    await parkConnections(getDb(), { id });
    expect((await own(owner)).state).toBe('parked');
    expect(await owner.as(() => giveConnectionPasswordAction({ id, password: 'wrong' }))).toEqual({
      ok: false,
      code: 'wrong-password',
    });
    expect((await own(owner)).state).toBe('parked');
    const { account } = owner.scope;
    const world = simulator().cloud.world.findAccount(account);
    if (!world) throw new Error('no account');
    world.password = 'another one';
    expect(await owner.as(() => giveConnectionPasswordAction({ id, password: 'another one' }))).toMatchObject(
      {
        ok: true,
      },
    );
    expect((await own(owner)).state).toBe('connected');
    const scope = await scopeOfConnection(id);
    expect(scope?.password?.reveal()).toBe('another one');
    // Any call that the cloud answers with this password is its last good call.
    await getDb().updateTable('connection').set({ last_good_at: null }).execute();
    if (!scope) throw new Error('not connected');
    const [room] = scope.channels;
    const place = { gid: room?.gid ?? '', channel: room?.channel ?? 0 };
    await getDoordeer().call('getMaster', { ...at(callerOf(scope)), ...place }, { via: scope });
    expect((await own(owner)).lastGoodAt).not.toBeNull();
  });

  test('is not found by a stranger and by another account, which change nothing', async () => {
    await connect();
    const before = await row();
    const other = await signIn('otherManager');
    const tries = [
      () => connectAccountAction({ id }),
      () => pauseConnectionAction({ id }),
      () => resumeConnectionAction({ id }),
      () => removeConnectionAction({ id }),
      () => giveConnectionPasswordAction({ id, password: simulator().accounts.manager.password }),
    ];
    for (const attempt of tries) {
      expect(await asStranger(attempt)).toEqual({ ok: false, code: 'signed-out' });
      expect(await other.as(attempt)).toEqual({ ok: false, code: 'not-found' });
    }
    expect(await row()).toEqual(before);
    expect(await loadConnections(other.scope)).toMatchObject([{ account: other.scope.account }]);
  });
});

test('work goes on through the connection when its session has ended, and the actor stays', async () => {
  const work = {
    sessionId: owner.scope.sessionId,
    workspaceId: owner.scope.workspaceId,
    actor: 'who ordered',
    memberId: null,
  };
  await connect();
  expect((await scopeForWork(work))?.sessionId).toBe(owner.scope.sessionId);
  await signOut(owner.token, { tellCloud: false });
  expect(await scopeForWork(work)).toMatchObject({ sessionId: id, actor: 'who ordered' });
  await parkConnections(getDb(), {
    role: owner.scope.role,
    credential: credentialOf(owner.scope.account, callerOf(owner.scope).password),
  });
  expect(await scopeForWork(work)).toBeNull();
});

import { NextRequest } from 'next/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineVerb } from '@/lib/abilities/verb';
import { addConnectionAction, removeConnectionAction } from '@/lib/connections/actions';
import { loadConnections } from '@/lib/connections/data';
import { getDb, getPool } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { actionOf } from '@/lib/http/action';
import { assignMasterAction } from '@/lib/masters/actions';
import { confirmPasswordAction } from '@/lib/members/actions';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { changeAccount } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { GET as exportAudit } from '../../app/api/audit/export/route';
import { checkDoubts } from './check-doubts';
import { getDoordeer } from './cloud-client';
import { connectOwn } from './connection';
import { refreshDeviceList } from './device-list';
import { callerOf, findScope, scopeOfConnection } from './scope';
import { findSessionEnd } from './session';
import { signIn } from './sign-in';
import { findDoubt } from './standing';

useDatabase();
const { simulator } = useSimulator();

const minute = 60_000;
const manager = () => simulator().accounts.manager;
const isRefused = { effect: 'answer', json: { re: 2 }, call: 'sign', times: null } as const;
const sent = () => simulator().log().length;
const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { reason?: string }) => error.reason,
  );

let owner: SignedIn;
let begun: Date;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'credential_doubt', 'throttle_try'] as const) {
    await getDb().deleteFrom(table).execute();
  }
  owner = await signInAs(manager().account, manager().password, 'manager');
});

const row = () => getDb().selectFrom('connection').selectAll().executeTakeFirstOrThrow();

function changePassword(): void {
  const account = simulator().cloud.world.findAccount(manager().account);
  if (account) account.password = 'a-new-one';
}

const askMaster = (scope = owner.scope) =>
  outcome(
    getDoordeer().call('getMaster', {
      account: scope.account,
      password: callerOf(scope).password,
      gid: scope.channels[0]?.gid ?? '',
      channel: scope.channels[0]?.channel ?? 0,
    }),
  );

async function refuse(): Promise<void> {
  simulator().faults.next(isRefused);
  simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'GetMainer', times: 1 });
  expect(await askMaster()).toBe('wrong-credentials');
  begun = (await getDb().selectFrom('credential_doubt').select('since').executeTakeFirstOrThrow()).since;
}

const at = (ms: number) => checkDoubts({ now: new Date(begun.getTime() + ms + 1_000) });
const states = async () =>
  (await getDb().selectFrom('credential_doubt').select(['state', 'refused_checks']).execute()).map(
    ({ state, refused_checks }) => [state, refused_checks],
  );

describe('after a documented refusal', () => {
  test('only checks leave, at 0, 5 and 10 minutes, each in one process', async () => {
    await refuse();
    const before = sent();
    expect(await askMaster()).toBe('in-doubt');
    expect(sent()).toBe(before);
    for (const [minutes, checks] of [
      [0, 1],
      [1, 1],
      [4.9, 1],
      [5, 2],
      [9.9, 2],
    ] as const) {
      await Promise.all([at(minutes * minute), at(minutes * minute), at(minutes * minute)]);
      expect(sent() - before, `after ${minutes} minutes`).toBe(checks);
      expect(await owner.as(findScope)).toMatchObject({ inDoubt: true });
    }
    await at(10.1 * minute);
    expect(sent() - before).toBe(3);
    expect(await owner.as(findScope)).toBeNull();
    expect(await findSessionEnd(owner.token)).toBe('password-changed');
    expect(await askMaster()).toBe('in-doubt');
    await at(60 * minute);
    expect(sent() - before).toBe(3);
    const actions = (await getDb().selectFrom('audit_entry').select('action').execute()).map(
      (row) => row.action,
    );
    expect(actions).toEqual(
      expect.arrayContaining(['sessions.password-doubted', 'sessions.password-refused']),
    );
  });

  test('a check that the cloud accepts ends the doubt, and everything continues', async () => {
    await refuse();
    await at(0);
    simulator().faults.clear();
    await at(5 * minute);
    expect(await states()).toEqual([]);
    expect(await owner.as(findScope)).toMatchObject({ inDoubt: false });
    expect(await askMaster()).not.toBe('in-doubt');
  });

  test.each([
    ['an undocumented code', { effect: 'answer', json: { re: 99 } }],
    ['a dropped connection', { effect: 'drop-before' }],
    ['a server error', { effect: 'status', status: 500 }],
  ] as const)(
    'a check that ends in %s counts for nothing, and comes again a minute later',
    async (_what, fault) => {
      await refuse();
      await at(0);
      simulator().faults.clear();
      simulator().faults.next({ ...fault, call: 'sign', times: 1 });
      await at(5 * minute);
      expect(await states()).toEqual([['doubted', 1]]);
      simulator().faults.next(isRefused);
      const before = sent();
      await at(5.5 * minute);
      expect(sent()).toBe(before);
      await at(6.2 * minute);
      expect(await states()).toEqual([['doubted', 2]]);
      await at(11.1 * minute);
      expect(await states()).toEqual([['doubted', 2]]);
      await at(11.3 * minute);
      expect(await states()).toEqual([['refused', 3]]);
    },
  );

  test('sessions show known data, and refuse changes, exports and the fixed password with an explanation', async () => {
    const change = actionOf(
      defineVerb({
        name: 'test.change',
        input: z.object({}),
        ability: () => null,
        run: async () => 'changed',
      }),
    );
    await refuse();
    expect(await owner.as(findDoubt)).toEqual({
      since: begun.toISOString(),
      nextCheckAt: begun.toISOString(),
    });
    await ageDeviceList(getPool(), { minutes: 300 });
    const before = sent();
    expect((await owner.as(findScope))?.channels.length).toBe(owner.scope.channels.length);
    const refused = { ok: false, code: 'cloud-in-doubt' };
    expect(await owner.as(() => change({}))).toEqual(refused);
    const [room] = owner.scope.channels;
    expect(
      await owner.as(() => revealFixedPasswordAction({ gid: room?.gid, channel: room?.channel })),
    ).toEqual(refused);
    const exported = await owner.as(() =>
      exportAudit(new NextRequest('http://doordesk.test/api/audit/export?format=csv'), {
        params: Promise.resolve({}),
      }),
    );
    expect(exported.status).toBe(403);
    expect(await exported.json()).toEqual({ error: 'cloud-in-doubt' });
    const { id } = await row();
    expect(await owner.as(() => removeConnectionAction({ id }))).toMatchObject({ ok: true });
    expect(sent()).toBe(before);
  });
});

describe('a connection whose password the cloud refuses', () => {
  async function park(): Promise<void> {
    await connectOwn(getDb(), callerOf(owner.scope));
    await refuse();
    for (const minutes of [0, 5.1, 10.2]) await at(minutes * minute);
    expect((await row()).state).toBe('parked');
  }

  test('is parked with its password sealed, and is not used', async () => {
    await park();
    const { id, sealed_password } = await row();
    expect(sealed_password).not.toBeNull();
    expect(await scopeOfConnection(id)).toBeNull();
  });

  test('continues after the next sign-in, with the password that the cloud then accepts', async () => {
    await park();
    simulator().faults.clear();
    changePassword();
    await signInAs(manager().account, 'a-new-one', 'manager');
    expect((await row()).state).toBe('connected');
    expect((await scopeOfConnection((await row()).id))?.password?.reveal()).toBe('a-new-one');
  });
});

describe('a connection whose account changes its role', () => {
  test('is parked as what it was, sees no more than before, and the other connection goes on', async () => {
    const { landlord, otherLandlord } = simulator().accounts;
    owner = await confirmed(await signInAs(landlord.account, landlord.password, 'landlord'));
    await connectOwn(getDb(), callerOf(owner.scope));
    const { workspaceId, connectionId } = owner.scope;
    const added = await owner.as(() => addConnectionAction({ ...otherLandlord, role: 'landlord' }));
    expect(added).toMatchObject({ ok: true });
    const before = await owner.as(findScope);
    const other = before?.callers.find(({ account }) => account === otherLandlord.account);
    if (!before || !other) throw new Error('it is not connected');

    // From now on its account would list every building.
    changeAccount(simulator().cloud, otherLandlord.account, { type: 1 });
    const read = () => refreshDeviceList({ ...other, workspaceId }, 'person');
    expect(await outcome(read())).toBe('failure');
    begun = (await getDb().selectFrom('credential_doubt').select('since').executeTakeFirstOrThrow()).since;
    for (const minutes of [5.1, 10.2]) await at(minutes * minute);

    const kept = await getDb()
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', other.connectionId)
      .execute();
    expect(kept).toMatchObject([{ state: 'parked', role: 'landlord', workspace_id: workspaceId }]);
    expect(kept[0]?.sealed_password).not.toBeNull();
    const after = await owner.as(findScope);
    if (!after) throw new Error('the session has ended');
    expect(after).toMatchObject({ inDoubt: false, callers: [{ connectionId }] });
    expect(after.channels).toEqual(before.channels);
    const shown = (await loadConnections(after)).map(({ account, state }) => [account, state]);
    expect(shown).toEqual([
      [landlord.account, 'connected'],
      [otherLandlord.account, 'parked'],
    ]);
    const noted = getDb().selectFrom('audit_entry').select(['account', 'actor', 'outcome']);
    expect(
      await noted
        .where('action', '=', 'connections.parked')
        .where('workspace_id', '=', workspaceId)
        .execute(),
    ).toEqual([{ account: otherLandlord.account, actor: 'Doordesk', outcome: 'done' }]);

    const sentFor = (account: string) =>
      simulator()
        .log()
        .filter((entry) => entry.account === account).length;
    const calls = sentFor(otherLandlord.account);
    // What only the own account lists names no connection.
    const own = after.channels.find(({ through }) => !through);
    const theirs = after.channels.find(({ through }) =>
      through?.every((via) => via.connectionId === other.connectionId),
    );
    const assign = (to: typeof own) =>
      owner.as(() =>
        assignMasterAction({
          requestKey: crypto.randomUUID(),
          doors: [{ gid: to?.gid, channel: to?.channel }],
          master: simulator().accounts.guest.account,
        }),
      );
    expect(await assign(theirs)).toMatchObject({ ok: false, code: 'connection-stopped' });
    expect(await assign(own)).toMatchObject({ ok: true });
    expect(sentFor(otherLandlord.account)).toBe(calls);
  });
});

describe('a password that a person types', () => {
  const type = (password: string) =>
    signIn({
      account: manager().account,
      password: new Secret(password),
      role: 'manager',
      userAgent: 'test',
      network: '192.0.2.0/24',
    });

  test('and the cloud refuses is called wrong at once, and affects no living session', async () => {
    expect(await type('a guess')).toEqual({ ok: false, code: 'wrong-password' });
    expect(await states()).toEqual([]);
    expect(await owner.as(findScope)).toMatchObject({ inDoubt: false });
    expect(await askMaster()).not.toBe('in-doubt');
  });

  test('is sent during a doubt, and ends it if the cloud accepts it', async () => {
    await refuse();
    expect(await type(manager().password)).toEqual({ ok: false, code: 'wrong-password' });
    expect(await states()).toEqual([['doubted', 0]]);
    simulator().faults.clear();
    expect(await type(manager().password)).toMatchObject({ ok: true });
    expect(await owner.as(findScope)).toMatchObject({ inDoubt: false });
  });

  test('that is new puts only sessions with the old one in doubt', async () => {
    await refuse();
    simulator().faults.clear();
    changePassword();
    const newer = await signInAs(manager().account, 'a-new-one', 'manager');
    expect(await owner.as(findScope)).toMatchObject({ inDoubt: true });
    expect(await newer.as(findScope)).toMatchObject({ inDoubt: false });
    expect(await askMaster(newer.scope)).not.toBe('in-doubt');
    for (const minutes of [0, 5.1, 10.2]) await at(minutes * minute);
    expect(await owner.as(findScope)).toBeNull();
    expect(await newer.as(findScope)).toMatchObject({ inDoubt: false });
  });

  test('again in a session in doubt is checked by the cloud, and the session continues with it', async () => {
    await refuse();
    const confirm = (password: string) => owner.as(() => confirmPasswordAction({ password }));
    expect(await confirm('a-new-one')).toMatchObject({ ok: false, code: 'wrong-password' });
    simulator().faults.clear();
    changePassword();
    expect(await confirm('a-new-one')).toMatchObject({ ok: true });
    const scope = await owner.as(findScope);
    expect(scope).toMatchObject({ inDoubt: false });
    expect(scope?.password?.reveal()).toBe('a-new-one');
  });
});

test('sessions and connections that an older version opened are covered from their next use', async () => {
  await connectOwn(getDb(), callerOf(owner.scope));
  for (const table of ['session', 'connection'] as const) {
    await getDb().updateTable(table).set({ credential: null }).execute();
  }
  expect(await owner.as(findScope)).toMatchObject({ inDoubt: false });
  const { id } = await row();
  await scopeOfConnection(id);
  await refuse();
  expect(await owner.as(findScope)).toMatchObject({ inDoubt: true });
  expect(await scopeOfConnection(id)).toMatchObject({ inDoubt: true });
});

test('code 4 of one call, which sign contradicts, does not put the account in doubt repeatedly', async () => {
  await refuse();
  simulator().faults.clear();
  await at(0);
  expect(await states()).toEqual([['accepted', 0]]);
  simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'GetMainer', times: null });
  expect(await askMaster()).toBe('wrong-credentials');
  expect(await askMaster()).toBe('wrong-credentials');
  expect(await states()).toEqual([['accepted', 0]]);
  // One refusal is not believed: a minute later `sign` is asked again, and then it counts.
  simulator().faults.next(isRefused);
  await getDb()
    .updateTable('credential_doubt')
    .set({ checked_at: new Date(Date.now() - 2 * minute) })
    .execute();
  expect(await askMaster()).toBe('wrong-credentials');
  await checkDoubts();
  expect(await states()).toEqual([['doubted', 1]]);
});

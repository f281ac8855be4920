import { beforeEach, describe, expect, test } from 'vitest';
import { getDb, getPool } from '@/lib/db/client';
import { drawReadingOrder } from '@/lib/db/draw-reading-order';
import { readStoredChannels } from '@/lib/devices/data';
import { storeChannels } from '@/lib/devices/mutations';
import { Secret } from '@/lib/doordeer/secret';
import type { Role } from '@/lib/doordeer/words';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { recordUnknown } from './count-unknown';
import { refreshDeviceList } from './device-list';
import { callerOf, findScope, scopeOfSession } from './scope';
import { findSession, findSessionEnd } from './session';
import { signIn } from './sign-in';
import { signOut } from './sign-out';
import { requireStanding } from './standing';

useDatabase();
const { simulator } = useSimulator();

const attempt = (account: string, password = 'wrong', role: Role = 'manager') =>
  signIn({ account, password: new Secret(password), role, userAgent: 'test', network: '192.0.2.0/24' });
const manager = () => simulator().accounts.manager;
const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path);

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('throttle_try').execute();
  await getDb().deleteFrom('credential_doubt').execute();
});

async function lastEntry() {
  return getDb().selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow();
}

describe('signing in', () => {
  test('opens a session with the account’s rooms and says so in the audit log', async () => {
    const { account, password } = manager();
    const result = await attempt(account, password);
    if (!result.ok) throw new Error(result.code);
    const scope = await scopeOfSession(result.id);
    expect(scope).toMatchObject({ account, actor: account, role: 'manager' });
    expect(scope?.channels.length).toBeGreaterThan(10);
    expect(scope?.password?.reveal()).toBe(password);
    expect(JSON.stringify(scope)).not.toContain(password);
    expect(await lastEntry()).toMatchObject({ action: 'sessions.sign-in', outcome: 'done', account });
  });

  test('ends the longest unused sessions beyond 20 of one account, in all roles and spellings, and no other account’s', async () => {
    await getDb().deleteFrom('session').execute();
    const { master, tenant, otherManager } = simulator().accounts;
    const other = await attempt(otherManager.account, otherManager.password);
    const tokens: string[] = [];
    for (let index = 0; index < 22; index++) {
      const role = index % 2 ? 'tenant' : 'landlord';
      const { account, password } = index % 2 ? tenant : master;
      const result = await attempt(index % 3 ? account : account.toUpperCase(), password, role);
      if (!result.ok) throw new Error(result.code);
      tokens.push(result.token);
    }
    const [first = '', second = '', ...rest] = tokens;
    for (const token of [first, second]) {
      expect(await findSession(token)).toBeNull();
      expect(await findSessionEnd(token)).toBe('too-many');
    }
    for (const token of rest) expect(await findSession(token)).not.toBeNull();
    expect(other.ok && (await findSession(other.token))).toBeTruthy();
  });

  test('answers a wrong password, a wrong role and an unknown account alike', async () => {
    const { account, password } = manager();
    const answers = [
      await attempt(account),
      await attempt(account, password, 'tenant'),
      await attempt('nobody@harbor.example', password),
    ];
    for (const answer of answers) expect(answer).toEqual({ ok: false, code: 'wrong-password' });
    await recordUnknown();
    expect(await lastEntry()).toMatchObject({
      action: 'sessions.sign-in',
      outcome: 'refused',
      workspace_id: null,
      account: '',
      detail: { code: 'wrong-password', count: expect.any(Number) },
    });
  });

  test('keeps the password out of the audit log and the database', async () => {
    await attempt(manager().account, 'a-very-wrong-password');
    const rows = await getDb().selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain('a-very-wrong-password');
  });

  test('asks the cloud once, even when the cloud fails', async () => {
    simulator().faults.next({ effect: 'status', status: 500, call: 'sign', times: 1 });
    expect(await attempt(manager().account, manager().password)).toEqual({
      ok: false,
      code: 'cloud-http-error',
    });
    expect(calls('sign')).toHaveLength(1);
  });

  test.each([0, 99, -1])('calls result code %i, which no document explains, an outage', async (re) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'sign', times: 1 });
    expect(await attempt(manager().account, manager().password)).toEqual({
      ok: false,
      code: 'cloud-undocumented',
    });
  });

  test('says that the key or framing is wrong when the answer does not decrypt', async () => {
    simulator().faults.next({ effect: 'wrong-key', call: 'sign', times: 1 });
    expect(await attempt(manager().account, manager().password)).toEqual({
      ok: false,
      code: 'cloud-garbled',
    });
  });
});

describe('the throttle', () => {
  test('lets five of twenty simultaneous wrong tries reach the cloud, across roles and spellings', async () => {
    const roles: Role[] = ['manager', 'landlord', 'tenant'];
    const spellings = ['manager@harbor.example', 'MANAGER@harbor.example', ' manager@harbor.example'];
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        attempt(spellings[index % 3] ?? '', `wrong-${index}`, roles[Math.floor(index / 3) % 3]),
      ),
    );
    expect(calls('sign')).toHaveLength(5);
    expect(results.filter((result) => !result.ok && result.code === 'throttled')).toHaveLength(15);
    const sixteenth = await attempt(manager().account, manager().password);
    expect(sixteenth).toMatchObject({ ok: false, code: 'throttled', minutes: 15 });
    expect(calls('sign')).toHaveLength(5);
    expect(await lastEntry()).toMatchObject({ outcome: 'refused', detail: { code: 'throttled' } });
  });

  test('does not affect the living session of the attacked account', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    for (let index = 0; index < 6; index += 1) await attempt(manager().account);
    expect(await owner.as(findScope)).toMatchObject({ account: manager().account });
  });

  test('does not slow down other accounts', async () => {
    for (let index = 0; index < 6; index += 1) await attempt('unknown@harbor.example');
    expect(await attempt(manager().account, manager().password)).toMatchObject({ ok: true });
  });

  test('lets all simultaneous tries with the right password succeed', async () => {
    const results = await Promise.all(
      Array.from({ length: 12 }, () => attempt(manager().account, manager().password)),
    );
    expect(results.every((result) => result.ok)).toBe(true);
  });

  test('does not count a try that was never sent', async () => {
    const url = process.env.DOORDEER_URL;
    process.env.DOORDEER_URL = 'http://127.0.0.1:9/api';
    for (let index = 0; index < 7; index += 1) {
      expect(await attempt(manager().account)).toEqual({ ok: false, code: 'cloud-unreachable' });
    }
    process.env.DOORDEER_URL = url;
    expect(await attempt(manager().account, manager().password)).toMatchObject({ ok: true });
  });
});

describe('signing out', () => {
  test('ends the session, informs the cloud and records it', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await signOut(owner.token);
    expect(await owner.as(findScope)).toBeNull();
    expect(await scopeOfSession(owner.scope.sessionId)).toBeNull();
    expect(calls('Quit')).toHaveLength(1);
    expect(await lastEntry()).toMatchObject({ action: 'sessions.sign-out', outcome: 'done' });
  });

  test('succeeds while the cloud is down, and soon', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    simulator().faults.next({ effect: 'latency', ms: 30_000, call: 'Quit', times: null });
    await signOut(owner.token);
    expect(await findSession(owner.token)).toBeNull();
  });

  test('leaves the other sessions of the account', async () => {
    const one = await signInAs(manager().account, manager().password, 'manager');
    const other = await signInAs(manager().account, manager().password, 'manager');
    await signOut(one.token);
    expect(await other.as(findScope)).not.toBeNull();
  });
});

describe('the device list of a session', () => {
  const age = (minutes: number) => ageDeviceList(getPool(), { minutes });

  test('is read again when it is old, and used unchanged when the cloud is down', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await age(61);
    const fresh = await owner.as(findScope);
    expect(Date.now() - (fresh?.channelsReadAt.getTime() ?? 0)).toBeLessThan(60_000);

    await age(61);
    simulator().faults.next({ effect: 'drop-before', times: null });
    const stale = await owner.as(findScope);
    expect(stale?.channels.length).toBe(owner.scope.channels.length);
    expect(Date.now() - (stale?.channelsReadAt.getTime() ?? 0)).toBeGreaterThan(60 * 60_000);
  });

  test('is used at once: a removed room is gone in the same request', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    const [kept] = owner.scope.channels;
    if (!kept) throw new Error('no channel');
    await age(61);
    const json = {
      re: 1,
      list: [{ gid: kept.gid, vir_chn_no: kept.channel, gid_type: 1, building_name: 'B', unit_label: '1' }],
    };
    simulator().faults.next({ effect: 'answer', json, call: 'sign', times: 1 });
    const scope = await owner.as(findScope);
    expect(scope?.channels.map(({ gid, channel }) => [gid, channel])).toEqual([[kept.gid, kept.channel]]);
    expect((await owner.as(findScope))?.channels).toEqual(scope?.channels);
  });

  test('that is the same again counts as read again, and replaces what another process kept', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    const whole = owner.scope.channels.map(({ gid, channel }) => [gid, channel]);
    const listed = async () =>
      (await owner.as(findScope))?.channels.map(({ gid, channel }) => [gid, channel]);
    for (const _ of ['read', 'known']) {
      await age(61);
      expect(await listed()).toEqual(whole);
      expect((await readStoredChannels(owner.scope)).readAt?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    }
    await storeChannels(owner.scope, { channels: [], ...(await drawReadingOrder()) });
    await age(61);
    expect(await listed()).toEqual(whole);
  });

  test('does not delay the frame around a page, even when the cloud never answers', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await age(61);
    simulator().faults.next({ effect: 'drop-before', times: null });
    expect(await owner.as(requireStanding)).toEqual({
      workspaceId: owner.scope.workspaceId,
      actor: owner.scope.actor,
      member: null,
      grants: null,
      viewsAs: null,
      account: manager().account,
      role: 'manager',
      relations: [],
      doubt: null,
      list: expect.objectContaining({ isFresh: false }),
      notices: expect.any(Array),
    });
    await getDb().deleteFrom('device_list').execute();
    expect(await owner.as(requireStanding)).toMatchObject({ role: 'manager' });
    await expect(refreshDeviceList(callerOf(owner.scope), 'person')).rejects.toThrow();
  });

  test('stays as it is, and the session in doubt, while the cloud refuses the password', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await age(61);
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'sign', times: null });
    const scope = await owner.as(findScope);
    expect(scope).toMatchObject({ inDoubt: true });
    expect(scope?.channels.length).toBe(owner.scope.channels.length);
    // The reading and the first check. More requests send nothing more.
    const asked = calls('sign').length;
    await owner.as(findScope);
    expect(calls('sign')).toHaveLength(asked);
  });

  test.each([0, 99, -1])('is kept, and so is the session, while the cloud answers %i', async (re) => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await age(61);
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'sign', times: null });
    expect((await owner.as(findScope))?.channels.length).toBe(owner.scope.channels.length);
  });

  test('does not end the session after one bad answer', async () => {
    const owner = await signInAs(manager().account, manager().password, 'manager');
    await age(61);
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'sign', times: 1 });
    const scope = await owner.as(findScope);
    expect(scope).toMatchObject({ inDoubt: false });
    expect(Date.now() - (scope?.channelsReadAt.getTime() ?? 0)).toBeLessThan(60_000);
  });
});

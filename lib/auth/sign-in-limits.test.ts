import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { Secret } from '@/lib/doordeer/secret';
import { forgotPasswordAction } from '@/lib/members/actions';
import { useDatabase } from '@/lib/testing/database';
import { asStranger } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { recordUnknown } from './count-unknown';
import { issueDevice } from './device-cookie';
import { type SignInAttempt, signIn, signInUnsure } from './sign-in';
import { bucketOf } from './throttle';

useDatabase();
const { simulator } = useSimulator();

const manager = () => simulator().accounts.manager;
const landlord = () => simulator().accounts.landlord;
const sent = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'sign').length;

const attempt = (password: string, more: Partial<SignInAttempt> = {}) =>
  signIn({
    account: manager().account,
    password: new Secret(password),
    role: 'manager',
    userAgent: 'test',
    network: '192.0.2.0/24',
    ...more,
  });
const right = (more: Partial<SignInAttempt> = {}) => attempt(manager().password, more);

async function guessFiveTimes(more: Partial<SignInAttempt> = {}): Promise<void> {
  for (let guess = 1; guess <= 5; guess += 1) {
    expect(await attempt(`guess ${guess}`, more)).toEqual({ ok: false, code: 'wrong-password' });
  }
}

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('throttle_try').execute();
});

describe('tries without a verdict of the cloud', () => {
  test.each([
    ['a server error', { effect: 'status', status: 500 }, 'cloud-http-error'],
    ['garbage', { effect: 'garbage' }, 'cloud-garbled'],
    ['half an answer', { effect: 'half' }, 'cloud-garbled'],
    ['a dropped connection', { effect: 'drop-after' }, 'cloud-dropped'],
    ['an undocumented code', { effect: 'answer', json: { re: 0 } }, 'cloud-undocumented'],
    ['an answer of another shape', { effect: 'answer', json: { re: 1, list: 7 } }, 'cloud-nonsense'],
    ['"a parameter is missing"', { effect: 'answer', json: { re: 3 } }, 'refused-missing-parameter'],
  ] as const)('count for nothing against the right password: %s', async (_what, fault, code) => {
    simulator().faults.next({ ...fault, call: 'sign', times: 8 });
    for (let n = 1; n <= 8; n += 1) expect(await attempt('guess')).toEqual({ ok: false, code });
    expect(await right()).toMatchObject({ ok: true });
    await guessFiveTimes();
    expect(await right()).toMatchObject({ ok: false, code: 'throttled' });
  });

  test('are 20 at most in 15 minutes for an account and network, and forgotten after a verdict', async () => {
    simulator().faults.next({ effect: 'status', status: 500, call: 'sign', times: null });
    for (let n = 1; n <= 20; n += 1) expect(await right()).toMatchObject({ code: 'cloud-http-error' });
    expect(sent()).toBe(20);
    expect(await right()).toEqual({ ok: false, code: 'throttled', minutes: 15 });
    expect(sent()).toBe(20);
    const { account, password } = landlord();
    const other = { account, password: new Secret(password), role: 'landlord' } as const;
    expect(await right(other)).toMatchObject({ code: 'cloud-http-error' });
    simulator().faults.clear();
    expect(await attempt('guess', { network: '198.51.100.0/24' })).toMatchObject({ code: 'wrong-password' });
    expect(await right()).toMatchObject({ ok: true });
  });

  test('of a killed process count as no wrong password once its call must have ended', async () => {
    const pending = Array.from({ length: 5 }, () => ({
      bucket: bucketOf('sign-in', manager().account),
      tried_at: new Date(Date.now() - 2 * 60_000),
      pending: true,
    }));
    await getDb().insertInto('throttle_try').values(pending).execute();
    expect(await right()).toMatchObject({ ok: true });
  });
});

describe('guesses at many accounts', () => {
  const guess = (n: number, more: Partial<SignInAttempt> = {}) =>
    attempt('password', { account: `made-up-${n}@harbor.example`, role: 'tenant', ...more });
  const fail = (bucket: string, count: number) =>
    getDb()
      .insertInto('throttle_try')
      .values(Array.from({ length: count }, () => ({ bucket, tried_at: new Date(), pending: false })))
      .execute();
  const entries = async () =>
    (await getDb().selectFrom('audit_entry').select(['detail', 'account']).execute()).filter(
      ({ account }) => account === '' || account.startsWith('made-up'),
    );

  test('reach the cloud 50 times at most from one network in 15 minutes, and others can sign in', async () => {
    await fail('sign-in-failed:192.0.2.0/24', 48);
    for (let n = 0; n < 2; n += 1) expect(await guess(n)).toMatchObject({ code: 'wrong-password' });
    expect(await guess(2)).toEqual({ ok: false, code: 'throttled', minutes: 15 });
    expect(sent()).toBe(2);
    expect(await right({ network: '198.51.100.0/24' })).toMatchObject({ ok: true });
  });

  test('sent at once pass that limit by no more than the calls that were on their way', async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, (_, n) => guess(n)));
    expect(answers.filter((answer) => !answer.ok && answer.code === 'throttled').length).toBeGreaterThan(60);
    expect(sent()).toBeLessThan(50 + 32);
  });

  test('from any number of networks have a limit too; a browser that signed in before passes it', async () => {
    const known = await right();
    if (!known.ok) throw new Error(known.code);
    const before = sent();
    await fail('sign-in-failed:everybody', 1_000);
    expect(await guess(1)).toMatchObject({ code: 'throttled' });
    expect(sent()).toBe(before);
    expect(await right({ device: known.device })).toMatchObject({ ok: true });
  });

  test('are counted in the audit log, without a row each', async () => {
    await recordUnknown();
    const before = (await entries()).length;
    for (let n = 0; n < 20; n += 1) await guess(n);
    expect(await entries()).toHaveLength(before);
    await recordUnknown();
    const [entry, ...more] = (await entries()).slice(before);
    expect(entry?.detail).toEqual({ code: 'wrong-password', count: 20 });
    expect(more).toEqual([]);
  });
});

describe('a person who is not sure of their role', () => {
  const unsure = (who: { account: string; password: string }) =>
    signInUnsure({
      account: who.account,
      password: new Secret(who.password),
      userAgent: 'test',
      network: '192.0.2.0/24',
    });
  const failures = async () =>
    (await getDb().selectFrom('throttle_try').select('id').where('bucket', 'like', 'sign-in:%').execute())
      .length;

  test('is tried in all three, as three tries of the account and of the network', async () => {
    const { guest } = simulator().accounts;
    expect(await unsure(guest)).toMatchObject({ ok: true });
    expect([sent(), await failures()]).toEqual([3, 2]);
    expect(await unsure({ ...guest, password: 'wrong' })).toEqual({ ok: false, code: 'wrong-password' });
    expect([sent(), await failures()]).toEqual([6, 5]);
    expect(await unsure(guest)).toMatchObject({ code: 'throttled' });
    expect(sent()).toBe(6);
  });

  test('is not tried when fewer tries are left than roles, so the right password is never refused', async () => {
    const { guest } = simulator().accounts;
    const typed = { account: guest.account, role: 'tenant' } as const;
    for (let guess = 1; guess <= 3; guess += 1) await attempt(`guess ${guess}`, typed);
    expect(await unsure(guest)).toEqual({ ok: false, code: 'few-tries', left: 2 });
    expect([sent(), await failures()]).toEqual([3, 3]);
    expect(await attempt(guest.password, typed)).toMatchObject({ ok: true });
  });

  test('is not tried when the network has fewer wrong tries left than roles', async () => {
    const failed = { bucket: 'sign-in-failed:192.0.2.0/24', tried_at: new Date(), pending: false };
    await getDb().insertInto('throttle_try').values(Array(48).fill(failed)).execute();
    expect(await unsure(simulator().accounts.guest)).toEqual({ ok: false, code: 'few-tries', left: 2 });
    expect(sent()).toBe(0);
  });

  test('is not tried further when the first answer is no refusal', async () => {
    simulator().faults.next({ effect: 'status', status: 500, call: 'sign', times: 1 });
    expect(await unsure(manager())).toMatchObject({ code: 'cloud-http-error' });
    expect(sent()).toBe(1);
    expect(await unsure(manager())).toMatchObject({ ok: true });
    expect(sent()).toBe(2);
  });
});

describe('a cloud that asks for a rest', () => {
  const asked = { effect: 'status', status: 429, retryAfterSeconds: 8, call: 'sign', times: 1 } as const;
  const other = () => {
    const { account, password } = simulator().accounts.guest;
    return { account, password: new Secret(password), role: 'tenant' } as const;
  };
  const until = { ok: false, code: 'cloud-busy', seconds: expect.any(Number) };

  test('is not asked again for that account until then, and the person learns it at once', async () => {
    simulator().faults.next(asked);
    const newcomer = { account: 'newcomer@harbor.example' };
    expect(await right(newcomer)).toEqual({ ...until, seconds: 8 });
    const before = sent();
    expect(await right(newcomer)).toEqual(until);
    expect(sent()).toBe(before);
    expect(await getDb().selectFrom('throttle_try').selectAll().execute()).toHaveLength(1);
    expect(await right(other())).toMatchObject({ ok: true });
  });

  test('is respected by other forms without a session too', async () => {
    simulator().faults.next({ ...asked, call: undefined });
    const form = { account: other().account, by: 'email' };
    expect(await asStranger(() => forgotPasswordAction(form))).toEqual({ ...until, seconds: 8 });
    const before = simulator().log().length;
    expect(await asStranger(() => forgotPasswordAction(form))).toEqual(until);
    expect(simulator().log()).toHaveLength(before);
  });
});

describe('a browser that signed in before', () => {
  async function device(): Promise<string> {
    const result = await right();
    if (!result.ok) throw new Error(result.code);
    return result.device;
  }

  test('has its own five tries, which strangers cannot use up', async () => {
    const cookie = await device();
    await guessFiveTimes();
    expect(await right()).toMatchObject({ code: 'throttled' });
    expect(await right({ device: cookie })).toMatchObject({ ok: true });
    const before = sent();
    await guessFiveTimes({ device: cookie });
    expect(await right({ device: cookie })).toMatchObject({ code: 'throttled' });
    expect(sent() - before).toBe(5);
  });

  test('does not use up the tries of others', async () => {
    await guessFiveTimes({ device: await device() });
    expect(await right()).toMatchObject({ ok: true });
  });

  test('has them for the accounts that it signed in to, in any spelling, and for no other', async () => {
    const cookie = await device();
    await guessFiveTimes();
    await guessFiveTimes({ account: landlord().account, role: 'landlord' });
    const { account, password } = landlord();
    const other = { account, password: new Secret(password), role: 'landlord' } as const;
    expect(await right({ ...other, device: cookie })).toMatchObject({ code: 'throttled' });
    expect(await right({ account: manager().account.toUpperCase(), device: cookie })).toMatchObject({
      ok: true,
    });
  });

  test('cannot be forged, changed or used for longer than 180 days', async () => {
    const cookie = await device();
    await guessFiveTimes();
    const [payload = '', mac = ''] = cookie.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, id: 'another' })).toString('base64url');
    const old = issueDevice(undefined, manager().account, Date.now() - 181 * 24 * 3_600_000);
    for (const forged of [payload, `${payload}.`, `${changed}.${mac}`, `${cookie}.x`, '', '.', old]) {
      expect(await right({ device: forged }), forged).toMatchObject({ code: 'throttled' });
    }
    expect(payload).not.toContain(Buffer.from(manager().account).toString('base64url').slice(0, 8));
    expect(JSON.stringify(claims)).not.toContain('harbor');
  });
});

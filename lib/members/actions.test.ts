import { beforeEach, describe, expect, test, vi } from 'vitest';
import { recordUnknown } from '@/lib/auth/count-unknown';
import { asRequest } from '@/lib/auth/request';
import { findScope } from '@/lib/auth/scope';
import { findSessionEnd } from '@/lib/auth/session';
import { listOwnSessions } from '@/lib/auth/session-list';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import {
  confirmPasswordAction,
  endOtherSessionsAction,
  endSessionAction,
  forgotPasswordAction,
  registerAction,
} from './actions';

useDatabase();
const { simulator } = useSimulator();

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('throttle_try').execute();
});

const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path);
const signIn = (name: 'manager' | 'landlord' = 'manager'): Promise<SignedIn> => {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, name);
};

describe('the password typed again', () => {
  test('is compared without asking the cloud', async () => {
    const owner = await signIn();
    simulator().reset();
    const { password } = simulator().accounts.manager;
    expect(await owner.as(() => confirmPasswordAction({ password }))).toMatchObject({ ok: true });
    expect(simulator().log()).toEqual([]);
  });

  test('ends the session when it is wrong six times', async () => {
    const owner = await signIn();
    for (let index = 0; index < 5; index += 1) {
      const answer = await owner.as(() => confirmPasswordAction({ password: `wrong-${index}` }));
      expect(answer).toEqual({ ok: false, code: 'wrong-password' });
    }
    const answer = await owner.as(() => confirmPasswordAction({ password: 'wrong-6' }));
    expect(answer).toEqual({ ok: false, code: 'throttled' });
    expect(await owner.as(findScope)).toBeNull();
    expect(await findSessionEnd(owner.token)).toBe('throttled');
  });
});

describe('my sessions', () => {
  const confirm = (owner: SignedIn) =>
    owner.as(() => confirmPasswordAction({ password: simulator().accounts.manager.password }));

  test('are listed, this one first, without anything that opens them', async () => {
    const other = await signIn();
    const owner = await signIn();
    const sessions = await listOwnSessions(owner.scope);
    expect(sessions[0]).toMatchObject({ id: owner.scope.sessionId, current: true });
    expect(sessions.map(({ id }) => id)).toContain(other.scope.sessionId);
    expect(JSON.stringify(sessions)).not.toContain(other.token);
  });

  test('can be ended one by one, at once', async () => {
    const other = await signIn();
    const owner = await signIn();
    const end = () => owner.as(() => endSessionAction({ id: other.scope.sessionId }));
    expect(await end()).toEqual({ ok: false, code: 'password-needed' });
    expect(await other.as(findScope)).not.toBeNull();
    await confirm(owner);
    await getDb()
      .updateTable('session')
      .set({ user_agent: 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0' })
      .where('id', '=', other.scope.sessionId)
      .execute();
    expect(await end()).toMatchObject({ ok: true });
    const { subject } = await getDb()
      .selectFrom('audit_entry')
      .select('subject')
      .where('action', '=', 'sessions.end')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(subject).toBe('Firefox · Windows');
    expect(await other.as(findScope)).toBeNull();
    expect(await findSessionEnd(other.token)).toBe('ended-elsewhere');
    expect(await owner.as(findScope)).not.toBeNull();
  });

  test('of another account are not found', async () => {
    const owner = await signIn();
    const stranger = await signIn('landlord');
    const answer = await stranger.as(() => endSessionAction({ id: owner.scope.sessionId }));
    expect(answer).toEqual({ ok: false, code: 'not-found' });
    expect(await owner.as(findScope)).not.toBeNull();
    const bad = await stranger.as(() => endSessionAction({ id: "' or 1=1" }));
    expect(bad).toEqual({ ok: false, code: 'invalid-input', fields: { id: 'invalid' } });
  });

  test('are all ended but the one that asks', async () => {
    const { account, password } = simulator().accounts.manager;
    const spelled = await signInAs(account.toUpperCase(), password, 'manager');
    const others = [await signIn(), await signIn(), spelled];
    const owner = await signIn();
    const stranger = await signIn('landlord');
    const end = () => owner.as(() => endOtherSessionsAction({}));
    expect(await end()).toEqual({ ok: false, code: 'password-needed' });
    for (const other of others) expect(await other.as(findScope)).not.toBeNull();
    await confirm(owner);
    expect(await end()).toMatchObject({ ok: true });
    for (const other of others) expect(await other.as(findScope)).toBeNull();
    expect(await owner.as(findScope)).not.toBeNull();
    expect(await stranger.as(findScope)).not.toBeNull();
  });
});

const lastEntry = () =>
  getDb().selectFrom('audit_entry').selectAll().orderBy('seq', 'desc').executeTakeFirstOrThrow();

const form = {
  email: 'new@harbor.example',
  phone: '+86 138 0000 0009',
  password: 'a long password',
  repeated: 'a long password',
  role: '3',
  language: 'en',
};

describe('signing up', () => {
  test.each([
    [1, 'done', { state: 'ok' }],
    [4, 'done', { state: 'signed-up-not-activated' }],
    [5, 'done', { state: 'signed-up-activated' }],
    [2, 'refused', { code: 'refused-failure' }],
  ])('answers the same to result %i, and keeps it in the audit log', async (re, outcome, detail) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'reg' });
    expect(await asStranger(() => registerAction(form))).toEqual({ ok: true, data: {} });
    await recordUnknown();
    expect(await lastEntry()).toMatchObject({ account: '', outcome, detail: { ...detail, count: 1 } });
  });

  test('says that the cloud misses something, which no account decides', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 3 }, call: 'reg' });
    const answer = await asStranger(() => registerAction(form));
    expect(answer).toEqual({ ok: false, code: 'refused-missing-parameter' });
  });

  test('answers the same for an account that exists and one that does not', async () => {
    const of = (email: string) => asStranger(() => registerAction({ ...form, email }));
    expect(await of(simulator().accounts.guest.account)).toEqual(await of('unknown@harbor.example'));
  });

  test.each([
    'password',
    '12345678',
    'Password123',
    'P@ssw0rd',
    'doordeer',
    'new@harbor.example',
    'letmein123',
  ])('refuses the password %s, and sends nothing', async (password) => {
    const answer = await asStranger(() => registerAction({ ...form, password, repeated: password }));
    expect(answer).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: { password: 'passwordGuessed' },
    });
    expect(calls('reg')).toEqual([]);
    const tries = await getDb().selectFrom('throttle_try').select('bucket').execute();
    expect(tries.filter(({ bucket }) => !bucket.startsWith('rate-password'))).toEqual([]);
  });

  test.each([
    [undefined, [3]],
    ['tenant, landlord', [2, 3]],
    ['manager landlord tenant', [1, 2, 3]],
    ['none', []],
  ])('takes only the roles of DOORDESK_REGISTER_ROLES=%s', async (setting, allowed) => {
    if (setting) vi.stubEnv('DOORDESK_REGISTER_ROLES', setting);
    for (const role of [1, 2, 3]) {
      const answer = await asStranger(() => registerAction({ ...form, role: String(role) }));
      const refusal = { ok: false, code: 'invalid-input', fields: { role: 'badChoice' } };
      expect(answer).toEqual(allowed.includes(role) ? { ok: true, data: {} } : refusal);
    }
    vi.unstubAllEnvs();
  });

  test('is never repeated, and says that a lost answer leaves it unknown', async () => {
    simulator().faults.next({ effect: 'drop-after', call: 'reg', times: null });
    expect(await asStranger(() => registerAction(form))).toEqual({ ok: false, code: 'outcome-unknown' });
    expect(calls('reg')).toHaveLength(1);
    await recordUnknown();
    const entry = await lastEntry();
    expect(entry).toMatchObject({ action: 'accounts.register', outcome: 'unknown' });
    expect(JSON.stringify(entry)).not.toContain(form.password);
  });

  test('says for each field what is wrong, and sends nothing', async () => {
    const answer = await asStranger(() =>
      registerAction({
        ...form,
        email: 'nobody',
        phone: 'call me',
        password: 'short',
        repeated: 'other',
        role: '9',
      }),
    );
    expect(answer).toEqual({
      ok: false,
      code: 'invalid-input',
      fields: {
        email: 'badEmail',
        phone: 'badPhone',
        password: 'passwordTooShort',
        repeated: 'passwordsDiffer',
        role: 'badChoice',
      },
    });
    expect(calls('reg')).toEqual([]);
  });

  test('needs no phone, and sends the email address as the account', async () => {
    await asStranger(() => registerAction({ ...form, phone: ' ' }));
    expect(calls('reg')).toMatchObject([
      { account: form.email, sent: { mail_address: form.email, account_type: 3 } },
    ]);
  });

  test('rates no more passwords than the network may send', async () => {
    const bucket = 'rate-password-network:unknown';
    const tries = Array.from({ length: 60 }, () => ({ bucket, tried_at: new Date(), pending: false }));
    await getDb().insertInto('throttle_try').values(tries).execute();
    const weak = { ...form, password: '12345678', repeated: '12345678' };
    expect(await asStranger(() => registerAction(weak))).toMatchObject({ code: 'throttled' });
    expect(await asStranger(() => registerAction(form))).toMatchObject({ code: 'throttled' });
  });

  test('is refused after five tries in an hour', async () => {
    for (let index = 0; index < 5; index += 1) await asStranger(() => registerAction(form));
    const answer = await asStranger(() => registerAction({ ...form, email: 'NEW@harbor.example' }));
    expect(answer).toEqual({ ok: false, code: 'throttled', minutes: 60 });
    expect(calls('reg')).toHaveLength(5);
  });
});

describe('many tries', () => {
  const from = <T>(address: string, run: () => Promise<T>) =>
    asRequest(
      { host: 'doordesk.test', origin: 'http://doordesk.test', 'x-doordesk-client-address': address },
      run,
    );
  const tryMany = async (prefix: string, count: number) => {
    const bucket = `${prefix}-network:192.0.2.0/24`;
    const tries = Array.from({ length: count }, () => ({ bucket, tried_at: new Date(), pending: false }));
    await getDb().insertInto('throttle_try').values(tries).execute();
  };

  test('from one network do not switch the functions off for others', async () => {
    const ask = (address: string) =>
      from(address, () => forgotPasswordAction({ account: `a${address}@harbor.example`, by: 'email' }));
    const signUp = (address: string) =>
      from(address, () => registerAction({ ...form, email: `b${address}@harbor.example` }));
    for (const purpose of ['forgot-password', 'register']) await tryMany(purpose, 29);
    for (const send of [ask, signUp]) {
      expect(await send('192.0.2.1')).not.toMatchObject({ code: 'throttled' });
      // Another account and another address of the same network.
      expect(await send('192.0.2.2')).toMatchObject({ ok: false, code: 'throttled' });
      expect(await send('198.51.100.1')).not.toMatchObject({ code: 'throttled' });
    }
  });

  test('of 1,000 from many networks leave the functions on', async () => {
    const tries = Array.from({ length: 1_000 }, () => ({
      bucket: 'forgot-password:everybody',
      tried_at: new Date(),
      pending: false,
    }));
    await getDb().insertInto('throttle_try').values(tries).execute();
    const asked = { account: 'manager@harbor.example', by: 'email' };
    expect(await from('192.0.2.1', () => forgotPasswordAction(asked))).toMatchObject({ ok: true });
  });
});

describe('a forgotten password', () => {
  test('can be requested after an outage in which no try reached the cloud', async () => {
    const given = { account: 'manager@harbor.example', by: 'email' };
    simulator().faults.next({ effect: 'status', status: 429, call: 'Resetpwd', times: 7 });
    for (let n = 1; n <= 7; n += 1) {
      expect(await asStranger(() => forgotPasswordAction(given))).toEqual({ ok: false, code: 'cloud-busy' });
    }
    expect(await asStranger(() => forgotPasswordAction(given))).toMatchObject({ ok: true });
  });

  test('is refused in the same time whether the account is known or not', async () => {
    await signIn();
    for (const account of ['manager@harbor.example', 'unknown@harbor.example']) {
      const ask = () => asStranger(() => forgotPasswordAction({ account, by: 'email' }));
      for (let n = 1; n <= 5; n += 1) await ask();
      const began = performance.now();
      expect(await ask()).toMatchObject({ code: 'throttled' });
      // The queries take a few milliseconds. A timer may end one early.
      expect(performance.now() - began).toBeGreaterThanOrEqual(49);
    }
  });

  test('writes intent and outcome into the audit log, and of unknown accounts one entry a minute', async () => {
    await signIn();
    await recordUnknown();
    const count = async () => {
      const { count: found } = await getDb()
        .selectFrom('audit_entry')
        .select((of) => of.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return found;
    };
    const before = await count();
    const ask = (account: string) => asStranger(() => forgotPasswordAction({ account, by: 'email' }));
    await ask('manager@harbor.example');
    expect(await count()).toBe(before + 2);
    for (let n = 1; n <= 3; n += 1) await ask(`unknown-${n}@harbor.example`);
    expect(await count()).toBe(before + 2);
    await recordUnknown();
    expect(await count()).toBe(before + 3);
    expect(await lastEntry()).toMatchObject({
      action: 'accounts.forgot-password',
      outcome: 'refused',
      account: '',
      detail: { by: 'email', count: 3 },
    });
  });

  const sent = { ok: true, data: { by: 'email' } };

  test.each([
    [1, sent, 'done'],
    [2, sent, 'refused'],
    [4, sent, 'refused'],
    // These depend on what was typed, and not on whether the account exists.
    [3, { ok: false, code: 'refused-missing-parameter' }, 'refused'],
    [5, { ok: false, code: 'refused-bad-email' }, 'refused'],
  ])('answers result %i without a word on whether the account exists', async (re, answer, outcome) => {
    simulator().faults.next({ effect: 'answer', json: { re }, call: 'Resetpwd' });
    const given = { account: 'manager@harbor.example', by: 'email' };
    expect(await asStranger(() => forgotPasswordAction(given))).toEqual(answer);
    expect((await lastEntry()).outcome).toBe(outcome);
  });

  test.each(['email', 'phone'])('by %s answers the same for an account that does not exist', async (by) => {
    const of = (account: string) => asStranger(() => forgotPasswordAction({ account, by }));
    expect(await of('manager@harbor.example')).toEqual(await of('unknown@harbor.example'));
  });

  test('can be requested by phone too', async () => {
    const answer = await asStranger(() =>
      forgotPasswordAction({ account: 'master@harbor.example', by: 'phone' }),
    );
    expect(answer).toEqual({ ok: true, data: { by: 'phone' } });
    expect(calls('Resetpwd')).toMatchObject([{ sent: { act_type: 2 } }]);
  });
});

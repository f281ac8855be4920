import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { addPhoneAction } from '@/lib/desk/settings/actions';
import { Secret } from '@/lib/doordeer/secret';
import { dismissAccountNoticesAction, forgotPasswordAction } from '@/lib/members/actions';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import { clientAddressHeader } from './client-network';
import { sealCookie } from './cookie';
import { cookieName } from './cookie-name';
import { asRequest } from './request';
import { findSession } from './session';
import { signIn } from './sign-in';
import { requireStanding } from './standing';

useDatabase();
const { simulator } = useSimulator();

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604';

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'account_notice', 'throttle_try'] as const)
    await getDb().deleteFrom(table).execute();
});

async function enter(more: { device?: string; userAgent?: string; account?: string } = {}) {
  const { account, password } = simulator().accounts.manager;
  const result = await signIn({
    account,
    password: new Secret(password),
    role: 'manager',
    userAgent: firefox,
    network: '192.0.2.0/24',
    ...more,
  });
  if (!result.ok) throw new Error(result.code);
  return { ...result, cookie: `${cookieName()}=${await sealCookie(result.token)}` };
}
type Entered = Awaited<ReturnType<typeof enter>>;

const noticesIn = async ({ token }: Entered) => (await findSession(token))?.notices ?? [];
const kindsIn = async (session: Entered) => (await noticesIn(session)).map(({ kind }) => kind);
const own = { host: 'doordesk.test', origin: 'http://doordesk.test' };
const as = <T>({ cookie }: Entered, run: () => Promise<T>) => asRequest({ cookie, ...own }, run);
async function dismiss(session: Entered, notices = noticesIn(session)) {
  const found = await notices;
  const seenAt = found[0]?.lastAt ?? '';
  return as(session, () => dismissAccountNoticesAction({ ids: found.map(({ id }) => id), seenAt }));
}

describe('a new browser', () => {
  test('is a notice in the browsers that were known, with when, from where and how often', async () => {
    const before = Date.now();
    const known = await enter();
    const again = await enter({ device: known.device });
    expect(await noticesIn(again)).toEqual([]);
    await enter({ userAgent: safari });
    const stranger = await enter({ userAgent: safari });
    expect(await noticesIn(known)).toMatchObject([
      { kind: 'browser', browser: { name: 'Safari', system: 'iOS' }, network: '192.0.2.0/24', times: 2 },
    ]);
    const standing = await as(known, () => requireStanding());
    expect(Date.parse(standing.notices[0]?.lastAt ?? '')).toBeGreaterThanOrEqual(before);
    expect(standing.list.version).not.toBe((await as(stranger, () => requireStanding())).list.version);
    // Not where it happened, where a stranger could dismiss it.
    expect(await noticesIn(stranger)).toEqual([]);
    await dismiss(stranger, noticesIn(known));
    await dismiss(await enter({ device: stranger.device, userAgent: safari }), noticesIn(known));
    expect(await kindsIn(known)).toEqual(['browser']);
    expect(await dismiss(known)).toMatchObject({ ok: true });
    expect(await noticesIn(known)).toEqual([]);
  });

  test('is one under another spelling of the account too, and none of another account', async () => {
    const known = await enter();
    const { account, password } = simulator().accounts.otherManager;
    const other = await enter();
    await enter({ account: simulator().accounts.manager.account.toUpperCase(), userAgent: safari });
    expect(await noticesIn(known)).toMatchObject([{ browser: { name: 'Safari' } }, {}]);
    const foreign = await signIn({
      account,
      password: new Secret(password),
      role: 'manager',
      userAgent: firefox,
      network: 'unknown',
    });
    if (!foreign.ok) throw new Error(foreign.code);
    expect((await findSession(foreign.token))?.notices).toEqual([]);
    const ids = (await noticesIn(known)).map(({ id }) => id);
    await dismiss(
      { ...foreign, cookie: `${cookieName()}=${await sealCookie(foreign.token)}` },
      noticesIn(known),
    );
    expect((await noticesIn(known)).map(({ id }) => id)).toEqual(ids);
    expect(await noticesIn(other)).not.toEqual([]);
  });

  test('that came after the others were read is not dismissed with them', async () => {
    const known = await enter();
    await enter({ userAgent: safari });
    const seen = await noticesIn(known);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await enter({ userAgent: safari });
    await dismiss(known, Promise.resolve(seen));
    expect(await noticesIn(known)).toMatchObject([{ times: 2 }]);
  });
});

test('a request for a new password is a notice in every browser, and of no one without an account', async () => {
  const known = await enter();
  const { account } = simulator().accounts.manager;
  const ask = (name: string) =>
    asRequest({ ...own, 'user-agent': safari, [clientAddressHeader]: '203.0.113.9' }, () =>
      forgotPasswordAction({ account: name, by: 'email' }),
    );
  expect(await ask(account.toUpperCase())).toMatchObject({ ok: true });
  expect(await ask('no-one@harbor.example')).toMatchObject({ ok: true });
  expect(await noticesIn(known)).toMatchObject([
    { kind: 'reset', browser: { name: 'Safari' }, network: '203.0.113.0/24', times: 1 },
  ]);
  const rows = await getDb().selectFrom('account_notice').select('account').execute();
  expect(rows.map((row) => row.account)).not.toContain('no-one@harbor.example');
});

test('a new phone is a notice in the account’s other browsers', async () => {
  const known = await enter();
  const other = await enter();
  await dismiss(known);
  await getDb().updateTable('session').set({ reauthenticated_at: new Date() }).execute();
  const phone = {
    name: 'Front desk',
    pushType: '3',
    phone: 'android',
    appKey: 'com.example.door',
    appToken: 'token',
    popupActivity: '',
    certificate: '',
  };
  expect(await as(other, () => addPhoneAction(phone))).toMatchObject({ ok: true });
  expect(await kindsIn(known)).toEqual(['phone']);
  expect(await kindsIn(other)).toEqual([]);
});

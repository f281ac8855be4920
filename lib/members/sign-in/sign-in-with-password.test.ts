import { Secret as Key, TOTP } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { ensureWorkspace, findSession } from '@/lib/auth/session';
import { addTries } from '@/lib/auth/throttle';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { Secret } from '@/lib/doordeer/secret';
import { useDatabase } from '@/lib/testing/database';
import { addMember, addMembership } from '@/lib/testing/member';
import { findPasswordFault, hashPassword, isPasswordOf } from './member-password';
import { setPassword } from './set-password';
import { signInWithPassword } from './sign-in-with-password';
import { confirmTotp, offerTotp, spendTotp } from './totp-code';

const database = useDatabase();
const password = 'quiet lantern over seven bridges';
const client = { userAgent: 'test', network: '192.0.2.0/24', device: undefined };
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});

const key = new Key({ size: 20 }).base32;
const codeAt = (offsetSeconds: number, base32 = key, now = databaseNow()) =>
  new TOTP({ secret: Key.fromBase32(base32) }).generate({ timestamp: now + offsetSeconds * 1_000 });

async function memberWithPassword(name: string, network = client.network) {
  const db = database.db();
  const memberId = await addMember({ workspaceId, name, email: `${name}@example.com` });
  const signInName = `${name}@example.com`;
  const codes = await setPassword(db, {
    memberId,
    signInName,
    hash: await hashPassword(new Secret(password)),
    totp: { key: new Secret(key), step: 0 },
  });
  const signIn = (typed: { password?: string; code?: string; signInName?: string } = {}) =>
    signInWithPassword(
      {
        signInName: typed.signInName ?? signInName,
        password: new Secret(typed.password ?? password),
        code: typed.code ?? '',
      },
      { ...client, network },
    );
  return { memberId, codes, signIn };
}

const refused = (code: string) => ({ ok: false, code });

describe('signing in with a password', () => {
  test('asks for the code after the right password only, and opens a session with both', async () => {
    const { memberId, signIn } = await memberWithPassword('ben');
    expect(await signIn({ password: 'wrong', code: codeAt(0) })).toEqual(refused('wrong-password'));
    expect(await signIn({ signInName: 'unknown@example.com' })).toEqual(refused('wrong-password'));
    expect(await signIn()).toEqual(refused('code-needed'));
    expect(await signIn({ code: '000000' })).toEqual(refused('wrong-code'));
    const answer = await signIn({ code: codeAt(0), signInName: 'BEN@EXAMPLE.com ' });
    expect(answer).toMatchObject({ ok: true, workspaceId });
    if (answer.ok) expect(await findSession(answer.token)).toMatchObject({ memberId, way: 'password' });
  });

  test('takes each code once', async () => {
    const { signIn } = await memberWithPassword('cleo');
    const code = codeAt(0);
    expect(await signIn({ code })).toMatchObject({ ok: true });
    expect(await signIn({ code })).toEqual(refused('wrong-code'));
  });

  test.each([
    [-60, true],
    [60, true],
    [-120, false],
    [120, false],
  ])('a code of a clock that is %i seconds off: %s', async (seconds, works) => {
    const { memberId } = await memberWithPassword(`clock${seconds}`);
    const now = databaseDate();
    const code = codeAt(seconds, key, now.getTime());
    expect(await spendTotp(database.db(), { memberId, code }, now)).toBe(works);
  });

  test('takes a recovery code when the app’s key cannot be opened any more', async () => {
    const { memberId, codes, signIn } = await memberWithPassword('sealed');
    await database
      .db()
      .updateTable('member')
      .set({ sealed_totp: Buffer.alloc(64) })
      .where('id', '=', memberId)
      .execute();
    expect(await signIn({ code: codeAt(0) })).toEqual(refused('wrong-code'));
    expect(await signIn({ code: codes[0] ?? '' })).toMatchObject({ ok: true });
  });

  test('takes a recovery code once in place of the app’s', async () => {
    const { codes, signIn } = await memberWithPassword('dora');
    expect(codes).toHaveLength(10);
    const typed = (codes[3] ?? '').toUpperCase().replaceAll('-', ' ');
    expect(await signIn({ code: typed })).toMatchObject({ ok: true });
    expect(await signIn({ code: typed })).toEqual(refused('wrong-code'));
    const rows = await database.db().selectFrom('member_recovery_code').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(codes[0]);
  });

  test('refuses a password without a second factor like a wrong one', async () => {
    const { memberId, signIn } = await memberWithPassword('emil');
    await database.db().updateTable('member').set({ sealed_totp: null }).where('id', '=', memberId).execute();
    expect(await signIn()).toEqual(refused('wrong-password'));
  });

  test('is refused after five wrong tries, also with the right password, for known and unknown names', async () => {
    const { signIn } = await memberWithPassword('fay', '198.51.100.0/24');
    for (const signInName of ['fay@example.com', 'nobody2@example.com']) {
      for (let tries = 0; tries < 5; tries += 1)
        expect(await signIn({ signInName, password: 'wrong' })).toEqual(refused('wrong-password'));
      expect(await signIn({ signInName })).toMatchObject({ ok: false, code: 'throttled', minutes: 15 });
    }
  });

  test.each([
    ['of one network', 50, () => '203.0.113.0/24', 'member-sign-in-failed:203.0.113.0/24'],
    ['of all', 1_000, (at: number) => `203.0.${at}.0/24`, 'member-sign-in-failed:everybody'],
  ])('tries that come together pass no more than the budget %s', async (_, budget, networkOf, bucket) => {
    const { signIn } = await memberWithPassword(`rush${budget}`, networkOf(0));
    await database.db().deleteFrom('throttle_try').execute();
    await addTries(Array.from({ length: budget - 3 }, () => ({ bucket, limit: budget, windowMs: 1 })));
    const guesses = Array.from({ length: 8 }, (__, at) =>
      signInWithPassword(
        { signInName: `guess-${at}`, password: new Secret('wrong'), code: '' },
        { ...client, network: networkOf(at) },
      ),
    );
    const codes = (await Promise.all(guesses)).map((answer) => (answer.ok ? null : answer.code));
    expect(codes.toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => 'throttled'),
      ...Array.from({ length: 3 }, () => 'wrong-password'),
    ]);
    expect(await signIn()).toMatchObject({ ok: false, code: 'throttled', minutes: 15 });
    await database.db().deleteFrom('throttle_try').execute();
    expect(await signIn()).toEqual(refused('code-needed'));
  });

  test('is refused for a member of no workspace, after all proofs', async () => {
    const { memberId, signIn } = await memberWithPassword('gus');
    await database
      .db()
      .deleteFrom('membership')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', memberId)
      .execute();
    expect(await signIn({ code: codeAt(0) })).toEqual(refused('no-workspace'));
  });

  test('does not enter a workspace that takes OpenID Connect only, and opens another one', async () => {
    const db = database.db();
    const strict = await ensureWorkspace(db, { account: 'strict@example.com', role: 'manager' });
    await db.insertInto('workspace_setting').values({ workspace_id: strict, oidc_only: true }).execute();
    const { memberId, signIn } = await memberWithPassword('hana');
    await addMembership({ workspaceId: strict, memberId });
    await db
      .updateTable('membership')
      .set({ last_entered_at: databaseDate() })
      .where('workspace_id', '=', strict)
      .where('member_id', '=', memberId)
      .execute();
    expect(await signIn({ code: codeAt(0) })).toMatchObject({ ok: true, workspaceId });
    await db
      .deleteFrom('membership')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', memberId)
      .execute();
    expect(await signIn({ code: codeAt(30) })).toEqual(refused('oidc-needed'));
  });

  test('opens the workspace that was entered last', async () => {
    const db = database.db();
    const second = await ensureWorkspace(db, { account: 'second@example.com', role: 'manager' });
    const { memberId, signIn } = await memberWithPassword('ivo');
    expect(await signIn({ code: codeAt(0) })).toMatchObject({ workspaceId });
    await addMembership({ workspaceId: second, memberId });
    expect(await signIn({ code: codeAt(30) })).toMatchObject({ workspaceId });
    await db
      .updateTable('membership')
      .set({ last_entered_at: new Date(databaseNow() + 1_000) })
      .where('workspace_id', '=', second)
      .where('member_id', '=', memberId)
      .execute();
    expect(await signIn({ code: codeAt(60) })).toMatchObject({ workspaceId: second });
  });
});

describe('a password', () => {
  test.each([
    ['fourteen chars', 'memberPasswordTooShort'],
    ['passwordpassword', 'passwordGuessed'],
    ['aaaaaaaaaaaaaaaaaaaa', 'passwordGuessed'],
    ['ben@example.com', 'passwordGuessed'],
    ['doordeskdoordesk', 'passwordGuessed'],
    ['x'.repeat(257), 'tooLong'],
    [password, null],
    ['安静的灯笼照着七座小桥和一条河流', null],
  ])('%s: %s', async (text, fault) => {
    expect(await findPasswordFault(new Secret(text), ['ben@example.com', 'Ben'])).toBe(fault);
  });

  test('is stored as argon2id, and compared in one spelling', async () => {
    const stored = await hashPassword(new Secret('caf\u00e9 caf\u00e9 caf\u00e9 \uff21'));
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=32768,t=3,p=1\$/);
    expect(await isPasswordOf(new Secret('cafe\u0301 cafe\u0301 cafe\u0301 A'), stored)).toBe(true);
    expect(await isPasswordOf(new Secret('cafe'), stored)).toBe(false);
    expect(await isPasswordOf(new Secret('no one has this password'), null)).toBe(false);
  });
});

test('a key counts only after a code of it was typed, and is stored sealed', async () => {
  const db = database.db();
  const memberId = await addMember({ workspaceId, name: 'Jo' });
  const about = { purpose: 'totp', subject: memberId };
  const offer = await offerTotp(db, { ...about, label: 'jo' });
  expect(offer.picture).toMatch(/^data:image\/png;base64,/);
  const confirm = (code: string, subject = memberId) =>
    confirmTotp(db, { challengeId: offer.challengeId, code }, { purpose: 'totp', subject });
  expect(await confirm('000000')).toBeNull();
  expect(await confirm(codeAt(0, offer.key), 'another')).toBeNull();
  const totp = await confirm(codeAt(0, offer.key));
  expect(totp?.key.reveal()).toBe(offer.key);
  expect(await confirm(codeAt(0, offer.key))).toBeNull();
  if (!totp) return;
  await setPassword(db, { memberId, signInName: 'jo', hash: 'none', totp });
  const row = await db.selectFrom('member').selectAll().where('id', '=', memberId).executeTakeFirstOrThrow();
  expect(row.sealed_totp?.toString('latin1')).not.toContain(offer.key);
  // The code that confirmed the key is used up.
  expect(await spendTotp(db, { memberId, code: codeAt(0, offer.key) })).toBe(false);
  expect(await spendTotp(db, { memberId, code: codeAt(30, offer.key) })).toBe(true);
});

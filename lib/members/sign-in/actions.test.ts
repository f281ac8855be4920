import { Secret as Key, TOTP } from 'otpauth';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasConfirmedIdentity } from '@/lib/auth/confirm-identity';
import { asRequest } from '@/lib/auth/request';
import { findSession, findSessionEnd } from '@/lib/auth/session';
import { listOwnSessions } from '@/lib/auth/session-list';
import { databaseDate, databaseNow } from '@/lib/db/clock';
import { Secret } from '@/lib/doordeer/secret';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember, signInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { confirmPasswordAction, endOtherSessionsAction } from '../actions';
import { loadMembers } from '../roster/data';
import {
  addPasskeyAction,
  becomeOwnerAction,
  beginOwnerAction,
  beginPasskeyAction,
  beginTotpAction,
  confirmMemberAction,
  keepOneWayAction,
  removeIdentityAction,
  removePasskeyAction,
  removePasswordAction,
  renamePasskeyAction,
  replaceRecoveryCodesAction,
  setPasswordAction,
} from './actions';
import { listProofWays, loadOwnWays } from './data';
import { hashPassword } from './member-password';
import { beginAuthentication } from './passkey-server';
import { setPassword } from './set-password';
import { signInWithTicket } from './sign-in-ticket';

const { simulator } = useSimulator();
const database = useDatabase();
const site = 'http://localhost:3000';
const password = 'quiet lantern over seven bridges';
const failed = (code: string) => ({ ok: false, code });
let vendor: SignedIn;
let workspaceId: string;

beforeAll(async () => {
  const { account, password: typed } = simulator().accounts.manager;
  vendor = await signInAs(account, typed, 'manager');
  workspaceId = vendor.scope.workspaceId;
});
beforeEach(() => {
  vi.stubEnv('NEXTAUTH_URL', site);
});

/** From a page at the address that passkeys belong to. */
function as<T>({ cookie }: Pick<SignedIn, 'cookie'>, run: () => Promise<T>): Promise<T> {
  return asRequest({ cookie, host: 'localhost:3000', origin: site }, run);
}

const confirm = ({ scope }: SignedIn) =>
  database
    .db()
    .updateTable('session')
    .set({ reauthenticated_at: databaseDate() })
    .where('id', '=', scope.sessionId)
    .execute();

const codeOf = (key: string) =>
  new TOTP({ secret: Key.fromBase32(key) }).generate({ timestamp: databaseNow() });

async function addPasskey(member: SignedInMember, name = 'Phone') {
  const authenticator = createAuthenticator(site);
  const begun = await as(member, () => beginPasskeyAction({}));
  if (!begun.ok) throw new Error(begun.code);
  const { challengeId, options } = begun.data;
  const response = authenticator.register(options);
  const added = await as(member, () => addPasskeyAction({ challengeId, response, passkeyName: name }));
  expect(added).toMatchObject({ ok: true });
  return { authenticator, id: response.id };
}

async function givePassword({ memberId }: SignedInMember, signInName: string): Promise<string> {
  const key = new Key({ size: 20 }).base32;
  await setPassword(database.db(), {
    memberId,
    signInName,
    hash: await hashPassword(new Secret(password)),
    totp: { key: new Secret(key), step: 0 },
  });
  return key;
}

describe('a member’s own ways to sign in', () => {
  test('are changed only after the member has shown who they are', async () => {
    const member = await memberIn({ workspaceId, name: 'Ben' });
    const needed = failed('identity-needed');
    expect(await as(member, () => beginPasskeyAction({}))).toEqual(needed);
    expect(await as(member, () => beginTotpAction({}))).toEqual(needed);
    expect(await as(member, () => removePasskeyAction({ id: 'x' }))).toEqual(needed);
    expect(await as(member, () => removePasswordAction({}))).toEqual(needed);
    expect(await as(vendor, () => beginPasskeyAction({}))).toEqual(failed('not-allowed'));
  });

  test('are passkeys that can be added, named and removed', async () => {
    const member = await memberIn({ workspaceId, name: 'Cleo' });
    await confirm(member);
    const [phone, laptop] = [await addPasskey(member), await addPasskey(member, 'Laptop')];
    expect(await as(member, () => renamePasskeyAction({ id: phone.id, name: 'Work phone' }))).toMatchObject({
      ok: true,
    });
    const shown = await loadOwnWays(member.memberId);
    expect(shown.passkeys.map(({ name }) => name)).toEqual(['Work phone', 'Laptop']);
    expect(await as(member, () => removePasskeyAction({ id: laptop.id }))).toMatchObject({ ok: true });
    expect(await as(member, () => removePasskeyAction({ id: phone.id }))).toEqual(failed('last-way'));
    expect((await loadOwnWays(member.memberId)).passkeys).toHaveLength(1);
  });

  test('two removals at once leave one way', async () => {
    const member = await memberIn({ workspaceId, name: 'Dora' });
    await confirm(member);
    const passkeys = [await addPasskey(member), await addPasskey(member, 'Laptop')];
    const answers = await Promise.all(
      passkeys.map(({ id }) => as(member, () => removePasskeyAction({ id }))),
    );
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test('are one password after a recovery link, once the member has kept only that', async () => {
    const member = await memberIn({ workspaceId, name: 'Dunja' });
    const proof = { way: 'password', password } as const;
    expect(await as(member, () => keepOneWayAction(proof))).toEqual(failed('not-found'));
    await confirm(member);
    await addPasskey(member);
    await givePassword(member, 'dunja');
    await database
      .db()
      .updateTable('member')
      .set({ recovered_at: databaseDate() })
      .where('id', '=', member.memberId)
      .execute();
    expect((await loadOwnWays(member.memberId)).recoveredAt).not.toBeNull();
    expect(await as(member, () => keepOneWayAction({ ...proof, password: 'not it' }))).toEqual(
      failed('wrong-password'),
    );
    expect(await listProofWays(database.db(), member.memberId)).toContain('passkey');
    expect(await as(member, () => keepOneWayAction(proof))).toMatchObject({ ok: true });
    expect(await loadOwnWays(member.memberId)).toMatchObject({ recoveredAt: null, passkeys: [] });
    expect(await listProofWays(database.db(), member.memberId)).toEqual(['totp', 'password']);
  });

  test('of others are not found', async () => {
    const [member, other] = [
      await memberIn({ workspaceId, name: 'Emil' }),
      await memberIn({ workspaceId, name: 'Eve' }),
    ];
    await confirm(member);
    await confirm(other);
    const { id } = await addPasskey(member);
    await addPasskey(other);
    expect(await as(other, () => removePasskeyAction({ id }))).toEqual(failed('not-found'));
    expect(await as(other, () => renamePasskeyAction({ id, name: 'mine' }))).toEqual(failed('not-found'));
    const identity = { issuer: 'https://login.example', subject: '1' };
    expect(await as(other, () => removeIdentityAction(identity))).toEqual(failed('not-found'));
  });

  test('are a password with an app, with recovery codes that can be replaced', async () => {
    const member = await memberIn({ workspaceId, name: 'Fay' });
    await confirm(member);
    expect(await as(member, () => replaceRecoveryCodesAction({}))).toEqual(failed('not-found'));
    const begun = await as(member, () => beginTotpAction({}));
    if (!begun.ok) throw new Error(begun.code);
    const { challengeId, key } = begun.data;
    const typed = { signInName: 'fay', password, repeated: password, challengeId };
    expect(await as(member, () => setPasswordAction({ ...typed, code: '000000' }))).toMatchObject({
      fields: { code: 'wrongCode' },
    });
    const set = await as(member, () => setPasswordAction({ ...typed, code: codeOf(key) }));
    if (!set.ok) throw new Error(set.code);
    expect(set.data.codes).toHaveLength(10);
    expect(await loadOwnWays(member.memberId)).toMatchObject({ signInName: 'fay', recoveryCodes: 10 });
    const replaced = await as(member, () => replaceRecoveryCodesAction({}));
    expect(replaced).toMatchObject({ ok: true });
    if (replaced.ok) expect(replaced.data.codes).not.toContain(set.data.codes[0]);
    expect(await as(member, () => removePasswordAction({}))).toEqual(failed('last-way'));
    await addPasskey(member);
    expect(await as(member, () => removePasswordAction({}))).toMatchObject({ ok: true });
    const log = await database.db().selectFrom('audit_entry').selectAll().execute();
    for (const secret of [password, key, ...set.data.codes])
      expect(JSON.stringify(log)).not.toContain(secret);
    // Each entry says what it is about.
    const own = log.filter(({ member_id }) => member_id === member.memberId);
    expect(own.map(({ action }) => action)).toContain('sign-in.remove-password');
    expect(own.filter(({ subject }) => subject === '')).toEqual([]);
  });
});

describe('showing again who one is', () => {
  test('is done with a passkey', async () => {
    const member = await memberIn({ workspaceId, name: 'Gus' });
    await confirm(member);
    const { authenticator } = await addPasskey(member);
    const again = await signInMember({ workspaceId, memberId: member.memberId });
    expect(await listProofWays(database.db(), member.memberId)).toEqual(['passkey']);
    const { challengeId, options } = await beginAuthentication(database.db(), { memberId: member.memberId });
    const proof = { way: 'passkey', challengeId, response: authenticator.authenticate(options) };
    expect(await as(again, () => confirmMemberAction(proof))).toMatchObject({ ok: true });
    expect(await hasConfirmedIdentity(again.scope.sessionId)).toBe(true);
    expect(await as(again, () => confirmMemberAction(proof))).toEqual(failed('wrong-passkey'));
  });

  test('is done with the code of the app or the password', async () => {
    const member = await memberIn({ workspaceId, name: 'Hana' });
    const key = await givePassword(member, 'hana');
    expect(await listProofWays(database.db(), member.memberId)).toEqual(['totp', 'password']);
    expect(await as(member, () => confirmMemberAction({ way: 'totp', code: '000000' }))).toEqual(
      failed('wrong-code'),
    );
    expect(await hasConfirmedIdentity(member.scope.sessionId)).toBe(false);
    expect(await as(member, () => confirmMemberAction({ way: 'totp', code: codeOf(key) }))).toMatchObject({
      ok: true,
    });
    expect(await hasConfirmedIdentity(member.scope.sessionId)).toBe(true);
    const other = await signInMember({ workspaceId, memberId: member.memberId });
    expect(await as(other, () => confirmMemberAction({ way: 'password', password }))).toMatchObject({
      ok: true,
    });
  });

  test('ends the session after five wrong tries of all ways together', async () => {
    const member = await memberIn({ workspaceId, name: 'Ivo' });
    await givePassword(member, 'ivo');
    for (const proof of [
      { way: 'totp', code: '000000' },
      { way: 'totp', code: '000001' },
      { way: 'password', password: 'wrong' },
      { way: 'password', password: 'wrong too' },
      { way: 'totp', code: '000002' },
    ])
      expect(await as(member, () => confirmMemberAction(proof))).toMatchObject({ ok: false });
    expect(await as(member, () => confirmMemberAction({ way: 'password', password }))).toEqual(
      failed('throttled'),
    );
    expect(await findSession(member.token)).toBeNull();
    expect(await findSessionEnd(member.token)).toBe('throttled');
  });

  test('is not done with the vendor’s password by a member, nor with a member’s way by its holder', async () => {
    const member = await memberIn({ workspaceId, name: 'Jo' });
    const { password: ofVendor } = simulator().accounts.manager;
    expect(await as(member, () => confirmPasswordAction({ password: ofVendor }))).toEqual(
      failed('not-allowed'),
    );
    expect(await as(vendor, () => confirmMemberAction({ way: 'totp', code: '123456' }))).toEqual(
      failed('not-allowed'),
    );
  });
});

describe('the holder of the vendor’s account', () => {
  test('becomes an owner with a passkey, and the password that they know is noted', async () => {
    expect(await as(vendor, () => beginOwnerAction({ name: 'Anna' }))).toEqual(failed('password-needed'));
    await confirm(vendor);
    const begun = await as(vendor, () => beginOwnerAction({ name: 'Anna' }));
    if (!begun.ok) throw new Error(begun.code);
    const { challengeId, options } = begun.data;
    const response = createAuthenticator(site).register(options);
    const made = await as(vendor, () =>
      becomeOwnerAction({ name: 'Anna', challengeId, response, passkeyName: 'Phone' }),
    );
    if (!made.ok) throw new Error(made.code);
    const answer = await signInWithTicket(made.data.ticket, {
      userAgent: 'test',
      network: 'test',
      device: undefined,
    });
    if (!answer.ok) throw new Error(answer.code);
    const session = await findSession(answer.token);
    expect(session).toMatchObject({ workspaceId, memberName: 'Anna' });
    expect(session?.grants?.workspace).toEqual(['approve', 'connections', 'members', 'settings']);
    const { vendor_credential } = await database
      .db()
      .selectFrom('membership')
      .select('vendor_credential')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', session?.memberId ?? '')
      .executeTakeFirstOrThrow();
    const own = await findSession(vendor.token);
    expect(own?.credential && vendor_credential?.equals(own.credential)).toBe(true);
    expect(await loadMembers(vendor.scope)).toContainEqual(
      expect.objectContaining({ name: 'Anna', invitedBy: null }),
    );
    for (const name of ['ANNA', 'Ａｎｎａ', vendor.scope.account])
      expect(await as(vendor, () => beginOwnerAction({ name }))).toEqual(failed('name-taken'));
  });
});

test('a member sees and ends their own sessions, in all workspaces, and no one else’s', async () => {
  const member = await memberIn({ workspaceId, name: 'Kim' });
  const other = await signInMember({ workspaceId, memberId: member.memberId });
  const stranger = await memberIn({ workspaceId, name: 'Lou' });
  const ids = (await listOwnSessions(member.scope)).map(({ id }) => id);
  expect(ids).toEqual([member.scope.sessionId, other.scope.sessionId]);
  await confirm(member);
  expect(await as(member, () => endOtherSessionsAction({}))).toEqual({ ok: true, data: { ended: 1 } });
  expect(await findSession(other.token)).toBeNull();
  expect(await findSession(stranger.token)).not.toBeNull();
  expect(await findSession(vendor.token)).not.toBeNull();
});

test('a tenant’s desk has no page of members, and so no owner', async () => {
  const { account, password } = simulator().accounts.tenant;
  const tenant = await signInAs(account, password, 'tenant');
  await confirm(tenant);
  expect(await as(tenant, () => beginOwnerAction({ name: 'Anna' }))).toEqual(failed('not-allowed'));
});

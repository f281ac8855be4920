import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ensureWorkspace, findSession } from '@/lib/auth/session';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { addMember } from '@/lib/testing/member';
import { addPasskey } from './accept-invitation';
import {
  beginAuthentication,
  beginRegistration,
  passkeySite,
  verifyAuthentication,
  verifyRegistration,
} from './passkey-server';
import { signInWithPasskey } from './sign-in-with-passkey';

const database = useDatabase();
const site = 'https://desk.example';
const client = { userAgent: 'test', network: 'test', device: undefined };
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});
beforeEach(() => {
  vi.stubEnv('NEXTAUTH_URL', site);
});

const registrant = (subject: string, webauthnId: Buffer) => ({
  purpose: 'test',
  subject,
  webauthnId,
  userName: 'ben',
  displayName: 'Ben',
  known: [],
});

async function memberWithPasskey() {
  const db = database.db();
  const memberId = await addMember({ workspaceId, name: 'Ben', grants: { everywhere: ['events'] } });
  const { webauthn_id } = await db
    .selectFrom('member')
    .select('webauthn_id')
    .where('id', '=', memberId)
    .executeTakeFirstOrThrow();
  const authenticator = createAuthenticator(site);
  const { challengeId, options } = await beginRegistration(db, registrant(memberId, webauthn_id));
  const made = await verifyRegistration(
    { challengeId, response: authenticator.register(options) },
    { purpose: 'test', subject: memberId },
  );
  if (!made.ok) throw new Error(made.code);
  await addPasskey(db, { memberId, name: 'Phone', passkey: made.passkey });
  return { memberId, authenticator };
}

const begin = (memberId: string | null = null) => beginAuthentication(database.db(), { memberId });

test('a passkey opens a session of its member in their workspace', async () => {
  const { memberId, authenticator } = await memberWithPasskey();
  const { challengeId, options } = await begin();
  const answer = await signInWithPasskey(
    { challengeId, response: authenticator.authenticate(options) },
    client,
  );
  expect(answer).toMatchObject({ ok: true, workspaceId });
  if (!answer.ok) return;
  expect(await findSession(answer.token)).toMatchObject({ memberId, way: 'passkey', sealedPassword: null });
  const entry = await database
    .db()
    .selectFrom('audit_entry')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  expect(entry).toMatchObject({
    actor: 'Ben',
    action: 'sessions.sign-in',
    outcome: 'done',
    detail: { way: 'passkey' },
  });
});

test('a passkey used at another address is refused', async () => {
  const { authenticator } = await memberWithPasskey();
  for (const origin of ['https://desk.example.evil', 'http://desk.example', 'https://desk.example:8443']) {
    const { challengeId, options } = await begin();
    const response = authenticator.authenticate(options, { origin });
    expect(await signInWithPasskey({ challengeId, response }, client)).toEqual({
      ok: false,
      code: 'passkey-elsewhere',
    });
  }
  const db = database.db();
  const { challengeId, options } = await beginRegistration(db, registrant('x', Buffer.alloc(32)));
  const response = createAuthenticator(site).register(options, { origin: 'https://evil.example' });
  expect(await verifyRegistration({ challengeId, response }, { purpose: 'test', subject: 'x' })).toEqual({
    ok: false,
    code: 'passkey-elsewhere',
  });
});

test('an answer works once, for five minutes, and for its own challenge', async () => {
  const { authenticator } = await memberWithPasskey();
  const first = await begin();
  const response = authenticator.authenticate(first.options);
  const proof = { challengeId: first.challengeId, response };
  expect(await signInWithPasskey(proof, client)).toMatchObject({ ok: true });
  const wrong = { ok: false, code: 'wrong-passkey' };
  expect(await signInWithPasskey(proof, client)).toEqual(wrong);
  const second = await begin();
  expect(await signInWithPasskey({ challengeId: second.challengeId, response }, client)).toEqual(wrong);
  const third = await begin();
  const late = { challengeId: third.challengeId, response: authenticator.authenticate(third.options) };
  expect(await verifyAuthentication(late, { now: new Date(Date.now() + 6 * 60_000) })).toMatchObject(wrong);
});

test('a passkey without proof of the person, with an older counter, or of a stranger is refused', async () => {
  const { authenticator } = await memberWithPasskey();
  const answer = async (response: ReturnType<typeof authenticator.authenticate>, challengeId: string) =>
    signInWithPasskey({ challengeId, response }, client);
  const wrong = { ok: false, code: 'wrong-passkey' };
  const first = await begin();
  expect(
    await answer(authenticator.authenticate(first.options, { verified: false }), first.challengeId),
  ).toEqual(wrong);
  const second = await begin();
  expect(
    await answer(authenticator.authenticate(second.options, { counter: 9 }), second.challengeId),
  ).toMatchObject({
    ok: true,
  });
  const third = await begin();
  expect(await answer(authenticator.authenticate(third.options, { counter: 8 }), third.challengeId)).toEqual(
    wrong,
  );
  const fourth = await begin();
  expect(await answer(createAuthenticator(site).authenticate(fourth.options), fourth.challengeId)).toEqual(
    wrong,
  );
});

test('a challenge for a member takes no other member’s passkey', async () => {
  const [ben, eve] = [await memberWithPasskey(), await memberWithPasskey()];
  const { challengeId, options } = await begin(ben.memberId);
  const response = eve.authenticator.authenticate(options);
  expect(await verifyAuthentication({ challengeId, response }, { memberId: ben.memberId })).toMatchObject({
    ok: false,
    code: 'wrong-passkey',
  });
});

test('a browser that the member never used is a notice in the others', async () => {
  const { memberId, authenticator } = await memberWithPasskey();
  const signIn = async (device: string | undefined) => {
    const { challengeId, options } = await begin();
    const response = authenticator.authenticate(options);
    const answer = await signInWithPasskey({ challengeId, response }, { ...client, device });
    if (!answer.ok) throw new Error(answer.code);
    return answer;
  };
  const first = await signIn(undefined);
  expect((await findSession(first.token))?.notices).toEqual([]);
  await signIn(first.device);
  expect((await findSession(first.token))?.notices).toEqual([]);
  const other = await signIn(undefined);
  expect((await findSession(first.token))?.notices).toMatchObject([{ kind: 'browser', times: 1 }]);
  expect((await findSession(other.token))?.notices).toEqual([]);
  expect(memberId).toBeTruthy();
});

test('twenty sessions of a member live at once, and the longest unused end', async () => {
  const { memberId, authenticator } = await memberWithPasskey();
  for (let round = 0; round < 22; round += 1) {
    const { challengeId, options } = await begin();
    await signInWithPasskey({ challengeId, response: authenticator.authenticate(options) }, client);
  }
  const living = await database
    .db()
    .selectFrom('session')
    .select('id')
    .where('member_id', '=', memberId)
    .execute();
  expect(living).toHaveLength(20);
});

test.each([
  ['https://desk.example', { id: 'desk.example', origin: 'https://desk.example' }],
  ['http://localhost:3000', { id: 'localhost', origin: 'http://localhost:3000' }],
  ['http://desk.example', null],
  ['https://192.0.2.7', null],
])('at %s passkeys belong to %j', (address, expected) => {
  vi.stubEnv('NEXTAUTH_URL', address);
  expect(passkeySite()).toEqual(expected);
});

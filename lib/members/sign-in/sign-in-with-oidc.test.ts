import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hasConfirmedIdentity } from '@/lib/auth/confirm-identity';
import { ensureWorkspace, findSession } from '@/lib/auth/session';
import { databaseNow } from '@/lib/db/clock';
import { useDatabase } from '@/lib/testing/database';
import { addMember, memberIn } from '@/lib/testing/member';
import { createLink, findLink } from '../one-time-link';
import { intentCookie, storeIntent, takeIntent } from './oidc-intent';
import { answerOidc } from './sign-in-with-oidc';

const database = useDatabase();
const issuer = 'https://login.example/realms/one';
const client = { userAgent: 'test', network: 'test', device: undefined };
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});
beforeEach(() => {
  vi.stubEnv('DOORDESK_OIDC_ISSUER', `${issuer}/`);
  vi.stubEnv('DOORDESK_OIDC_CLIENT_ID', 'doordesk');
  vi.stubEnv('DOORDESK_OIDC_CLIENT_SECRET', 'not a real secret');
});

const claimsOf = (sub: string, more = {}) => ({ iss: issuer, sub, ...more });
const answer = (
  claims: Parameters<typeof answerOidc>[0],
  { cookie, token = null }: { cookie?: string; token?: string | null } = {},
) => answerOidc(claims, { client, cookie, token });

const link = (memberId: string, subject: string) =>
  database.db().insertInto('member_identity').values({ issuer, subject, member_id: memberId }).execute();

const refused = (code: string) => ({ kind: 'session', result: { ok: false, code } });

test('signs in the member who is linked with issuer and subject, whatever the email address', async () => {
  const memberId = await addMember({ workspaceId, name: 'Ben', email: 'ben@example.com' });
  await link(memberId, 'subject-ben');
  for (const email of ['ben@example.com', 'changed@example.com']) {
    const found = await answer(claimsOf('subject-ben', { email }));
    expect(found).toMatchObject({ kind: 'session', result: { ok: true, workspaceId } });
    if (found.kind === 'session' && found.result.ok)
      expect(await findSession(found.result.token)).toMatchObject({ memberId, way: 'oidc' });
  }
  expect(await answer(claimsOf('another', { email: 'ben@example.com' }))).toEqual(
    refused('identity-unknown'),
  );
  expect(await answer({ iss: 'https://login.example/realms/two', sub: 'subject-ben' })).toEqual(
    refused('issuer-failed'),
  );
});

test('enters a workspace that takes OpenID Connect only, and no other way keeps its session there', async () => {
  const db = database.db();
  const strict = await ensureWorkspace(db, { account: 'strict@example.com', role: 'manager' });
  const member = await memberIn({ workspaceId: strict, name: 'Cleo' });
  await link(member.memberId, 'subject-cleo');
  await db.insertInto('workspace_setting').values({ workspace_id: strict, oidc_only: true }).execute();
  expect(await findSession(member.token)).toBeNull();
  expect(await answer(claimsOf('subject-cleo'))).toMatchObject({ result: { ok: true, workspaceId: strict } });
});

describe('an answer for another purpose', () => {
  const begin = (intent: 'confirm' | 'link', subject: string) =>
    storeIntent(database.db(), { intent, subject, back: '/rooms?x=1' });

  test('links the identity with the member who asked, in the same session', async () => {
    const member = await memberIn({ workspaceId, name: 'Dora' });
    const { sessionId } = member.scope;
    const cookie = await begin('link', sessionId);
    expect(await answer(claimsOf('subject-dora'), { cookie, token: member.token })).toEqual({
      kind: 'page',
      path: '/rooms?x=1',
    });
    // Used up: the next answer is a sign-in.
    expect(await answer(claimsOf('subject-dora'), { cookie, token: member.token })).toMatchObject({
      result: { ok: true },
    });
    const other = await memberIn({ workspaceId, name: 'Eve' });
    const taken = await begin('link', other.scope.sessionId);
    expect(await answer(claimsOf('subject-dora'), { cookie: taken, token: other.token })).toEqual({
      kind: 'page',
      path: '/settings?refused=identity-taken',
    });
    const stolen = await begin('link', sessionId);
    expect(await answer(claimsOf('subject-eve'), { cookie: stolen, token: other.token })).toEqual({
      kind: 'page',
      path: '/settings?refused=signed-out',
    });
  });

  test('confirms who is there only if the issuer has asked them just now', async () => {
    const member = await memberIn({ workspaceId, name: 'Fay' });
    const { sessionId } = member.scope;
    await link(member.memberId, 'subject-fay');
    const now = Math.floor(databaseNow() / 1_000);
    const confirm = async (more: { auth_time?: number }, sub = 'subject-fay') => {
      const cookie = await begin('confirm', sessionId);
      const found = await answer({ iss: issuer, sub, ...more }, { cookie, token: member.token });
      return found.kind === 'page' ? found.path : null;
    };
    expect(await confirm({})).toBe('/settings?refused=issuer-failed');
    expect(await confirm({ auth_time: now - 3_600 })).toBe('/settings?refused=issuer-failed');
    expect(await confirm({ auth_time: now }, 'another')).toBe('/settings?refused=identity-unknown');
    expect(await hasConfirmedIdentity(sessionId)).toBe(false);
    expect(await confirm({ auth_time: now })).toBe('/rooms?x=1');
    expect(await hasConfirmedIdentity(sessionId)).toBe(true);
  });

  test('accepts an invitation, once', async () => {
    const db = database.db();
    const { id, token } = await createLink(db, {
      purpose: 'invitation',
      workspaceId,
      name: 'Gus',
      email: null,
      grants: { workspace: [], everywhere: ['events'], buildings: [] },
      madeBy: 'anna@example.com',
      madeByMember: null,
    });
    const accept = async (sub: string) => {
      const cookie = await storeIntent(db, { intent: 'invite', subject: id, name: 'Gus', back: '/' });
      return answer(claimsOf(sub), { cookie });
    };
    const found = await accept('subject-gus');
    expect(found).toMatchObject({ kind: 'session', result: { ok: true, workspaceId } });
    if (found.kind === 'session' && found.result.ok)
      expect(await findSession(found.result.token)).toMatchObject({ memberName: 'Gus', way: 'oidc' });
    expect(await findLink(token)).toMatchObject({ state: 'used' });
    expect(await accept('subject-other')).toEqual(refused('link-ended'));
  });
});

test('an intent lives in a cookie that only the issuer’s answer sees, and ends with the next way to the issuer', async () => {
  const intent = await storeIntent(database.db(), { intent: 'link', subject: 'x', back: '/' });
  expect(intentCookie(intent)).toBe(
    `doordesk-oidc=${intent}; Path=/api/auth; Max-Age=300; HttpOnly; SameSite=Lax`,
  );
  expect(intentCookie(null)).toBe('doordesk-oidc=; Path=/api/auth; Max-Age=0; HttpOnly; SameSite=Lax');
  expect(intentCookie('link.x; Domain=evil')).toContain('doordesk-oidc=; Path');
  expect(await takeIntent('link.not-an-id')).toBeNull();
  expect(await takeIntent(intent)).toMatchObject({ intent: 'link', subject: 'x' });
  expect(await takeIntent(intent)).toBeNull();
});

import { sql } from 'kysely';
import { Secret as Key, TOTP } from 'otpauth';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { ensureWorkspace, findSession } from '@/lib/auth/session';
import { databaseNow } from '@/lib/db/clock';
import type { Grants } from '@/lib/db/tables/members';
import { Secret } from '@/lib/doordeer/secret';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { addMember, memberIn, signInMember } from '@/lib/testing/member';
import type { SignedIn } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createLink } from '../one-time-link';
import { keepOneWayAction } from '../sign-in/actions';
import { beginAuthentication } from '../sign-in/passkey-server';
import { signInWithTicket } from '../sign-in/sign-in-ticket';
import { signInWithPasskey } from '../sign-in/sign-in-with-passkey';
import { signInWithPassword } from '../sign-in/sign-in-with-password';
import {
  acceptWithPasskeyAction,
  acceptWithPasswordAction,
  beginInvitedOidcAction,
  beginInvitedPasskeyAction,
  beginInvitedTotpAction,
  joinAction,
} from './actions';
import { loadInvitation } from './data';

useSimulator();
const database = useDatabase();
const client = { userAgent: 'test', network: 'test', device: undefined };
const grants: Grants = {
  workspace: [],
  everywhere: [],
  buildings: [{ name: 'Harbor House', capabilities: ['doorcodes'] }],
};
let workspaceId: string;

beforeAll(async () => {
  workspaceId = await ensureWorkspace(database.db(), { account: 'anna@example.com', role: 'manager' });
});
beforeEach(() => {
  vi.stubEnv('NEXTAUTH_URL', site);
});

const site = 'http://localhost:3000';
/** From a page at the address that passkeys belong to. */
function as<T>({ cookie }: Pick<SignedIn, 'cookie'>, run: () => Promise<T>): Promise<T> {
  return asRequest({ cookie, host: 'localhost:3000', origin: site }, run);
}

const asVisitor = <T>(run: () => Promise<T>) => as({ cookie: '' }, run);

const ofBen = { name: 'Ben', madeBy: 'anna@example.com', madeByMember: null };

const invite = (email: string | null = null, workspace = workspaceId) =>
  createLink(database.db(), {
    purpose: 'invitation',
    workspaceId: workspace,
    email,
    grants,
    ...ofBen,
  });

const recover = (memberId: string) =>
  createLink(database.db(), {
    purpose: 'recovery',
    workspaceId,
    memberId,
    email: null,
    ...ofBen,
  });

const failed = (code: string) => ({ ok: false, code });

async function acceptByPasskey(token: string, name = 'Ben') {
  const authenticator = createAuthenticator(site);
  const begun = await asVisitor(() => beginInvitedPasskeyAction({ token, name }));
  if (!begun.ok) return { authenticator, answer: begun };
  const { challengeId, options } = begun.data;
  const answer = await asVisitor(() =>
    acceptWithPasskeyAction({
      token,
      name,
      challengeId,
      response: authenticator.register(options),
      passkeyName: 'Phone',
    }),
  );
  return { authenticator, answer };
}

async function acceptByPassword(
  token: string,
  signInName: string,
  password: string,
  more = {},
  name = 'Ben',
) {
  const begun = await asVisitor(() => beginInvitedTotpAction({ token, name }));
  if (!begun.ok) return begun;
  const code = codeOf(begun.data.key);
  const { challengeId } = begun.data;
  const typed = { token, name, signInName, password, repeated: password, challengeId, code, ...more };
  return asVisitor(() => acceptWithPasswordAction(typed));
}

async function signInBy({ authenticator }: Awaited<ReturnType<typeof acceptByPasskey>>) {
  const { challengeId, options } = await beginAuthentication(database.db(), { memberId: null });
  return signInWithPasskey({ challengeId, response: authenticator.authenticate(options) }, client);
}

const codeOf = (key: string, offsetSeconds = 0) =>
  new TOTP({ secret: Key.fromBase32(key) }).generate({ timestamp: databaseNow() + offsetSeconds * 1_000 });

const password = 'quiet lantern over seven bridges';

describe('an invitation', () => {
  test('says who invites, where to, and what it lets the person do, and changes nothing', async () => {
    const { token } = await invite('ben@example.com');
    const shown = await asVisitor(() => loadInvitation(token));
    expect(shown).toMatchObject({
      purpose: 'invitation',
      name: 'Ben',
      signInName: 'ben@example.com',
      madeBy: 'anna@example.com',
      account: 'anna@example.com',
      buildings: grants.buildings,
      ways: { passkey: true, password: true, issuer: null },
      member: null,
    });
    expect(await asVisitor(() => loadInvitation(token))).toEqual(shown);
    expect(await asVisitor(() => loadInvitation('unknown'))).toEqual({ code: 'link-ended' });
  });

  test('makes a member with a passkey, who signs in with it', async () => {
    const { token } = await invite();
    const { authenticator, answer } = await acceptByPasskey(token, 'Ben Caretaker');
    if (!answer.ok) throw new Error(answer.code);
    const first = await signInWithTicket(answer.data.ticket, client);
    expect(first).toMatchObject({ ok: true, workspaceId });
    if (first.ok)
      expect(await findSession(first.token)).toMatchObject({
        memberName: 'Ben Caretaker',
        grants,
        way: 'link',
      });
    expect(await signInWithTicket(answer.data.ticket, client)).toEqual(failed('link-ended'));
    const { challengeId, options } = await beginAuthentication(database.db(), { memberId: null });
    const again = await signInWithPasskey(
      { challengeId, response: authenticator.authenticate(options) },
      client,
    );
    expect(again).toMatchObject({ ok: true, workspaceId });
    expect(await asVisitor(() => loadInvitation(token))).toEqual({ code: 'link-ended' });
  });

  test('makes a member with a password and an app, whose recovery codes are shown once', async () => {
    const { token } = await invite('cleo@example.com');
    const short = await acceptByPassword(token, 'cleo@example.com', 'short');
    expect(short).toMatchObject({ ok: false, fields: { password: 'memberPasswordTooShort' } });
    const differs = await acceptByPassword(token, 'cleo@example.com', password, { repeated: 'x' });
    expect(differs).toMatchObject({ ok: false, fields: { repeated: 'passwordsDiffer' } });
    const code = await acceptByPassword(token, 'cleo@example.com', password, { code: '000000' });
    expect(code).toMatchObject({ ok: false, fields: { code: 'wrongCode' } });
    const answer = await acceptByPassword(token, 'cleo@example.com', password);
    if (!answer.ok) throw new Error(answer.code);
    expect(answer.data.codes).toHaveLength(10);
    const session = await signInWithTicket(answer.data.ticket, client);
    if (!session.ok) throw new Error(session.code);
    const memberId = (await findSession(session.token))?.memberId ?? '';
    const own = await signInMember({ workspaceId, memberId });
    expect(await as(own, () => loadInvitation(token))).toEqual({ code: 'link-ended', usedAs: 'Ben' });
    await sql`update membership set joined_at = joined_at - interval '1 day' where member_id = ${memberId}`.execute(
      database.db(),
    );
    expect(await as(own, () => loadInvitation(token))).toEqual({ code: 'link-ended' });
    const typed = { signInName: 'cleo@example.com', password: new Secret(password) };
    const signedIn = await signInWithPassword({ ...typed, code: answer.data.codes[0] ?? '' }, client);
    expect(signedIn).toMatchObject({ ok: true, workspaceId });
  });

  test('keeps its link when the sign-in name is another member’s', async () => {
    await addMember({ workspaceId, name: 'Dora', email: 'dora@example.com' });
    const { token } = await invite();
    const answer = await acceptByPassword(token, 'DORA@example.com', password, {}, 'Another');
    expect(answer).toMatchObject({ ok: false, fields: { signInName: 'nameTaken' } });
    expect(await asVisitor(() => loadInvitation(token))).toMatchObject({ purpose: 'invitation' });
  });

  test('gives no one the name of another person here, and its link can still be used', async () => {
    await addMember({ workspaceId, name: 'Hanna', email: 'hanna@example.com' });
    const { token } = await invite();
    const taken = { ok: false, code: 'name-taken', fields: { name: 'nameOfOther' } };
    for (const name of ['hanna', 'Ha\u200bnna', 'HANNA@example.com', 'Anna@Example.com', 'Doordesk']) {
      expect((await acceptByPasskey(token, name)).answer).toEqual(taken);
      expect(await asVisitor(() => beginInvitedTotpAction({ token, name }))).toEqual(taken);
      expect(await asVisitor(() => beginInvitedOidcAction({ token, name }))).toEqual(taken);
    }
    expect((await acceptByPasskey(token, '\u200b')).answer).toMatchObject({ fields: { name: 'required' } });
    expect((await acceptByPasskey(token, 'Hanna B.')).answer).toMatchObject({ ok: true });
    const entry = await database
      .db()
      .selectFrom('audit_entry')
      .select(['actor', 'detail'])
      .where('action', '=', 'invitations.accept')
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(entry).toMatchObject({ actor: 'Hanna B.', detail: { invitedAs: 'Ben' } });
  });

  test('lets two who join at once not have one name', async () => {
    const links = [await invite(), await invite()];
    const answers = await Promise.all(links.map(({ token }) => acceptByPasskey(token, 'Igor')));
    expect(answers.map(({ answer }) => answer.ok).sort()).toEqual([false, true]);
    expect(answers.map(({ answer }) => (answer.ok ? null : answer.code))).toContain('name-taken');
    const open = await Promise.all(links.map(({ token }) => asVisitor(() => loadInvitation(token))));
    expect(open.filter((link) => 'purpose' in link)).toHaveLength(1);
  });

  test('admits one of two who use it at the same time, and the other gets words', async () => {
    const { token } = await invite();
    const answers = await Promise.all([acceptByPasskey(token, 'One'), acceptByPasskey(token, 'Two')]);
    expect(answers.map(({ answer }) => answer.ok).sort()).toEqual([false, true]);
    expect(answers.map(({ answer }) => (answer.ok ? null : answer.code))).toContain('link-ended');
    const members = await database
      .db()
      .selectFrom('member')
      .select('name')
      .where('name', 'in', ['One', 'Two'])
      .execute();
    expect(members).toHaveLength(1);
  });

  test('to a workspace that takes OpenID Connect only is not accepted otherwise', async () => {
    const strict = await ensureWorkspace(database.db(), { account: 'strict@example.com', role: 'manager' });
    await database
      .db()
      .insertInto('workspace_setting')
      .values({ workspace_id: strict, oidc_only: true })
      .execute();
    const { token } = await invite(null, strict);
    expect((await acceptByPasskey(token)).answer).toMatchObject(failed('oidc-needed'));
    expect(await asVisitor(() => loadInvitation(token))).toMatchObject({
      ways: { passkey: false, password: false },
    });
  });

  test('adds a workspace to a member who is signed in, once', async () => {
    const second = await ensureWorkspace(database.db(), { account: 'second@example.com', role: 'manager' });
    const member = await memberIn({ workspaceId, name: 'Emil' });
    const { token } = await invite(null, second);
    const joined = await as(member, () => joinAction({ token }));
    if (!joined.ok) throw new Error(joined.code);
    const entries = await database
      .db()
      .selectFrom('audit_entry')
      .select(['workspace_id', 'actor', 'subject'])
      .where('member_id', '=', member.memberId)
      .where('action', 'like', 'invitations.%')
      .where('outcome', '=', 'done')
      .orderBy('seq')
      .execute();
    const own = { actor: 'Emil', subject: 'Emil' };
    expect(entries).toEqual([second, workspaceId].map((workspace_id) => ({ workspace_id, ...own })));
    expect(await signInWithTicket(joined.data.ticket, client)).toMatchObject({ workspaceId: second });
    const namesake = await memberIn({ workspaceId, name: 'EMIL' });
    const other = await invite(null, second);
    const shown = await as(member, () => loadInvitation(other.token));
    expect(shown).toMatchObject({ member: 'Emil', isMemberHere: true });
    expect(await as(namesake, () => loadInvitation(other.token))).toMatchObject({ isMemberHere: false });
    expect(await as(namesake, () => joinAction({ token: other.token }))).toMatchObject(failed('name-taken'));
    expect(await as(member, () => joinAction({ token: other.token }))).toMatchObject(
      failed('already-member'),
    );
    expect(await asVisitor(() => loadInvitation(other.token))).toMatchObject({ purpose: 'invitation' });
  });
});

describe('a recovery link', () => {
  test('sets a new passkey, keeps the old ones, and ends all sessions', async () => {
    const { token: invited } = await invite();
    const old = await acceptByPasskey(invited, 'Fay');
    if (!old.answer.ok) throw new Error(old.answer.code);
    const session = await signInWithTicket(old.answer.data.ticket, client);
    if (!session.ok) throw new Error(session.code);
    const memberId = (await findSession(session.token))?.memberId ?? '';
    const { token } = await recover(memberId);
    const recovered = await acceptByPasskey(token);
    if (!recovered.answer.ok) throw new Error(recovered.answer.code);
    expect(await findSession(session.token)).toBeNull();
    for (const { authenticator } of [old, recovered]) {
      const { challengeId, options } = await beginAuthentication(database.db(), { memberId: null });
      const proof = { challengeId, response: authenticator.authenticate(options) };
      expect(await signInWithPasskey(proof, client)).toMatchObject({ ok: true, workspaceId });
    }
    const { name } = await database
      .db()
      .selectFrom('member')
      .select('name')
      .where('id', '=', memberId)
      .executeTakeFirstOrThrow();
    expect(name).toBe('Fay');
  });

  test('does not open other workspaces of the member', async () => {
    const other = await ensureWorkspace(database.db(), { account: 'other@example.com', role: 'manager' });
    const memberId = await addMember({ workspaceId, name: 'Gus' });
    const { token } = await recover(memberId);
    await database
      .db()
      .insertInto('membership')
      .values({
        workspace_id: other,
        member_id: memberId,
        grants: JSON.stringify(grants),
        vendor_credential: null,
        invited_by: 'test',
      })
      .execute();
    expect((await acceptByPasskey(token)).answer).toMatchObject(failed('recovery-elsewhere'));
    expect(await asVisitor(() => loadInvitation(token))).toEqual({ code: 'recovery-elsewhere' });
  });

  // One person has the passkey of the invitation, another one that of the link: it is not known which of them is the member.
  test.each(['invitation', 'link'] as const)(
    'opens no workspace that a member joins later who has the passkey of the %s',
    async (owned) => {
      const { token: invited } = await invite();
      const first = await acceptByPasskey(invited, `Ida of the ${owned}`);
      const { id: memberId } = await database
        .db()
        .selectFrom('member')
        .select('id')
        .where('name', '=', `Ida of the ${owned}`)
        .executeTakeFirstOrThrow();
      const second = await acceptByPasskey((await recover(memberId)).token);
      expect(second.answer).toMatchObject({ ok: true });
      const [own, other] = owned === 'invitation' ? [first, second] : [second, first];
      const account = `${owned}@example.com`;
      const later = await ensureWorkspace(database.db(), { account, role: 'manager' });
      const { token } = await invite(null, later);
      const member = await signInMember({ workspaceId, memberId });
      const stranger = await signInMember({ workspaceId, memberId });
      expect(await as(member, () => joinAction({ token }))).toEqual(failed('recovery-unsettled'));
      const offer = await beginAuthentication(database.db(), { memberId });
      const kept = await as(member, () =>
        keepOneWayAction({
          way: 'passkey',
          challengeId: offer.challengeId,
          response: own.authenticator.authenticate(offer.options),
        }),
      );
      expect(kept).toMatchObject({ ok: true });
      expect(await findSession(stranger.token)).toBeNull();
      expect(await signInBy(other)).toEqual(failed('wrong-passkey'));
      expect(await as(member, () => joinAction({ token }))).toMatchObject({ ok: true });
      expect(await signInBy(own)).toMatchObject({ ok: true });
    },
  );

  test('and an invitation to another workspace are not both used when they are used at once', async () => {
    const later = await ensureWorkspace(database.db(), { account: 'at-once@example.com', role: 'manager' });
    const member = await memberIn({ workspaceId, name: 'Jo' });
    const [recovery, invitation] = [await recover(member.memberId), await invite(null, later)];
    const { memberId } = member;
    const db = database.db();
    const { both } = await db.transaction().execute(async (trx) => {
      await trx.selectFrom('member').select('id').where('id', '=', memberId).forUpdate().execute();
      const both = Promise.all([
        acceptByPasskey(recovery.token),
        as(member, () => joinAction({ token: invitation.token })),
      ]);
      // Both have looked at the link, and wait for the member's row.
      await vi.waitFor(async () => {
        const waiting = sql`
          select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect((await waiting.execute(db)).rows).toHaveLength(2);
      });
      return { both };
    });
    const [recovered, joined] = await both;
    expect([recovered.answer.ok, joined.ok].sort()).toEqual([false, true]);
  });

  test('is worth nothing after the member was removed', async () => {
    const memberId = await addMember({ workspaceId, name: 'Hana' });
    const { token } = await recover(memberId);
    await database
      .db()
      .deleteFrom('membership')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', memberId)
      .execute();
    expect((await acceptByPasskey(token)).answer).toMatchObject(failed('link-ended'));
    expect(await signInMember({ workspaceId, memberId }).catch(() => null)).toBeNull();
  });
});

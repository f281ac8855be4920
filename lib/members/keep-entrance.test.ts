import { sql } from 'kysely';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { ensureWorkspace } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { addMembership, memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { changeMemberAction, changeWorkspaceSettingsAction, removeMemberAction } from './roster/actions';
import { loadMembers } from './roster/data';
import {
  addPasskeyAction,
  beginPasskeyAction,
  keepOneWayAction,
  removeIdentityAction,
  removePasskeyAction,
} from './sign-in/actions';
import { listProofWays, loadOwnWays } from './sign-in/data';
import { beginAuthentication } from './sign-in/passkey-server';

useDatabase();
const { simulator } = useSimulator();
const site = 'http://localhost:3000';
const issuer = 'https://id.example';
const ownerGrants = grantsOfPreset('owner', null);
const auditor = grantsOfPreset('auditor', null);

let holder: SignedIn;
let workspaceId: string;
beforeEach(async () => {
  vi.stubEnv('NEXTAUTH_URL', site);
  vi.stubEnv('DOORDESK_OIDC_ISSUER', issuer);
  vi.stubEnv('DOORDESK_OIDC_CLIENT_ID', 'desk');
  vi.stubEnv('DOORDESK_OIDC_CLIENT_SECRET', 'a secret of the issuer');
  for (const table of ['member', 'workspace_setting', 'session'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  holder = await confirmed(await signInAs(account, password, 'manager'));
  workspaceId = holder.scope.workspaceId;
});

const as = <T>({ cookie }: SignedIn, run: () => Promise<T>) =>
  asRequest({ cookie, host: 'localhost:3000', origin: site }, run);
const refused = (code: string) => ({ ok: false, code });

/** An owner who came in by OpenID Connect, with an identity of the issuer that is set, or without. */
async function owner(name: string, isLinked = true): Promise<SignedInMember> {
  const made = await confirmed(await memberIn({ workspaceId, name, grants: ownerGrants }));
  await sql`update session set way = 'oidc' where id = ${made.scope.sessionId}`.execute(getDb());
  if (isLinked) await link(made.memberId, name);
  return made;
}

const link = (member_id: string, subject: string, by = issuer) =>
  getDb().insertInto('member_identity').values({ issuer: by, subject, member_id }).execute();

/** Where other ways work too: the member keeps a sign-in without OpenID Connect. */
async function alsoElsewhere({ memberId }: SignedInMember): Promise<void> {
  const other = await ensureWorkspace(getDb(), { account: 'other@house.example', role: 'manager' });
  await addMembership({ workspaceId: other, memberId, grants: auditor });
}

async function addPasskey(who: SignedInMember) {
  const authenticator = createAuthenticator(site);
  const begun = await as(who, () => beginPasskeyAction({}));
  if (!begun.ok) throw new Error(begun.code);
  const { challengeId, options } = begun.data;
  const response = authenticator.register(options);
  await as(who, () => addPasskeyAction({ challengeId, response, passkeyName: 'Phone' }));
  return { authenticator, id: response.id };
}

const demand = (who: SignedIn, more = {}) =>
  as(who, () => changeWorkspaceSettingsAction({ oidcOnly: true, ...more }));
const unlink = (who: SignedInMember, subject: string) =>
  as(who, () => removeIdentityAction({ issuer, subject }));
const lower = (who: SignedIn, { memberId: id }: SignedInMember) =>
  as(who, () => changeMemberAction({ id, grants: auditor }));
const remove = (who: SignedIn, { memberId: id }: SignedInMember) => as(who, () => removeMemberAction({ id }));

describe('a workspace that takes OpenID Connect only keeps an owner who can enter', () => {
  const needed = refused('oidc-owner-needed');

  test('when they unlink their sign-in, unless another owner is linked', async () => {
    const [boss, second] = [await owner('Olga'), await owner('Paul', false)];
    await addPasskey(boss);
    await alsoElsewhere(boss);
    expect(await demand(boss, { vendorSignInClosed: true })).toMatchObject({ ok: true });
    expect(await unlink(boss, 'Olga')).toEqual(needed);
    expect((await loadOwnWays(boss.memberId)).identities).toHaveLength(1);
    await link(second.memberId, 'Paul');
    expect(await unlink(boss, 'Olga')).toMatchObject({ ok: true });
    expect(await unlink(second, 'Paul')).toEqual(needed);
  });

  test('when they are lowered or removed, also by themselves or the vendor sign-in', async () => {
    const [boss, second] = [await owner('Olga'), await owner('Paul', false)];
    expect(await demand(boss)).toMatchObject({ ok: true });
    for (const who of [boss, second, holder]) {
      expect(await lower(who, boss)).toEqual(needed);
      expect(await remove(who, boss)).toEqual(needed);
    }
    expect(await lower(boss, second)).toMatchObject({ ok: true });
    expect(await as(boss, () => changeWorkspaceSettingsAction({ oidcOnly: false }))).toMatchObject({
      ok: true,
    });
    expect(await remove(holder, boss)).toMatchObject({ ok: true });
  });

  test('when they keep one way after a recovery, which removes the others', async () => {
    const [boss, second] = [await owner('Olga'), await owner('Paul', false)];
    const { authenticator } = await addPasskey(boss);
    expect(await demand(boss)).toMatchObject({ ok: true });
    await getDb()
      .updateTable('member')
      .set({ recovered_at: databaseDate() })
      .where('id', '=', boss.memberId)
      .execute();
    const keep = async () => {
      const { challengeId, options } = await beginAuthentication(getDb(), {
        memberId: boss.memberId,
      });
      const response = authenticator.authenticate(options);
      return as(boss, () => keepOneWayAction({ way: 'passkey', challengeId, response }));
    };
    expect(await keep()).toEqual(needed);
    expect((await loadOwnWays(boss.memberId)).identities).toHaveLength(1);
    await link(second.memberId, 'Paul');
    expect(await keep()).toMatchObject({ ok: true });
    expect((await loadOwnWays(boss.memberId)).identities).toEqual([]);
  });

  test('when two leave at once', async () => {
    const [boss, second] = [await owner('Olga'), await owner('Paul')];
    for (const who of [boss, second]) {
      await addPasskey(who);
      await alsoElsewhere(who);
    }
    expect(await demand(boss)).toMatchObject({ ok: true });
    const answers = await Promise.all([unlink(boss, 'Olga'), lower(second, second)]);
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(answers).toContainEqual(needed);
  });

  test('when the issuer was replaced: the vendor sign-in is not closed then, and nothing else is held up', async () => {
    const [boss, second] = [await owner('Olga'), await owner('Paul')];
    expect(await demand(boss)).toMatchObject({ ok: true });
    vi.stubEnv('DOORDESK_OIDC_ISSUER', 'https://new.example');
    const close = () => as(boss, () => changeWorkspaceSettingsAction({ vendorSignInClosed: true }));
    expect(await close()).toEqual(needed);
    expect(await demand(boss)).toEqual(needed);
    expect(await lower(holder, second)).toMatchObject({ ok: true });
  });
});

describe('the last way to sign in stays', () => {
  test('also where an identity of an issuer that was replaced is left', async () => {
    const member = await owner('Ben', false);
    await link(member.memberId, 'ben', 'https://old.example');
    const { id } = await addPasskey(member);
    expect(await as(member, () => removePasskeyAction({ id }))).toEqual(refused('last-way'));
    expect(await listProofWays(getDb(), member.memberId)).toEqual(['passkey']);
    const [shown] = await loadMembers(member.scope);
    expect(shown?.ways).toEqual(['passkey']);
    await link(member.memberId, 'ben');
    expect(await as(member, () => removePasskeyAction({ id }))).toMatchObject({ ok: true });
    expect(await listProofWays(getDb(), member.memberId)).toEqual(['oidc']);
  });

  test('also where it is the only one that the member’s workspaces take', async () => {
    const [boss, member] = [await owner('Olga'), await owner('Ben')];
    await addPasskey(member);
    expect(await demand(boss)).toMatchObject({ ok: true });
    expect(await unlink(member, 'Ben')).toEqual(refused('last-way'));
    await alsoElsewhere(member);
    expect(await unlink(member, 'Ben')).toMatchObject({ ok: true });
  });

  test('also where passkeys do not work at the address of Doordesk any more', async () => {
    const member = await owner('Ben');
    await addPasskey(member);
    vi.stubEnv('NEXTAUTH_URL', 'http://192.0.2.7:3000');
    const end = () =>
      asRequest({ cookie: member.cookie, host: '192.0.2.7:3000', origin: 'http://192.0.2.7:3000' }, () =>
        removeIdentityAction({ issuer, subject: 'Ben' }),
      );
    expect(await end()).toEqual(refused('last-way'));
  });
});

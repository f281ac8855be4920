import { beforeEach, describe, expect, test } from 'vitest';
import type { VerbResult } from '@/lib/abilities/verb';
import { credentialOf } from '@/lib/auth/credential';
import { loadExposedPasswords } from '@/lib/auth/exposed-password';
import { callerOf, findScope } from '@/lib/auth/scope';
import { findSessionEnd } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { useDatabase } from '@/lib/testing/database';
import { addMembership, memberIn, type SignedInMember, signInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { asStranger, confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findLink } from '../one-time-link';
import {
  changeMemberAction,
  changeWorkspaceSettingsAction,
  inviteMemberAction,
  makeRecoveryLinkAction,
  removeMemberAction,
  revokeInvitationAction,
} from './actions';
import { loadInvitations, loadMembers } from './data';

useDatabase();
const { simulator } = useSimulator();

const ownerGrants = grantsOfPreset('owner', null);
let holder: SignedIn;
let workspaceId: string;
let building: string;
beforeEach(async () => {
  for (const table of ['exposed_password', 'member', 'member_link', 'workspace_setting', 'session'] as const)
    await getDb().deleteFrom(table).execute();
  holder = await signInVendor();
  workspaceId = holder.scope.workspaceId;
  building = holder.scope.channels[0]?.buildingName ?? '';
});

function signInVendor(name: 'manager' | 'otherManager' = 'manager') {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, 'manager');
}

async function owner(name = 'Olga'): Promise<SignedInMember> {
  return confirmed(await memberIn({ workspaceId, name, grants: ownerGrants }));
}

const caretaker = () =>
  memberIn({ workspaceId, name: 'Carl', grants: grantsOfPreset('caretaker', [building]) });

const idOf = ({ memberId: id }: SignedInMember) => ({ id });
type Attempt = () => Promise<VerbResult<unknown>>;
const refused = (code: string) => ({ ok: false, code });

const grantsIn = async (id: string): Promise<Grants | undefined> =>
  (
    await getDb()
      .selectFrom('membership')
      .select('grants')
      .where('workspace_id', '=', workspaceId)
      .where('member_id', '=', id)
      .executeTakeFirst()
  )?.grants;

const invitation = (grants: Grants = grantsOfPreset('caretaker', [building])) => ({
  name: 'Ines',
  email: '',
  grants,
});

const tokenOf = (address: string) => address.split('/').at(-1) ?? '';

describe('an invitation', () => {
  test('is a link that is shown once, and gives what was chosen', async () => {
    await confirmed(holder);
    const { account: name } = holder.scope;
    expect(await holder.as(() => inviteMemberAction({ ...invitation(), name }))).toEqual(
      refused('name-taken'),
    );
    const made = await holder.as(() => inviteMemberAction(invitation()));
    if (!made.ok) throw new Error(made.code);
    expect(made.data.mail).toBe('none');
    expect(await findLink(tokenOf(made.data.address))).toMatchObject({
      state: 'open',
      purpose: 'invitation',
      workspaceId,
      name: 'Ines',
      grants: grantsOfPreset('caretaker', [building]),
      madeBy: holder.scope.actor,
    });
    const [open] = await loadInvitations(holder.scope);
    expect(open).toMatchObject({ name: 'Ines', preset: 'caretaker' });
    expect(JSON.stringify(open)).not.toContain(tokenOf(made.data.address));
    const audit = await getDb().selectFrom('audit_entry').selectAll().execute();
    expect(JSON.stringify(audit)).not.toContain(tokenOf(made.data.address));
  });

  test('needs something to give', async () => {
    expect(
      await holder.as(() =>
        inviteMemberAction(
          invitation({ workspace: [], everywhere: [], buildings: [{ name: building, capabilities: [] }] }),
        ),
      ),
    ).toMatchObject({ ok: false, code: 'invalid-input', fields: { grants: 'nothingGiven' } });
  });

  test.each(['members', 'approve', 'connections', 'settings'] as const)(
    'that lets a person use "%s" needs a confirmed identity',
    async (capability) => {
      const member = await memberIn({ workspaceId, grants: ownerGrants });
      const input = invitation({ workspace: [capability], everywhere: ['doorcodes'], buildings: [] });
      expect(await member.as(() => inviteMemberAction(input))).toEqual(refused('identity-needed'));
      await confirmed(member);
      expect(await member.as(() => inviteMemberAction(input))).toMatchObject({ ok: true });
    },
  );

  test('never gives more than the person who makes it has', async () => {
    const limited = await confirmed(
      await memberIn({
        workspaceId,
        grants: { workspace: ['members'], buildings: [{ name: building, capabilities: ['doorcodes'] }] },
      }),
    );
    for (const grants of [
      { workspace: ['settings'], everywhere: [], buildings: [] },
      { workspace: [], everywhere: ['doorcodes'], buildings: [] },
      { workspace: [], everywhere: [], buildings: [{ name: building, capabilities: ['reveal'] }] },
      { workspace: [], everywhere: [], buildings: [{ name: 'Another house', capabilities: ['doorcodes'] }] },
    ] satisfies Grants[])
      expect(await limited.as(() => inviteMemberAction(invitation(grants)))).toEqual(refused('beyond-own'));
    const less = {
      workspace: [],
      everywhere: [],
      buildings: [{ name: building, capabilities: ['doorcodes'] }],
    } satisfies Grants;
    expect(await limited.as(() => inviteMemberAction(invitation(less)))).toMatchObject({ ok: true });
  });

  test('can be revoked once, and then opens nothing', async () => {
    await confirmed(holder);
    const made = await holder.as(() => inviteMemberAction(invitation()));
    if (!made.ok) throw new Error(made.code);
    const [{ id } = { id: '' }] = await loadInvitations(holder.scope);
    expect(await holder.as(() => revokeInvitationAction({ id }))).toMatchObject({ ok: true });
    expect(await holder.as(() => revokeInvitationAction({ id }))).toEqual(refused('conflict'));
    expect(await findLink(tokenOf(made.data.address))).toMatchObject({ state: 'revoked' });
    expect(await loadInvitations(holder.scope)).toEqual([]);
  });
});

describe('what a member may do', () => {
  test('changes at once, also for a session that is open', async () => {
    const member = await caretaker();
    await confirmed(holder);
    const grants = grantsOfPreset('front-desk', [building]);
    expect(await holder.as(() => changeMemberAction({ ...idOf(member), grants }))).toMatchObject({
      ok: true,
    });
    expect((await member.as(findScope))?.grants).toEqual(grants);
  });

  test('is not changed without a confirmed identity', async () => {
    const member = await caretaker();
    const change = { ...idOf(member), grants: ownerGrants };
    expect(await holder.as(() => changeMemberAction(change))).toEqual(refused('password-needed'));
  });

  test('is not raised by the member, and not touched by one who has less', async () => {
    const limited = await confirmed(
      await memberIn({ workspaceId, grants: { workspace: ['members'], everywhere: ['people'] } }),
    );
    const boss = await owner();
    expect(await limited.as(() => changeMemberAction({ ...idOf(limited), grants: ownerGrants }))).toEqual(
      refused('beyond-own'),
    );
    const less: Grants = { workspace: [], everywhere: ['people'], buildings: [] };
    const tries: Attempt[] = [
      () => changeMemberAction({ ...idOf(boss), grants: less }),
      () => removeMemberAction(idOf(boss)),
      () => makeRecoveryLinkAction(idOf(boss)),
    ];
    for (const attempt of tries) expect(await limited.as(attempt)).toEqual(refused('beyond-own'));
    expect(await grantsIn(boss.memberId)).toEqual(ownerGrants);
  });

  test('ends what the member could still give by a link made before', async () => {
    const boss = await owner();
    const second = await owner('Otto');
    const strong = await second.as(() => inviteMemberAction(invitation(ownerGrants)));
    if (!strong.ok) throw new Error(strong.code);
    expect(
      await boss.as(() => changeMemberAction({ ...idOf(second), grants: grantsOfPreset('manager', null) })),
    ).toMatchObject({ ok: true });
    expect(await findLink(tokenOf(strong.data.address))).toMatchObject({ state: 'revoked' });
  });
});

describe('the last owner', () => {
  test('neither leaves nor gives the members away, unless another owner is there', async () => {
    const boss = await owner();
    const manager = grantsOfPreset('manager', null);
    expect(await boss.as(() => removeMemberAction(idOf(boss)))).toEqual(refused('last-owner'));
    expect(await boss.as(() => changeMemberAction({ ...idOf(boss), grants: manager }))).toEqual(
      refused('last-owner'),
    );
    await owner('Otto');
    expect(await boss.as(() => changeMemberAction({ ...idOf(boss), grants: manager }))).toMatchObject({
      ok: true,
    });
  });

  test('can be removed by the vendor sign-in, which is an owner itself', async () => {
    const boss = await owner();
    await confirmed(holder);
    expect(await holder.as(() => removeMemberAction(idOf(boss)))).toMatchObject({ ok: true });
  });

  test.each(['remove', 'lower'] as const)('stays when two owners %s each other at once', async (how) => {
    for (let round = 0; round < 5; round += 1) {
      await getDb().deleteFrom('member').execute();
      const [one, other] = await Promise.all([owner('One'), owner('Other')]);
      const against = (target: SignedInMember): ReturnType<Attempt> =>
        how === 'remove'
          ? removeMemberAction(idOf(target))
          : changeMemberAction({ ...idOf(target), grants: grantsOfPreset('manager', null) });
      const answers = await Promise.all([one.as(() => against(other)), other.as(() => against(one))]);
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      const owners = (await loadMembers(holder.scope)).filter(({ grants }) =>
        grants.workspace.includes('members'),
      );
      expect(owners).toHaveLength(1);
    }
  });
});

describe('a member who is removed', () => {
  test('is out at once in this workspace, and only here', async () => {
    const member = await caretaker();
    const elsewhere = (await signInVendor('otherManager')).scope.workspaceId;
    await addMembership({ workspaceId: elsewhere, memberId: member.memberId, grants: ownerGrants });
    const there = await signInMember({ workspaceId: elsewhere, memberId: member.memberId });
    await confirmed(holder);
    expect(await holder.as(() => removeMemberAction(idOf(member)))).toMatchObject({ ok: true });
    expect(await member.as(findScope)).toBeNull();
    expect(await findSessionEnd(member.token)).toBe('removed');
    expect((await there.as(findScope))?.workspaceId).toBe(elsewhere);
    expect(await loadMembers(holder.scope)).toEqual([]);
    expect(await holder.as(() => removeMemberAction(idOf(member)))).toEqual(refused('not-found'));
  });

  test('leaves no invitation behind', async () => {
    await owner('Stays');
    const boss = await owner();
    const made = await boss.as(() => inviteMemberAction(invitation()));
    if (!made.ok) throw new Error(made.code);
    await confirmed(holder);
    await holder.as(() => removeMemberAction(idOf(boss)));
    expect(await findLink(tokenOf(made.data.address))).toMatchObject({ state: 'revoked' });
  });

  test('leaves a notice about the vendor password they knew, until the account has another one', async () => {
    const { account, password } = callerOf(holder.scope);
    const member = await memberIn({
      workspaceId,
      name: 'Anna',
      vendorCredential: credentialOf(account, password),
    });
    await confirmed(holder);
    expect(await holder.as(() => removeMemberAction(idOf(member)))).toEqual({
      ok: true,
      data: { exposed: [account] },
    });
    const notice = [{ account, knownTo: 'Anna' }];
    expect(await loadExposedPasswords(holder.scope)).toEqual(notice);
    // The same password proves nothing new.
    await signInVendor();
    expect(await loadExposedPasswords(holder.scope)).toEqual(notice);
    const known = simulator().cloud.world.findAccount(account);
    if (!known) throw new Error('no account');
    known.password = 'another password';
    await signInAs(account, 'another password', 'manager');
    expect(await loadExposedPasswords(holder.scope)).toEqual([]);
    simulator().reset();
  });

  test('leaves no notice if the password was changed before', async () => {
    const { account } = holder.scope;
    const member = await memberIn({ workspaceId, vendorCredential: Buffer.from('of an older password') });
    holder = await confirmed(await signInVendor());
    expect(await holder.as(() => removeMemberAction(idOf(member)))).toMatchObject({ data: { exposed: [] } });
    expect(await loadExposedPasswords(holder.scope)).toEqual([]);
    expect(account).not.toBe('');
  });
});

describe('a recovery link', () => {
  test('replaces the one before, and gives nothing new', async () => {
    const member = await caretaker();
    await confirmed(holder);
    const first = await holder.as(() => makeRecoveryLinkAction(idOf(member)));
    const second = await holder.as(() => makeRecoveryLinkAction(idOf(member)));
    if (!first.ok || !second.ok) throw new Error('no link');
    expect(await findLink(tokenOf(first.data.address))).toMatchObject({ state: 'revoked' });
    expect(await findLink(tokenOf(second.data.address))).toMatchObject({
      state: 'open',
      purpose: 'recovery',
      memberId: member.memberId,
      grants: { workspace: [], everywhere: [], buildings: [] },
    });
  });

  test('is not made for who also works elsewhere', async () => {
    const boss = await owner();
    const member = await caretaker();
    const elsewhere = (await signInVendor('otherManager')).scope.workspaceId;
    await addMembership({
      workspaceId: elsewhere,
      memberId: member.memberId,
      grants: { everywhere: ['people'] },
    });
    await confirmed(holder);
    for (const who of [holder, boss])
      expect(await who.as(() => makeRecoveryLinkAction(idOf(member)))).toEqual(refused('recovery-elsewhere'));
  });

  test('ends when the member may do something else', async () => {
    const member = await caretaker();
    await confirmed(holder);
    const made = await holder.as(() => makeRecoveryLinkAction(idOf(member)));
    if (!made.ok) throw new Error(made.code);
    await holder.as(() => changeMemberAction({ ...idOf(member), grants: ownerGrants }));
    expect(await findLink(tokenOf(made.data.address))).toMatchObject({ state: 'revoked' });
  });
});

test('members and invitations are not found by strangers, plain members, tenants and other workspaces', async () => {
  const member = await caretaker();
  const target = await memberIn({ workspaceId, name: 'Target', grants: { everywhere: ['people'] } });
  await confirmed(holder);
  await holder.as(() => inviteMemberAction(invitation()));
  const [{ id } = { id: '' }] = await loadInvitations(holder.scope);
  const other = await confirmed(await signInVendor('otherManager'));
  const { account, password } = simulator().accounts.tenant;
  const tenant = await confirmed(await signInAs(account, password, 'tenant'));
  const tries: Attempt[] = [
    () => changeMemberAction({ ...idOf(target), grants: ownerGrants }),
    () => removeMemberAction(idOf(target)),
    () => makeRecoveryLinkAction(idOf(target)),
    () => revokeInvitationAction({ id }),
  ];
  for (const attempt of tries) {
    expect(await asStranger(attempt)).toEqual(refused('signed-out'));
    expect(await member.as(attempt)).toEqual(refused('not-allowed'));
    expect(await tenant.as(attempt)).toEqual(refused('not-allowed'));
    expect(await other.as(attempt)).toEqual(refused('not-found'));
  }
  expect(await loadMembers(other.scope)).toEqual([]);
  expect(await loadInvitations(other.scope)).toEqual([]);
  expect(await grantsIn(target.memberId)).toEqual({ workspace: [], everywhere: ['people'], buildings: [] });
});

test('the audit log names who and what each change was about, and tells a plain member no name', async () => {
  const boss = await owner();
  const carl = await caretaker();
  await boss.as(() => inviteMemberAction(invitation()));
  const [{ id: invited } = { id: '' }] = await loadInvitations(holder.scope);
  await carl.as(() => removeMemberAction({ id: boss.memberId }));
  await boss.as(() => changeMemberAction({ id: carl.memberId, grants: grantsOfPreset('auditor', null) }));
  await boss.as(() => makeRecoveryLinkAction({ id: carl.memberId }));
  await boss.as(() => revokeInvitationAction({ id: invited }));
  await boss.as(() => changeWorkspaceSettingsAction({ approvalAbove: 5 }));
  await boss.as(() => removeMemberAction({ id: carl.memberId }));
  const entries = await getDb()
    .selectFrom('audit_entry')
    .select(['action', 'subject'])
    .where('workspace_id', '=', workspaceId)
    .where('member_id', 'in', [boss.memberId, carl.memberId])
    .where('action', 'like', 'members.%')
    .where('outcome', '<>', 'intent')
    .orderBy('seq')
    .execute();
  expect(entries.map(({ action, subject }) => [action, subject])).toEqual([
    ['members.invite', 'Ines'],
    ['members.remove', ''],
    ['members.change', 'Carl'],
    ['members.recover', 'Carl'],
    ['members.revoke-invitation', 'Ines'],
    ['members.settings', 'approvalAbove'],
    ['members.remove', 'Carl'],
  ]);
});

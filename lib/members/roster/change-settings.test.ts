import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { VerbResult } from '@/lib/abilities/verb';
import { findScope } from '@/lib/auth/scope';
import { findSessionEnd } from '@/lib/auth/session';
import { getDb } from '@/lib/db/client';
import { workspaceCapabilities } from '@/lib/db/tables/members';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createLink, findLink } from '../one-time-link';
import {
  changeMemberAction,
  changeWorkspaceSettingsAction,
  inviteMemberAction,
  makeRecoveryLinkAction,
  removeMemberAction,
} from './actions';
import { changeSettings } from './change-settings';
import { countOpenLinks, loadWorkspaceSettings } from './data';
import { invite, makeRecoveryLink } from './mutations';

useDatabase();
const { simulator } = useSimulator();

const ownerGrants = grantsOfPreset('owner', null);
let holder: SignedIn;
let workspaceId: string;
beforeEach(async () => {
  for (const table of ['member', 'workspace_setting', 'session'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  holder = await signInAs(account, password, 'manager');
  workspaceId = holder.scope.workspaceId;
});

async function owner(name = 'Olga'): Promise<SignedInMember> {
  return confirmed(await memberIn({ workspaceId, name, grants: ownerGrants }));
}

afterEach(() => {
  for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET']) delete process.env[`DOORDESK_OIDC_${name}`];
});

const idOf = ({ memberId: id }: SignedInMember) => ({ id });
const refused = (code: string) => ({ ok: false, code });

describe('the settings of a workspace', () => {
  test('close the vendor sign-in only for an owner who signed in as a member, and end its sessions at once', async () => {
    await confirmed(holder);
    const close = () => changeWorkspaceSettingsAction({ vendorSignInClosed: true });
    expect(await holder.as(close)).toEqual(refused('member-needed'));
    const boss = await owner();
    const link = { name: 'Ex', email: null, madeBy: 'vendor', workspaceId, purpose: 'invitation' as const };
    const made = await createLink(getDb(), { ...link, madeByMember: null, grants: ownerGrants });
    const own = await createLink(getDb(), { ...link, madeByMember: boss.memberId, grants: ownerGrants });
    expect(await boss.as(close)).toMatchObject({ ok: true, data: { ended: 1 } });
    expect(await holder.as(findScope)).toBeNull();
    expect(await findLink(made.token)).toMatchObject({ state: 'revoked' });
    expect(await findLink(own.token)).toMatchObject({ state: 'open' });
    expect(await findSessionEnd(holder.token)).toBe('sign-in-closed');
    expect(await boss.as(findScope)).not.toBeNull();
  });

  test('start the second pair of eyes only with two who may approve, and then keep two', async () => {
    const boss = await owner();
    const start = () => changeWorkspaceSettingsAction({ secondApproval: true, approvalAbove: 5 });
    expect(await boss.as(start)).toEqual(refused('approvers-needed'));
    const second = await memberIn({
      workspaceId,
      grants: { workspace: ['approve'], everywhere: ['people'] },
    });
    expect(await boss.as(start)).toMatchObject({ ok: true });
    const remove = () => boss.as(() => removeMemberAction(idOf(second)));
    const agreed = async (act: () => Promise<VerbResult<unknown>>) => {
      const asked = await act();
      const id = asked.ok ? undefined : asked.approval;
      expect(await second.as(() => approveRequestAction({ id }))).toMatchObject({ ok: true });
      return act();
    };
    expect(await remove()).toEqual(refused('approvers-needed'));
    const end = () => boss.as(() => changeWorkspaceSettingsAction({ secondApproval: false }));
    expect(await agreed(end)).toMatchObject({ ok: true });
    expect(await remove()).toMatchObject({ ok: true });
  });

  test('start the second pair of eyes by ending open links, so that no one becomes their own second member', async () => {
    const [boss, second] = [await owner(), await owner('Second')];
    const invited = await boss.as(() =>
      inviteMemberAction({ name: 'Xaver', email: '', grants: ownerGrants }),
    );
    const recovery = await boss.as(() => makeRecoveryLinkAction(idOf(second)));
    const tokens = [invited, recovery].map((made) =>
      made.ok ? (made.data.address.split('/').at(-1) ?? '') : made.code,
    );
    const old = new Date(Date.now() - 8 * 24 * 3_600_000);
    const link = {
      name: 'Ex',
      email: null,
      madeBy: 'Olga',
      madeByMember: boss.memberId,
      grants: ownerGrants,
    };
    const { token } = await createLink(getDb(), { ...link, purpose: 'invitation', workspaceId }, old);
    expect(await countOpenLinks({ workspaceId })).toBe(2);
    const start = () => changeWorkspaceSettingsAction({ secondApproval: true });
    expect(await second.as(start)).toMatchObject({ ok: true, data: { links: 2 } });
    for (const each of [...tokens, token]) expect(await findLink(each)).toMatchObject({ state: 'revoked' });
    expect(await countOpenLinks({ workspaceId })).toBe(0);
    expect(
      await boss.as(() => inviteMemberAction({ name: 'Y', email: '', grants: ownerGrants })),
    ).toMatchObject({ ok: false, code: 'approval-needed' });
    expect(await second.as(start)).toMatchObject({ ok: true, data: { links: 0 } });
  });

  test('start it also for what is on its way: no link, and no loosening, that another member has not agreed to', async () => {
    const [boss, second] = [await owner(), await owner('Second')];
    await second.as(() => changeWorkspaceSettingsAction({ secondApproval: true, approvalAbove: 5 }));
    const before = { approved: false };
    const late = [
      () => invite(boss.scope, { name: 'Xaver', email: null, grants: ownerGrants }, before),
      () => makeRecoveryLink(boss.scope, second.memberId, before),
      () => changeSettings(boss.scope, { secondApproval: false }, before),
      () => changeSettings(boss.scope, { approvalAbove: 6 }, before),
    ];
    for (const deed of late) await expect(deed()).rejects.toMatchObject({ code: 'conflict' });
    expect(await changeSettings(boss.scope, { approvalAbove: 4 }, before)).toMatchObject({ links: 0 });
    expect(await loadWorkspaceSettings({ workspaceId })).toMatchObject({
      secondApproval: true,
      approvalAbove: 4,
    });
  });

  test('let an owner be removed or lowered only when a second member agrees', async () => {
    const [boss, target, third] = await Promise.all([owner(), owner('Target'), owner('Third')]);
    await boss.as(() => changeWorkspaceSettingsAction({ secondApproval: true }));
    const tries: (() => Promise<VerbResult<unknown>>)[] = [
      () => changeMemberAction({ ...idOf(target), grants: grantsOfPreset('manager', null) }),
      () => removeMemberAction(idOf(target)),
    ];
    for (const attempt of tries) {
      const asked = await boss.as(attempt);
      if (asked.ok) throw new Error('it was done without approval');
      expect(asked.code).toBe('approval-needed');
      expect(await third.as(() => approveRequestAction({ id: asked.approval }))).toMatchObject({ ok: true });
      expect(await boss.as(attempt)).toMatchObject({ ok: true });
      await getDb()
        .updateTable('membership')
        .set({ grants: JSON.stringify(ownerGrants) })
        .where('workspace_id', '=', workspaceId)
        .execute();
    }
    expect(await target.as(findScope)).toBeNull();
  });

  test('need a confirmed identity, and the capability', async () => {
    expect(await holder.as(() => changeWorkspaceSettingsAction({ approvalAbove: 5 }))).toEqual(
      refused('password-needed'),
    );
    const without = await memberIn({
      workspaceId,
      grants: { ...ownerGrants, workspace: workspaceCapabilities.filter((one) => one !== 'settings') },
    });
    expect(await without.as(() => changeWorkspaceSettingsAction({ approvalAbove: 5 }))).toEqual(
      refused('not-allowed'),
    );
  });

  test('require the organisation’s sign-in only when it is set up and an owner can use it', async () => {
    const boss = await owner();
    const only = () => changeWorkspaceSettingsAction({ oidcOnly: true });
    expect(await boss.as(only)).toEqual(refused('not-allowed'));
    process.env.DOORDESK_OIDC_ISSUER = 'https://id.example';
    process.env.DOORDESK_OIDC_CLIENT_ID = 'desk';
    process.env.DOORDESK_OIDC_CLIENT_SECRET = 'a secret of the issuer';
    expect(await boss.as(only)).toEqual(refused('oidc-owner-needed'));
    const caretaker = await memberIn({ workspaceId, grants: { everywhere: ['people'] } });
    for (const [{ memberId: member_id }, subject] of [
      [caretaker, 'carl'],
      [boss, 'olga'],
    ] as const) {
      expect(await boss.as(only)).toEqual(refused('oidc-owner-needed'));
      await getDb()
        .insertInto('member_identity')
        .values({ issuer: 'https://id.example', subject, member_id })
        .execute();
    }
    expect(await boss.as(only)).toMatchObject({ ok: true });
    expect((await loadWorkspaceSettings({ workspaceId })).oidcOnly).toBe(true);
  });
});

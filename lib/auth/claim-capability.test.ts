import { sql } from 'kysely';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { getDb } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { listOpenApprovals } from '@/lib/desk/approvals/data';
import { endOtherSessionsAction } from '@/lib/members/actions';
import {
  changeWorkspaceSettingsAction,
  inviteMemberAction,
  removeMemberAction,
} from '@/lib/members/roster/actions';
import { becomeOwnerAction, beginOwnerAction } from '@/lib/members/sign-in/actions';
import { openOffice } from '@/lib/testing/approvals';
import { createAuthenticator } from '@/lib/testing/authenticator';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, signInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { asRequest } from './request';

useDatabase();
const { simulator } = useSimulator();
const site = 'http://localhost:3000';
const ownerGrants = grantsOfPreset('owner', null);
beforeEach(async () => {
  vi.stubEnv('NEXTAUTH_URL', site);
  for (const table of ['approval', 'member_link', 'session', 'member', 'workspace_setting'] as const)
    await getDb().deleteFrom(table).execute();
});

/** From a page at the address that passkeys belong to. */
const at = <T>({ cookie }: SignedIn, run: () => Promise<T>): Promise<T> =>
  asRequest({ cookie, host: 'localhost:3000', origin: site }, run);

async function waiting(count: number): Promise<void> {
  const locks = sql`select from pg_locks where locktype = 'advisory' and not granted`;
  await vi.waitFor(async () => expect((await locks.execute(getDb())).rows).toHaveLength(count), 10_000);
}

/** Both pass all checks of their requests. Then `first` changes the workspace before `second` does. */
async function inTurn<A, B>(
  workspaceId: string,
  first: () => Promise<A>,
  second: () => Promise<B>,
): Promise<[A, B]> {
  const begun = await getDb()
    .transaction()
    .execute(async (trx) => {
      await lockByName(trx, `members:${workspaceId}`);
      const one = first();
      await waiting(1);
      const other = second();
      await waiting(2);
      return { one, other };
    });
  return Promise.all([begun.one, begun.other]);
}

async function signInHolder(): Promise<SignedIn> {
  const { account, password } = simulator().accounts.manager;
  return confirmed(await signInAs(account, password, 'manager'));
}

describe('a deed that waits while its actor loses the right to it', () => {
  test('makes no owner of the vendor sign-in that was closed', async () => {
    const holder = await signInHolder();
    const { workspaceId } = holder.scope;
    const owner = await confirmed(await memberIn({ workspaceId, name: 'Olga', grants: ownerGrants }));
    const begun = await at(holder, () => beginOwnerAction({ name: 'Ex' }));
    if (!begun.ok) throw new Error(begun.code);
    const { challengeId, options } = begun.data;
    const response = createAuthenticator(site).register(options);
    const given = { name: 'Ex', challengeId, response, passkeyName: 'Phone' };
    const [closed, made] = await inTurn(
      workspaceId,
      () => at(owner, () => changeWorkspaceSettingsAction({ vendorSignInClosed: true })),
      () => at(holder, () => becomeOwnerAction(given)),
    );
    expect(closed).toMatchObject({ ok: true, data: { ended: 1 } });
    expect(made).toEqual({ ok: false, code: 'signed-out' });
    for (const table of ['member', 'membership'] as const)
      expect(await getDb().selectFrom(table).selectAll().execute()).toHaveLength(1);
    expect(await getDb().selectFrom('member_passkey').selectAll().execute()).toEqual([]);
  });

  test('makes no link for a session that was ended elsewhere', async () => {
    const { workspaceId } = (await signInHolder()).scope;
    const owner = await confirmed(await memberIn({ workspaceId, name: 'Olga', grants: ownerGrants }));
    const here = await confirmed(await signInMember({ workspaceId, memberId: owner.memberId }));
    const invitation = { name: 'Ivo', email: 'ivo@harbor.example', grants: ownerGrants };
    const made = await getDb()
      .transaction()
      .execute(async (trx) => {
        await lockByName(trx, `members:${workspaceId}`);
        const inviting = at(owner, () => inviteMemberAction(invitation));
        await waiting(1);
        expect(await at(here, () => endOtherSessionsAction({}))).toMatchObject({ ok: true });
        return { inviting };
      });
    expect(await made.inviting).toEqual({ ok: false, code: 'signed-out' });
    expect(await getDb().selectFrom('member_link').selectAll().execute()).toEqual([]);
    expect(await at(here, () => inviteMemberAction(invitation))).toMatchObject({ ok: true });
  });

  test('approves nothing for a member who was removed', async () => {
    const { ann, ben, cleo } = await openOffice(simulator());
    const asked = await at(ann, () =>
      inviteMemberAction({ name: 'Ivo', email: 'ivo@harbor.example', grants: ownerGrants }),
    );
    expect(asked).toMatchObject({ ok: false, code: 'approval-needed' });
    const [request] = await listOpenApprovals(ben.scope);
    if (!request) throw new Error('nothing waits');
    // It may remove an approver, because the rule is off in the meantime.
    const rule = getDb().updateTable('workspace_setting');
    await rule.set({ second_approval: false }).execute();
    const [removed, approved] = await inTurn(
      ann.scope.workspaceId,
      () => at(ann, () => removeMemberAction({ id: cleo.memberId })),
      () => at(cleo, () => approveRequestAction({ id: request.id })),
    );
    expect(removed).toMatchObject({ ok: true });
    expect(approved).toEqual({ ok: false, code: 'not-allowed' });
    expect(await listOpenApprovals(ben.scope)).toMatchObject([{ id: request.id, state: 'waiting' }]);
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { asRequest } from '@/lib/auth/request';
import { callerOf } from '@/lib/auth/scope';
import { signIn } from '@/lib/auth/sign-in';
import { getDb } from '@/lib/db/client';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import { enterSession } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { removeMemberAction } from '../roster/actions';
import { openMemberSession } from './open-member-session';
import { replaceSession } from './settle-sign-in';

useDatabase();
const { simulator } = useSimulator();
const browser = { userAgent: 'Firefox', network: '192.0.2.0/24' };

let office: Office;
beforeEach(async () => {
  await closeOffice();
  await getDb().deleteFrom('exposed_password').execute();
  office = await openOffice(simulator());
});

/** `device`: the cookie that the browser sends. The answer holds the one that it sends next. */
async function enterAsBen(device?: string) {
  const { memberId } = office.ben;
  const answer = await openMemberSession({ ...browser, device, memberId, way: 'passkey' });
  if (!answer.ok) throw new Error(answer.code);
  return answer;
}
async function enterAsVendor(device?: string) {
  const { account, role, password } = callerOf(office.vendor.scope);
  const answer = await signIn({ ...browser, device, account, password, role });
  if (!answer.ok) throw new Error(answer.code);
  return answer;
}

async function whoKnows() {
  const rows = await getDb()
    .selectFrom('membership')
    .innerJoin('member', 'member.id', 'membership.member_id')
    .select('member.name')
    .where('knew_password', '=', true)
    .execute();
  return rows.map(({ name }) => name);
}

async function confirm() {
  await getDb().updateTable('session').set({ reauthenticated_at: new Date() }).execute();
}

async function removeBen() {
  await getDb().updateTable('workspace_setting').set({ second_approval: false }).execute();
  const removed = await office.ann.as(() => removeMemberAction({ id: office.ben.memberId }));
  return removed.ok ? removed.data.exposed : removed.code;
}

describe('a member whose browser also signs in with the vendor’s account', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['after the member', async () => enterAsVendor((await enterAsBen()).device)],
    ['before the member', async () => enterAsBen((await enterAsVendor()).device)],
    [
      'long before the member, and signed out',
      async () => {
        const { id, device } = await enterAsVendor();
        await getDb().deleteFrom('session').where('id', '=', id).execute();
        await enterAsBen(device);
      },
    ],
    [
      'before the member, in a session that is replaced without the cookie of the device',
      async () => {
        const { cookie } = await enterSession(await enterAsVendor());
        const made = await enterAsBen();
        await asRequest({ cookie }, () => replaceSession(made));
      },
    ],
    [
      'after the member, in the same way',
      async () => {
        const { cookie } = await enterSession(await enterAsBen());
        const made = await enterAsVendor();
        await asRequest({ cookie }, () => replaceSession(made));
      },
    ],
  ])('%s knows its password, also when they leave', async (_, enter) => {
    await enter();
    expect(await whoKnows()).toEqual(['Ben']);
    expect(await removeBen()).toEqual([office.vendor.scope.account]);
  });

  test('knows the password that is used now, not that of a connection that was removed', async () => {
    const { id, device } = await enterAsVendor();
    await getDb().deleteFrom('session').where('id', '=', id).execute();
    const { workspaceId } = office.vendor.scope;
    await getDb()
      .updateTable('connection')
      .set({ state: 'none', sealed_password: null, credential: Buffer.from('an earlier password') })
      .where('workspace_id', '=', workspaceId)
      .execute();
    await enterAsBen(device);
    await enterAsVendor();
    expect(await removeBen()).toEqual([office.vendor.scope.account]);
  });

  test('in another browser than the member’s does not make them know it', async () => {
    await enterAsBen();
    await enterAsVendor();
    await enterAsBen();
    expect(await whoKnows()).toEqual([]);
    expect(await removeBen()).toEqual([]);
  });

  test('approves nothing that it asks, in any order', async () => {
    const first = await enterAsBen();
    const vendor = await enterAsVendor(first.device);
    const again = await enterAsBen(vendor.device);
    const [asVendor, asBen] = [await enterSession(vendor), await enterSession(again)];
    await confirm();
    const [{ gid, channel } = { gid: '', channel: 0 }] = office.vendor.scope.channels;
    const asked = await asVendor.as(() => revealFixedPasswordAction({ gid, channel }));
    if (asked.ok || !asked.approval) throw new Error('it does not wait');
    const request = { id: asked.approval };
    const refused = { ok: false, code: 'not-allowed' };
    expect(await asBen.as(() => approveRequestAction(request))).toEqual(refused);
    // As for a person who joined the workspace after they signed in.
    await getDb().updateTable('membership').set({ knew_password: false }).execute();
    expect(await asBen.as(() => approveRequestAction(request))).toEqual(refused);
    expect(await office.ben.as(() => approveRequestAction(request))).toMatchObject({ ok: true });
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { findLink } from '../one-time-link';
import { makeRecoveryLinkAction, revokeRecoveryLinkAction } from './actions';
import { loadBuildingNames, loadMembers } from './data';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
let carl: SignedInMember;
let workspaceId: string;
beforeEach(async () => {
  for (const table of ['member', 'member_link', 'session'] as const)
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  holder = await confirmed(await signInAs(account, password, 'manager'));
  workspaceId = holder.scope.workspaceId;
  carl = await memberIn({ workspaceId, name: 'Carl', grants: grantsOfPreset('caretaker', null) });
});

const shown = async () => (await loadMembers(holder.scope)).map(({ recoveryLink }) => recoveryLink);
const revoke = (who: SignedIn) => who.as(() => revokeRecoveryLinkAction({ id: carl.memberId }));

async function make(): Promise<{ token: string; expiresAt: string }> {
  const made = await holder.as(() => makeRecoveryLinkAction({ id: carl.memberId }));
  if (!made.ok) throw new Error(made.code);
  return { token: made.data.address.split('/').at(-1) ?? '', expiresAt: made.data.expiresAt };
}

describe('an open recovery link', () => {
  test('is shown with its member, without its token, and can be revoked', async () => {
    expect(await shown()).toEqual([null]);
    const { token, expiresAt } = await make();
    expect(await shown()).toEqual([{ madeBy: holder.scope.actor, expiresAt }]);
    expect(JSON.stringify(await loadMembers(holder.scope))).not.toContain(token);
    expect(await revoke(holder)).toMatchObject({ ok: true });
    expect(await findLink(token)).toMatchObject({ state: 'revoked' });
    expect(await shown()).toEqual([null]);
    expect(await revoke(holder)).toMatchObject({ ok: false, code: 'conflict' });
    const done = await getDb()
      .selectFrom('audit_entry')
      .select(['subject', 'actor'])
      .where('action', '=', 'members.revoke-recovery')
      .where('outcome', '=', 'done')
      .execute();
    expect(done).toEqual([{ subject: 'Carl', actor: holder.scope.actor }]);
  });

  test('is revoked by no one who may do less than the member', async () => {
    const limited = await memberIn({ workspaceId, name: 'Lim', grants: { workspace: ['members'] } });
    const { token } = await make();
    expect(await revoke(limited)).toMatchObject({ ok: false, code: 'beyond-own' });
    expect(await revoke(carl)).toMatchObject({ ok: false, code: 'not-allowed' });
    expect(await findLink(token)).toMatchObject({ state: 'open' });
  });

  test.each(['used_at', 'revoked_at'] as const)('is not shown once it has %s', async (column) => {
    await make();
    await getDb()
      .updateTable('member_link')
      .set({ [column]: new Date() })
      .execute();
    expect(await shown()).toEqual([null]);
  });
});

test('the buildings to choose from include earlier names, as far as the person sees them', async () => {
  const [{ gid, buildingName } = { gid: '', buildingName: '' }] = holder.scope.channels;
  await getDb()
    .insertInto('former_building')
    .values(
      ['Old House', buildingName].map((building_name) => ({ workspace_id: workspaceId, gid, building_name })),
    )
    .execute();
  expect(await loadBuildingNames(holder.scope)).toMatchObject({
    present: expect.arrayContaining([buildingName]),
    former: ['Old House'],
  });
  const only = await memberIn({
    workspaceId,
    name: 'Olga',
    grants: {
      workspace: ['members'],
      everywhere: [],
      buildings: [{ name: buildingName, capabilities: ['people'] }],
    },
  });
  expect(await loadBuildingNames(only.scope)).toEqual({ present: [buildingName], former: [] });
});

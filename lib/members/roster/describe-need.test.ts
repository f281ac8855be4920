import { beforeEach, describe, expect, test } from 'vitest';
import { isSameGrants } from '@/lib/auth/compare-grants';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { approveRequestAction } from '@/lib/desk/approvals/actions';
import { listDecidedApprovals, listOpenApprovals, readApprovalNews } from '@/lib/desk/approvals/data';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import { useSimulator } from '@/lib/testing/simulator';
import {
  changeMemberAction,
  changeWorkspaceSettingsAction,
  inviteMemberAction,
  makeRecoveryLinkAction,
  removeMemberAction,
} from './actions';
import { loadMembers } from './data';
import { changeGrants, removeMember } from './mutations';

useDatabase();
const { simulator } = useSimulator();

let office: Office;
beforeEach(async () => {
  await closeOffice();
  office = await openOffice(simulator());
});

const waits = { ok: false, code: 'approval-needed' };
const caretaker: Grants = { workspace: [], everywhere: ['doorcodes'], buildings: [] };
const approver: Grants = { ...caretaker, workspace: ['approve'] };

const remove = (id: string) => office.ann.as(() => removeMemberAction({ id }));
const change = (id: string, grants: Grants) => office.ann.as(() => changeMemberAction({ id, grants }));
const invite = (grants: Grants) =>
  office.ann.as(() => inviteMemberAction({ name: 'Eve', email: '', grants }));
const set = (settings: object) => office.ann.as(() => changeWorkspaceSettingsAction(settings));
const isMember = async (id: string) =>
  (await getDb().selectFrom('membership').select('member_id').where('member_id', '=', id).execute()).length >
  0;

describe('with a second pair of eyes', () => {
  test('an owner is removed only after another member has agreed', async () => {
    const id = office.ben.memberId;
    // The dialog says so before.
    const listed = (await loadMembers(office.ann.scope)).map((one) => [one.name, one.removalWaits]);
    expect(listed).toEqual(expect.arrayContaining([['Ben', true]]));
    expect(listed).toEqual(expect.arrayContaining([['Dan', false]]));
    expect(await remove(id)).toMatchObject(waits);
    expect(await isMember(id)).toBe(true);
    const [request] = await listOpenApprovals(office.cleo.scope);
    expect(request).toMatchObject({ verb: 'members.remove', subject: 'Ben', mayDecide: true });
    await office.cleo.as(() => approveRequestAction({ id: request?.id }));
    expect(await remove(id)).toMatchObject({ ok: true });
    expect(await isMember(id)).toBe(false);
  });

  test('no single person makes or unmakes an owner or approver', async () => {
    expect(await change(office.dan.memberId, approver)).toMatchObject(waits);
    expect(await change(office.ben.memberId, approver)).toMatchObject(waits);
    expect(await invite(approver)).toMatchObject(waits);
    const open = await listOpenApprovals(office.ben.scope);
    expect(open.map(({ subject }) => subject)).toEqual(['Dan', 'Ben', 'Eve']);
  });

  test('what cannot be done is said at once, and no one is asked', async () => {
    await getDb().deleteFrom('membership').where('member_id', '=', office.cleo.memberId).execute();
    expect(await remove(office.ben.memberId)).toMatchObject({ ok: false, code: 'approvers-needed' });
    expect(await change(office.ben.memberId, caretaker)).toMatchObject({ code: 'approvers-needed' });
    expect(await listOpenApprovals(office.ben.scope)).toEqual([]);
    expect(await change(office.dan.memberId, approver)).toMatchObject(waits);
  });

  test('a change that was looked at before the rule began makes and removes no approver', async () => {
    const { scope } = office.ann;
    const early = { approved: false };
    const refused = { code: 'conflict' };
    const { ben, dan } = office;
    await expect(changeGrants(scope, { id: dan.memberId, grants: approver }, early)).rejects.toMatchObject(
      refused,
    );
    await expect(removeMember(scope, ben.memberId, early)).rejects.toMatchObject(refused);
    expect(await isMember(ben.memberId)).toBe(true);
    await removeMember(scope, dan.memberId, early);
    expect(await isMember(dan.memberId)).toBe(false);
  });

  test('no one makes a second sign-in that could be their own: each invitation and recovery waits', async () => {
    expect(await invite(caretaker)).toMatchObject(waits);
    const recover = () => office.ann.as(() => makeRecoveryLinkAction({ id: office.dan.memberId }));
    expect(await recover()).toMatchObject(waits);
  });

  test('a request holds all that it gives and takes away, for who decides and for the log', async () => {
    const inFirst: Grants = {
      workspace: ['approve'],
      everywhere: [],
      buildings: [{ name: office.first, capabilities: ['doorcodes'] }],
    };
    await change(office.dan.memberId, inFirst);
    await office.ann.as(() => inviteMemberAction({ name: 'Eve', email: 'eve@example.com', grants: inFirst }));
    const [changed, invited] = await listOpenApprovals(office.cleo.scope);
    const before = { workspace: ['connections'], buildings: [] };
    expect(changed).toMatchObject({ buildings: [office.first], facts: { grants: inFirst, before } });
    expect(invited).toMatchObject({ facts: { grants: inFirst, email: 'eve@example.com' } });
    const entries = await getDb()
      .selectFrom('audit_entry')
      .select('detail')
      .where('action', '=', 'approvals.ask')
      .orderBy('seq', 'desc')
      .limit(1)
      .execute();
    expect(entries[0]?.detail).toMatchObject({
      change: 'members.invite',
      email: 'eve@example.com',
      workspace: 'approve',
      inBuildings: 'doorcodes',
      buildings: office.first,
    });
  });

  test('the asker finds the values of an open request, and with them it is carried out once approved', async () => {
    const houses = [...new Set(office.vendor.scope.channels.map(({ buildingName }) => buildingName))];
    const [one, two] = houses.map((name) => ({ name, capabilities: ['events-of-today' as const] }));
    if (!one || !two) throw new Error('fewer than two buildings');
    const typed: Grants = { workspace: ['approve'], everywhere: [], buildings: [two, one] };
    await change(office.dan.memberId, typed);
    await office.ann.as(() => inviteMemberAction({ name: ' Eve ', email: '', grants: typed }));
    const own = async () => (await readApprovalNews(office.ann.scope)).own;
    const [invited, changed] = await own();
    expect(invited).toMatchObject({
      subject: 'Eve',
      state: 'waiting',
      facts: { email: null, grants: typed },
    });
    expect(changed).toMatchObject({ state: 'waiting', facts: { about: office.dan.memberId, grants: typed } });
    // No one else, and no longer than it is open.
    expect((await readApprovalNews(office.ben.scope)).own).toEqual([]);
    for (const request of [invited, changed])
      await office.ben.as(() => approveRequestAction({ id: request?.id }));
    const [, approved] = await own();
    expect(approved).toMatchObject({ state: 'approved', decidedBy: 'Ben' });
    const grants = approved?.facts.grants;
    // The switches may be pressed in another order. They mean what was approved, so that is what the form sends.
    const again = { ...typed, buildings: [one, two] };
    expect(grants && isSameGrants(grants, again)).toBe(true);
    expect(grants && isSameGrants(grants, { ...again, buildings: [one] })).toBe(false);
    const renewed = () => office.ann.as(() => changeMemberAction({ id: office.dan.memberId, grants }));
    expect(await renewed()).toMatchObject({ ok: true });
    const invitation = { name: 'Eve', email: '', grants: invited?.facts.grants };
    expect(await office.ann.as(() => inviteMemberAction(invitation))).toMatchObject({ ok: true });
    expect((await own()).map(({ state, facts }) => [state, facts])).toEqual([
      ['used', {}],
      ['used', {}],
    ]);
  });

  test('who does not see a building in which a request gives something does not find it', async () => {
    const { buildingName = '' } =
      office.vendor.scope.channels.find((one) => one.buildingName !== office.first) ?? {};
    await invite({
      ...caretaker,
      everywhere: [],
      buildings: [{ name: buildingName, capabilities: ['people'] }],
    });
    expect(await listOpenApprovals(office.cleo.scope)).toEqual([]);
    expect(await listOpenApprovals(office.ben.scope)).toHaveLength(1);
  });

  test('a request about a member ends when the member is gone', async () => {
    const recover = () => office.ann.as(() => makeRecoveryLinkAction({ id: office.dan.memberId }));
    expect(await recover()).toMatchObject(waits);
    expect(await change(office.dan.memberId, approver)).toMatchObject(waits);
    expect(await remove(office.ben.memberId)).toMatchObject(waits);
    expect(await remove(office.dan.memberId)).toMatchObject({ ok: true });
    const open = await listOpenApprovals(office.cleo.scope);
    expect(open.map(({ verb }) => verb)).toEqual(['members.remove']);
    const decided = await listDecidedApprovals(office.cleo.scope);
    expect(decided.map(({ verb, state, decidedBy }) => [verb, state, decidedBy])).toEqual([
      ['members.change', 'withdrawn', null],
      ['members.recover', 'withdrawn', null],
    ]);
    const gone = await getDb()
      .selectFrom('audit_entry')
      .select('subject')
      .where('action', '=', 'approvals.gone')
      .where('workspace_id', '=', office.vendor.scope.workspaceId)
      .execute();
    expect(gone).toEqual([{ subject: 'Dan' }, { subject: 'Dan' }]);
  });

  test('other members are changed and removed as before', async () => {
    expect(await change(office.dan.memberId, caretaker)).toMatchObject({ ok: true });
    expect(await remove(office.dan.memberId)).toMatchObject({ ok: true });
  });

  test('the rule is not switched off or loosened by one person, and may be tightened', async () => {
    expect(await set({ secondApproval: false })).toMatchObject(waits);
    expect(await set({ approvalAbove: 50 })).toMatchObject(waits);
    expect(await set({ approvalAbove: 1 })).toMatchObject({ ok: true });
    const open = await listOpenApprovals(office.ben.scope);
    expect(open.map(({ facts }) => facts.above)).toEqual([
      { from: 2, to: null },
      { from: 2, to: 50 },
    ]);
    await office.ben.as(() => approveRequestAction({ id: open[0]?.id }));
    expect(await set({ secondApproval: false })).toMatchObject({ ok: true });
    expect(await remove(office.cleo.memberId)).toMatchObject({ ok: true });
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { openForMs } from '@/lib/abilities/approvals/requests';
import type { VerbResult } from '@/lib/abilities/verb';
import { removeConnectionAction } from '@/lib/connections/actions';
import { getDb } from '@/lib/db/client';
import { revealFixedPasswordAction } from '@/lib/rooms/actions';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { approveRequestAction, refuseRequestAction, withdrawRequestAction } from './actions';
import { listDecidedApprovals, listOpenApprovals } from './data';
import { endOldRequests } from './mutations';

useDatabase();
const { simulator } = useSimulator();

let office: Office;
beforeEach(async () => {
  await closeOffice();
  office = await openOffice(simulator());
});

/** A door of the first building, or of another one. */
function doorOf({ vendor, first }: Office, elsewhere = false) {
  const found = vendor.scope.channels.find(({ buildingName }) => (buildingName !== first) === elsewhere);
  if (!found) throw new Error('no such door');
  return { gid: found.gid, channel: found.channel };
}

const reveal = (who: SignedIn, elsewhere = false) =>
  who.as(() => revealFixedPasswordAction(doorOf(office, elsewhere)));

async function ask(who: SignedIn, elsewhere = false): Promise<string> {
  const answer = await reveal(who, elsewhere);
  if (answer.ok || !answer.approval) throw new Error(`not asked: ${JSON.stringify(answer)}`);
  return answer.approval;
}

const approve = (who: SignedIn, id: string) => who.as(() => approveRequestAction({ id }));
const refuse = (who: SignedIn, id: string) => who.as(() => refuseRequestAction({ id, reason: 'Not today' }));
const withdraw = (who: SignedIn, id: string) => who.as(() => withdrawRequestAction({ id }));
const requests = () => getDb().selectFrom('approval').selectAll().execute();
const stateOf = async (id: string) => (await requests()).find((request) => request.id === id)?.state;
const count = (results: VerbResult<unknown>[]) => results.filter(({ ok }) => ok).length;
const listCalls = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'sign').length;

async function audited(action: string) {
  const rows = await getDb()
    .selectFrom('audit_entry')
    .select(['actor', 'outcome', 'detail', 'subject'])
    .where('action', '=', action)
    .where('workspace_id', '=', office.vendor.scope.workspaceId)
    .where('outcome', '<>', 'intent')
    .orderBy('seq', 'desc')
    .limit(1)
    .execute();
  return rows[0];
}

describe('a verb that needs approval', () => {
  test('asks once, however often it is tried, and sends nothing', async () => {
    const calls = listCalls();
    const id = await ask(office.ann);
    expect(await ask(office.ann)).toBe(id);
    const both = await Promise.all([ask(office.dan), ask(office.dan)]);
    expect(both[0]).toBe(both[1]);
    expect(await requests()).toHaveLength(2);
    expect(listCalls()).toBe(calls);
    expect(await audited('approvals.ask')).toMatchObject({ actor: 'Dan', outcome: 'done' });
    expect(await audited('rooms.reveal')).toMatchObject({
      outcome: 'refused',
      detail: { code: 'approval-needed' },
    });
  });

  test('is asked for only after the person has shown who they are', async () => {
    await getDb().updateTable('session').set({ reauthenticated_at: null }).execute();
    expect(await reveal(office.ann)).toEqual({ ok: false, code: 'identity-needed' });
    expect(await requests()).toEqual([]);
  });

  test('is done by the same click once another member has approved, and only once', async () => {
    const id = await ask(office.ann);
    expect(await approve(office.ben, id)).toEqual({ ok: true, data: null });
    expect(await audited('approvals.approve')).toMatchObject({
      actor: 'Ben',
      detail: { asker: 'Ann', change: 'rooms.reveal' },
    });
    expect(await reveal(office.ann)).toMatchObject({ ok: true });
    expect(await stateOf(id)).toBe('used');
    expect(await audited('approvals.use')).toMatchObject({ actor: 'Ann', detail: { approver: 'Ben' } });
    expect(await audited('rooms.reveal')).toMatchObject({ outcome: 'done', detail: { approver: 'Ben' } });
    expect(await ask(office.ann)).not.toBe(id);
  });

  test('two clicks use one approval once', async () => {
    await approve(office.ben, await ask(office.ann));
    const results = await Promise.all([reveal(office.ann), reveal(office.ann), reveal(office.ann)]);
    expect(count(results)).toBe(1);
    expect(
      results.filter((one) => !one.ok).every((one) => ['conflict', 'approval-needed'].includes(one.code)),
    ).toBe(true);
  });

  test('an approval is for one person and one input', async () => {
    await approve(office.ben, await ask(office.ann));
    expect(await reveal(office.dan)).toMatchObject({ code: 'approval-needed' });
    expect(await reveal(office.ann, true)).toMatchObject({ code: 'approval-needed' });
    expect(await reveal(office.ann)).toMatchObject({ ok: true });
  });

  test('removes a connection only after approval', async () => {
    const { id } = await getDb().selectFrom('connection').select('id').executeTakeFirstOrThrow();
    const remove = () => office.dan.as(() => removeConnectionAction({ id }));
    const answer = await remove();
    expect(answer).toMatchObject({ ok: false, code: 'approval-needed' });
    const [request] = await requests();
    expect(request).toMatchObject({ subject: office.vendor.scope.account, buildings: [] });
    expect(await approve(office.cleo, request?.id ?? '')).toMatchObject({ ok: true });
    const other = await office.ann.as(() => removeConnectionAction({ id }));
    expect(other).toMatchObject({ code: 'approval-needed' });
    expect(await remove()).toMatchObject({ ok: true });
    // There is nothing left to agree to.
    const states = (await requests()).map(({ actor, state }) => [actor, state]);
    expect(states.toSorted()).toEqual([
      ['Ann', 'withdrawn'],
      ['Dan', 'used'],
    ]);
  });

  test.each([
    ['the setting is off', () => getDb().updateTable('workspace_setting').set({ second_approval: false })],
    [
      'fewer than two members may approve',
      () =>
        getDb()
          .deleteFrom('membership')
          .where('member_id', 'in', [office.ben.memberId, office.cleo.memberId]),
    ],
  ] as const)('waits for no one when %s', async (_when, change) => {
    await change().execute();
    expect(await reveal(office.ann)).toMatchObject({ ok: true });
    expect(await requests()).toEqual([]);
  });
});

describe('a request', () => {
  test('is not decided by its own asker, by a vendor sign-in, without the capability or by strangers', async () => {
    const id = await ask(office.ann);
    expect(await approve(office.ann, id)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await approve(office.vendor, id)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await refuse(office.vendor, id)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await approve(office.dan, id)).toEqual({ ok: false, code: 'not-found' });
    expect(await withdraw(office.ben, id)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await asStranger(() => approveRequestAction({ id }))).toEqual({ ok: false, code: 'signed-out' });
    const { account, password } = simulator().accounts.otherManager;
    const other = await signInAs(account, password, 'manager');
    expect(await approve(other, id)).toEqual({ ok: false, code: 'not-found' });
    expect(await listOpenApprovals(other.scope)).toEqual([]);
    expect(await stateOf(id)).toBe('waiting');
  });

  test('is found only by approvers who see all of its buildings', async () => {
    const here = await ask(office.ann);
    const there = await ask(office.ann, true);
    const found = async ({ scope }: SignedIn) => (await listOpenApprovals(scope)).map(({ id }) => id);
    expect(await found(office.ben)).toEqual([here, there]);
    expect(await found(office.cleo)).toEqual([here]);
    expect(await found(office.dan)).toEqual([]);
    expect(await found(office.ann)).toEqual([here, there]);
    expect(await approve(office.cleo, there)).toEqual({ ok: false, code: 'not-found' });
    const [one, other] = await listOpenApprovals(office.ann.scope);
    expect(one?.approvers).toEqual(['Ben', 'Cleo']);
    expect(other?.approvers).toEqual(['Ben']);
    const [forBen] = await listOpenApprovals(office.ben.scope);
    expect(forBen).toMatchObject({ mayDecide: true, approvers: ['Cleo'] });
  });

  test('of a vendor sign-in is not approved by a member who has used its password', async () => {
    const id = await ask(office.vendor);
    await getDb()
      .updateTable('membership')
      .set({ knew_password: true })
      .where('member_id', '=', office.ben.memberId)
      .execute();
    expect(await approve(office.ben, id)).toEqual({ ok: false, code: 'not-allowed' });
    expect(await approve(office.cleo, id)).toMatchObject({ ok: true });
    expect(await reveal(office.vendor)).toMatchObject({ ok: true });
  });

  test('is decided once: the first of two decisions counts', async () => {
    const id = await ask(office.ann);
    const results = await Promise.all([
      approve(office.ben, id),
      approve(office.cleo, id),
      refuse(office.ben, id),
    ]);
    expect(count(results)).toBe(1);
    expect(results.filter((one) => !one.ok).map((one) => !one.ok && one.code)).toEqual([
      'conflict',
      'conflict',
    ]);
  });

  test('approved and withdrawn at once is used or withdrawn, never both', async () => {
    const id = await ask(office.ann);
    const [approved, withdrawn] = await Promise.all([approve(office.ben, id), withdraw(office.ann, id)]);
    expect(withdrawn.ok || approved.ok).toBe(true);
    const after = await reveal(office.ann);
    // Withdrawn after the approval, or before it.
    expect(after.ok).toBe(!withdrawn.ok);
  });

  test('that was refused says why, and the next try asks again', async () => {
    const id = await ask(office.ann);
    expect(await refuse(office.ben, id)).toEqual({ ok: true, data: null });
    expect(await audited('approvals.refuse')).toMatchObject({
      detail: { reason: 'Not today', asker: 'Ann' },
    });
    const [decided] = await listDecidedApprovals(office.ann.scope);
    expect(decided).toMatchObject({ id, state: 'refused', decidedBy: 'Ben', reason: 'Not today' });
    expect(await ask(office.ann)).not.toBe(id);
  });

  test('is refused only with a reason', async () => {
    const id = await ask(office.ann);
    expect(await office.ben.as(() => refuseRequestAction({ id, reason: ' ' }))).toMatchObject({
      code: 'invalid-input',
    });
  });

  test.each(['waiting', 'approved'] as const)('that is %s ends after 72 hours', async (state) => {
    const id = await ask(office.ann);
    if (state === 'approved') await approve(office.ben, id);
    await getDb()
      .updateTable('approval')
      .set({ asked_at: new Date(Date.now() - openForMs - 1_000) })
      .execute();
    expect(await listOpenApprovals(office.ben.scope)).toEqual([]);
    expect(await approve(office.ben, id)).toEqual({ ok: false, code: 'conflict' });
    const again = await ask(office.ann);
    expect(again).not.toBe(id);
    expect(await stateOf(id)).toBe('expired');
    expect(await audited('approvals.expire')).toMatchObject({ actor: 'Ann' });
    await endOldRequests();
    expect(await stateOf(again)).toBe('waiting');
  });

  test('of a person who is no longer a member is not approved, and ends', async () => {
    const id = await ask(office.dan);
    await getDb().deleteFrom('membership').where('member_id', '=', office.dan.memberId).execute();
    expect(await approve(office.ben, id)).toEqual({ ok: false, code: 'conflict' });
    expect(await stateOf(id)).toBe('waiting');
    await endOldRequests();
    expect(await stateOf(id)).toBe('withdrawn');
    expect(await audited('approvals.lapse')).toMatchObject({ actor: 'Dan' });
  });

  test('stays approved when the approver loses the capability', async () => {
    await approve(office.ben, await ask(office.ann));
    await getDb().deleteFrom('membership').where('member_id', '=', office.ben.memberId).execute();
    expect(await reveal(office.ann)).toMatchObject({ ok: true });
  });
});

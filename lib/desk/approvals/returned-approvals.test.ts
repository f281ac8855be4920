import { beforeEach, describe, expect, test } from 'vitest';
import { returnApproval, takeApproval } from '@/lib/abilities/approvals/requests';
import { getDb } from '@/lib/db/client';
import { buildingCapabilities } from '@/lib/db/tables/members';
import { removeMasterAction, replaceMasterAction } from '@/lib/masters/actions';
import { changeMemberAction, makeRecoveryLinkAction, removeMemberAction } from '@/lib/members/roster/actions';
import { makeRecoveryLink } from '@/lib/members/roster/mutations';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import type { SignedIn } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { approveRequestAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

type Door = { gid: string; channel: number };

let office: Office;
let one: Door;
let other: Door;
beforeEach(async () => {
  simulator().reset();
  await closeOffice();
  await getDb().deleteFrom('master_reading').execute();
  office = await openOffice(simulator(), { above: 1 });
  const rooms = office.vendor.scope.channels.filter(({ buildingName }) => buildingName === office.first);
  const [first, second] = [...Map.groupBy(rooms, ({ roomKey }) => roomKey).values()].map(([door]) => door);
  if (!first || !second) throw new Error('too few rooms');
  [one, other] = [first, second].map(({ gid, channel }) => ({ gid, channel })) as [Door, Door];
  for (const door of [one, other]) setMaster(simulator().cloud, door, master());
});

const master = () => simulator().accounts.master.account;
const stranger = () => simulator().accounts.otherLandlord.account;
const newMaster = () => simulator().accounts.guest.account;
const requestKey = () => crypto.randomUUID();
const remove = (door: Door) =>
  office.ann.as(() => removeMasterAction({ requestKey: requestKey(), doors: [door], expected: master() }));
const replace = (door: Door) =>
  office.ann.as(() =>
    replaceMasterAction({
      ...{ requestKey: requestKey(), doors: [door], expected: master() },
      master: newMaster(),
    }),
  );
const changes = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'AuthChange').length;
const requests = () =>
  getDb().selectFrom('approval').select(['verb', 'state', 'subject']).orderBy('asked_at').execute();

async function approveAll(who: SignedIn): Promise<void> {
  const waiting = await getDb().selectFrom('approval').select('id').where('state', '=', 'waiting').execute();
  for (const { id } of waiting)
    expect(await who.as(() => approveRequestAction({ id }))).toMatchObject({ ok: true });
}

describe('an approval of a change that was not made', () => {
  test.each([
    ['masters.remove', remove],
    ['masters.replace', replace],
  ] as const)('of %s is used again', async (_verb, change) => {
    expect(await remove(one)).toMatchObject({ ok: true });
    expect(await change(other)).toMatchObject({ code: 'approval-needed' });
    await approveAll(office.ben);
    // Another master came meanwhile: that one was not what the other member agreed to end.
    setMaster(simulator().cloud, other, stranger());
    const before = changes();
    expect(await change(other)).toMatchObject({
      ok: true,
      data: [{ outcome: { state: 'failed', code: 'conflict' } }],
    });
    expect(changes()).toBe(before);
    expect(await requests()).toMatchObject([{ state: 'approved' }]);
    setMaster(simulator().cloud, other, master());
    expect(await change(other)).toMatchObject({ ok: true, data: [{ outcome: { state: 'verified' } }] });
    expect(await requests()).toMatchObject([{ state: 'used' }]);
  });

  test('names whom a change replaces', async () => {
    await remove(one);
    await replace(other);
    expect((await requests())[0]?.subject).toContain(`${master()} → ${newMaster()}`);
  });
});

test('an approval about a member ends when their rights change', async () => {
  const { memberId: id } = office.dan;
  const recover = () => office.ann.as(() => makeRecoveryLinkAction({ id }));
  expect(await recover()).toMatchObject({ code: 'approval-needed' });
  await approveAll(office.ben);
  const grants = {
    workspace: ['approve', 'connections', 'members', 'settings'],
    everywhere: [...buildingCapabilities],
    buildings: [],
  };
  const change = () => office.ben.as(() => changeMemberAction({ id, grants }));
  expect(await change()).toMatchObject({ code: 'approval-needed' });
  await approveAll(office.cleo);
  expect(await change()).toMatchObject({ ok: true });
  expect(await requests()).toMatchObject([
    { verb: 'members.recover', state: 'withdrawn' },
    { verb: 'members.change', state: 'used' },
  ]);
  // With the new rights, another member has to agree again.
  expect(await recover()).toMatchObject({ code: 'approval-needed' });
});

test('what a member approved is asked again when that member was removed', async () => {
  await remove(one);
  expect(await remove(other)).toMatchObject({ code: 'approval-needed' });
  await approveAll(office.cleo);
  expect(await requests()).toMatchObject([{ state: 'approved' }]);
  const dismiss = () => office.ann.as(() => removeMemberAction({ id: office.cleo.memberId }));
  expect(await dismiss()).toMatchObject({ code: 'approval-needed' });
  await approveAll(office.ben);
  expect(await dismiss()).toMatchObject({ ok: true });
  expect(await requests()).toMatchObject([
    { verb: 'masters.remove', state: 'withdrawn' },
    { verb: 'members.remove', state: 'used' },
  ]);
  expect(await remove(other)).toMatchObject({ code: 'approval-needed' });
});

test('nor is it given back when the change failed after that', async () => {
  await remove(one);
  await remove(other);
  await approveAll(office.cleo);
  const { id } = await getDb().selectFrom('approval').select('id').executeTakeFirstOrThrow();
  const { workspaceId, actor, account, role } = office.ann.scope;
  const deed = { workspaceId, actor, account, role, action: 'masters.remove', subject: '' };
  await takeApproval({ workspaceId, id }, deed);
  const dismiss = () => office.ann.as(() => removeMemberAction({ id: office.cleo.memberId }));
  await dismiss();
  await approveAll(office.ben);
  expect(await dismiss()).toMatchObject({ ok: true });
  await returnApproval(workspaceId, id);
  const { state } = await getDb()
    .selectFrom('approval')
    .select('state')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(state).toBe('used');
});

test('what a member approved is asked again when they do not see its building any more', async () => {
  await remove(one);
  await remove(other);
  await approveAll(office.cleo);
  const buildings = office.vendor.scope.channels.map(({ buildingName }) => buildingName);
  const name = buildings.find((building) => building !== office.first) ?? '';
  const change = (into: string) =>
    office.ann.as(() =>
      changeMemberAction({
        id: office.cleo.memberId,
        grants: {
          workspace: ['approve'],
          everywhere: [],
          buildings: [
            { name: into, capabilities: ['people'] },
            { name: office.first, capabilities: into === name ? [] : ['doorcodes'] },
          ],
        },
      }),
    );
  expect(await change(office.first)).toMatchObject({ ok: true });
  expect(await requests()).toMatchObject([{ state: 'approved' }]);
  expect(await change(name)).toMatchObject({ ok: true });
  expect(await requests()).toMatchObject([{ state: 'withdrawn' }]);
});

test('an approved recovery link is not made for a member who got other rights in the same moment', async () => {
  const { memberId: id } = office.dan;
  await office.ann.as(() => makeRecoveryLinkAction({ id }));
  await approveAll(office.ben);
  const approval = await getDb().selectFrom('approval').select('id').executeTakeFirstOrThrow();
  const { workspaceId, actor, account, role } = office.ann.scope;
  const deed = { workspaceId, actor, account, role, action: 'members.recover', subject: '' };
  await takeApproval({ workspaceId, id: approval.id }, deed);
  const grants = { workspace: [], everywhere: ['people' as const], buildings: [] };
  expect(await office.ben.as(() => changeMemberAction({ id, grants }))).toMatchObject({ ok: true });
  await expect(makeRecoveryLink(office.ann.scope, id, { approved: true })).rejects.toMatchObject({
    code: 'conflict',
  });
});

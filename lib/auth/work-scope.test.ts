import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { connectOwn, moveConnection } from './connection';
import { lossOf } from './read-person';
import { callerOf, findScope, scopeForWork, scopeOfSession } from './scope';
import { endSessions } from './session';

useDatabase();
const { simulator } = useSimulator();

let vendor: SignedIn;
let building: string;
let grants: Grants;
beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  vendor = await signInAs(account, password, 'manager');
  building = vendor.scope.channels[0]?.buildingName ?? '';
  grants = {
    workspace: [],
    everywhere: [],
    buildings: [{ name: building, capabilities: ['doorcodes'] }],
  };
});

let member: SignedInMember;
beforeEach(async () => {
  await connectOwn(getDb(), callerOf(vendor.scope));
  member = await memberIn({ workspaceId: vendor.scope.workspaceId, name: 'Care Taker', grants });
});

const connectionId = async () =>
  (
    await getDb()
      .selectFrom('connection')
      .select('id')
      .where('workspace_id', '=', vendor.scope.workspaceId)
      .executeTakeFirstOrThrow()
  ).id;
const workOf = (who: SignedIn) => ({
  sessionId: who.scope.sessionId,
  workspaceId: who.scope.workspaceId,
  actor: who.scope.actor,
  memberId: who.scope.member?.id ?? null,
});

describe('a member', () => {
  it('acts through the workspace’s connection, in their buildings only', async () => {
    expect(member.scope).toMatchObject({
      actor: 'Care Taker',
      member: { id: member.memberId, name: 'Care Taker' },
      account: vendor.scope.account,
      role: 'manager',
    });
    expect(callerOf(member.scope).password.reveal()).toBe(simulator().accounts.manager.password);
    expect(new Set(member.scope.channels.map(({ buildingName }) => buildingName))).toEqual(
      new Set([building]),
    );
    expect(vendor.scope.channels.length).toBeGreaterThan(member.scope.channels.length);
  });

  it('sees what is known without a connection, and can call nothing', async () => {
    const { workspaceId } = vendor.scope;
    await moveConnection(workspaceId, await connectionId(), { from: ['connected'], to: 'paused' });
    const scope = await member.as(findScope);
    expect(scope?.channels).toEqual(member.scope.channels);
    expect(scope?.password).toBeNull();
    expect(() => scope && callerOf(scope)).toThrow('no-connection');
  });

  it('has no session any more once the membership is gone, at the next look in any process', async () => {
    await getDb().deleteFrom('membership').where('member_id', '=', member.memberId).execute();
    expect(await member.as(findScope)).toBeNull();
  });

  it('is not let in by a session of theirs that names another workspace', async () => {
    const { account, password } = simulator().accounts.otherLandlord;
    const other = await signInAs(account, password, 'landlord');
    await getDb()
      .updateTable('session')
      .set({ workspace_id: other.scope.workspaceId })
      .where('id', '=', member.scope.sessionId)
      .execute();
    expect(await member.as(findScope)).toBeNull();
  });
});

describe('work that a member ordered', () => {
  it('goes on after their session, through the connection, as them and within what they may do now', async () => {
    await endSessions(getDb(), { ids: [member.scope.sessionId], reason: 'signed-out' });
    const scope = await scopeForWork(workOf(member));
    expect(scope).toMatchObject({ actor: 'Care Taker', member: { id: member.memberId }, grants });
    expect(scope?.channels).toEqual(member.scope.channels);
    await getDb()
      .updateTable('membership')
      .set({ grants: JSON.stringify({ ...grants, buildings: [] }) })
      .where('member_id', '=', member.memberId)
      .execute();
    const less = await scopeForWork(workOf(member));
    expect(less?.channels).toEqual([]);
    expect(less && lossOf(less)).toBe('not-allowed');
    await getDb().deleteFrom('membership').where('member_id', '=', member.memberId).execute();
    const none = await scopeForWork(workOf(member));
    expect(none?.channels).toEqual([]);
    expect(none && lossOf(none)).toBe('not-allowed');
  });

  it('waits without a connection, and goes on through a vendor sign-in that resumes it, still as them', async () => {
    const { workspaceId } = vendor.scope;
    await moveConnection(workspaceId, await connectionId(), { from: ['connected'], to: 'paused' });
    expect(await scopeForWork(workOf(member))).toBeNull();
    const resumed = { ...workOf(member), sessionId: vendor.scope.sessionId };
    expect(await scopeForWork(resumed)).toMatchObject({ actor: 'Care Taker', grants });
  });
});

describe('an owner who looks as a member', () => {
  it('sees what the member sees, while their background work sees all', async () => {
    await getDb()
      .updateTable('session')
      .set({ views_as: member.memberId })
      .where('id', '=', vendor.scope.sessionId)
      .execute();
    const seen = await vendor.as(findScope);
    expect(seen).toMatchObject({ member: null, viewsAs: { id: member.memberId, name: 'Care Taker' } });
    expect(seen?.channels).toEqual(member.scope.channels);
    const work = await scopeOfSession(vendor.scope.sessionId);
    expect(work).toMatchObject({ viewsAs: null, grants: null });
    expect(work?.channels).toEqual(vendor.scope.channels);
    await getDb().updateTable('session').set({ views_as: null }).execute();
  });
});

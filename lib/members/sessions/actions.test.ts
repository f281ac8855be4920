import { beforeEach, describe, expect, test } from 'vitest';
import { findScope } from '@/lib/auth/scope';
import { isSameView } from '@/lib/auth/switch-view';
import { pauseConnectionAction } from '@/lib/connections/actions';
import { loadConnections } from '@/lib/connections/data';
import { getDb } from '@/lib/db/client';
import { useDatabase } from '@/lib/testing/database';
import { addMembership, memberIn } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { endViewAsAction, switchWorkspaceAction, viewAsMemberAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
let workspaceId: string;
let building: string;
beforeEach(async () => {
  for (const table of ['member', 'session', 'audit_text'] as const) await getDb().deleteFrom(table).execute();
  holder = await signInVendor('manager');
  workspaceId = holder.scope.workspaceId;
  building = holder.scope.channels[0]?.buildingName ?? '';
});

function signInVendor(name: 'manager' | 'otherManager') {
  const { account, password } = simulator().accounts[name];
  return signInAs(account, password, 'manager');
}

const caretaker = () =>
  memberIn({ workspaceId, name: 'Carl', grants: grantsOfPreset('caretaker', [building]) });
const owner = () => memberIn({ workspaceId, name: 'Olga', grants: grantsOfPreset('owner', null) });
const idOf = ({ memberId: id }: { memberId: string }) => ({ id });

function entriesIn(workspace: string) {
  return getDb()
    .selectFrom('audit_entry')
    .select(['action', 'subject'])
    .where('workspace_id', '=', workspace)
    .where('outcome', '=', 'done')
    .orderBy('seq')
    .execute();
}

async function actionsIn(workspace: string): Promise<string[]> {
  return (await entriesIn(workspace)).map(({ action }) => action);
}

describe('seeing the desk as a member', () => {
  test('shows what the member sees, changes nothing, and is recorded at both ends', async () => {
    const member = await caretaker();
    for (const who of [holder, await owner()]) {
      const before = await who.as(findScope);
      expect(await who.as(() => viewAsMemberAction(idOf(member)))).toMatchObject({ ok: true });
      const seen = await who.as(findScope);
      const theirs = await member.as(findScope);
      expect(seen?.viewsAs).toEqual({ id: member.memberId, name: 'Carl' });
      expect(seen?.channels).toEqual(theirs?.channels);
      expect(seen?.channels.length).toBeLessThan(before?.channels.length ?? 0);
      const [{ id } = { id: '' }] = await loadConnections(holder.scope);
      expect(await who.as(() => pauseConnectionAction({ id }))).toEqual({ ok: false, code: 'viewing-as' });
      expect(await who.as(() => viewAsMemberAction(idOf(member)))).toEqual({ ok: false, code: 'viewing-as' });
      expect(await who.as(() => endViewAsAction({}))).toMatchObject({ ok: true });
      expect((await who.as(findScope))?.channels).toEqual(before?.channels);
    }
    expect((await actionsIn(workspaceId)).slice(-4)).toEqual([
      'members.view-as',
      'members.end-view-as',
      'members.view-as',
      'members.end-view-as',
    ]);
  });

  test('never shows an owner more than they may see themselves', async () => {
    const all = await memberIn({ workspaceId, grants: grantsOfPreset('manager', null) });
    const limited = await memberIn({
      workspaceId,
      grants: { workspace: ['members'], buildings: [{ name: building, capabilities: ['people'] }] },
    });
    await limited.as(() => viewAsMemberAction(idOf(all)));
    const seen = await limited.as(findScope);
    expect(seen?.grants).toEqual({
      workspace: [],
      everywhere: [],
      buildings: [{ name: building, capabilities: ['people'] }],
    });
  });

  test('is for owners, and not of themselves or of strangers', async () => {
    const member = await caretaker();
    const boss = await owner();
    const elsewhere = (await signInVendor('otherManager')).scope.workspaceId;
    const stranger = await memberIn({ workspaceId: elsewhere, grants: { everywhere: ['people'] } });
    expect(await member.as(() => viewAsMemberAction(idOf(boss)))).toEqual({ ok: false, code: 'not-allowed' });
    for (const target of [boss, stranger])
      expect(await boss.as(() => viewAsMemberAction(idOf(target)))).toEqual({ ok: false, code: 'not-found' });
  });

  test('shows nothing when the member is removed meanwhile', async () => {
    const member = await caretaker();
    await holder.as(() => viewAsMemberAction(idOf(member)));
    await getDb().deleteFrom('membership').where('workspace_id', '=', workspaceId).execute();
    expect(await holder.as(findScope)).toMatchObject({
      channels: [],
      grants: { everywhere: [], buildings: [] },
    });
    await holder.as(() => endViewAsAction({}));
    expect((await holder.as(findScope))?.grants).toBeNull();
  });
});

describe('switching to another workspace', () => {
  test('needs no sign-in, and shows only what the member may see there', async () => {
    const member = await owner();
    const other = await signInVendor('otherManager');
    const elsewhere = other.scope.workspaceId;
    const there = other.scope.channels[0]?.buildingName ?? '';
    await addMembership({
      workspaceId: elsewhere,
      memberId: member.memberId,
      grants: grantsOfPreset('front-desk', [there]),
    });
    await confirmed(member);
    await member.as(() => viewAsMemberAction(idOf(member)));
    expect(await member.as(() => switchWorkspaceAction({ workspaceId: elsewhere }))).toMatchObject({
      ok: true,
    });
    const scope = await member.as(findScope);
    expect(scope).toMatchObject({ workspaceId: elsewhere, account: other.scope.account, viewsAs: null });
    expect(scope?.channels.every(({ buildingName }) => buildingName === there)).toBe(true);
    const subject = member.scope.actor;
    expect((await entriesIn(workspaceId)).at(-1)).toEqual({ action: 'sessions.leave-workspace', subject });
    expect((await entriesIn(elsewhere)).at(-1)).toEqual({ action: 'sessions.enter-workspace', subject });
    // What is still open shows the workspace before.
    expect(await isSameView(member.scope)).toBe(false);
    const { reauthenticated_at } = await getDb()
      .selectFrom('session')
      .select('reauthenticated_at')
      .where('id', '=', member.scope.sessionId)
      .executeTakeFirstOrThrow();
    expect(reauthenticated_at).toBeNull();
  });

  test('is refused for a workspace of others, and for the vendor sign-in', async () => {
    const member = await caretaker();
    const { workspaceId: elsewhere } = (await signInVendor('otherManager')).scope;
    for (const who of [member, holder])
      expect(await who.as(() => switchWorkspaceAction({ workspaceId: elsewhere }))).toEqual({
        ok: false,
        code: 'not-found',
      });
    expect((await member.as(findScope))?.workspaceId).toBe(workspaceId);
  });
});

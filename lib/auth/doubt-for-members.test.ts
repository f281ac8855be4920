import { beforeEach, describe, expect, test } from 'vitest';
import { addConnectionAction } from '@/lib/connections/actions';
import { withKeepers } from '@/lib/connections/find-keepers';
import { getDb } from '@/lib/db/client';
import type { ScopeChannel } from '@/lib/devices/channel';
import { assignMasterAction } from '@/lib/masters/actions';
import { inviteMemberAction, makeRecoveryLinkAction } from '@/lib/members/roster/actions';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createViewAction } from '@/lib/views/actions';
import { connectOwn } from './connection';
import { credentialOf } from './credential';
import { acceptCredential, doubtCredential } from './doubt';
import { callerOf, findScope } from './scope';
import { findDoubt } from './standing';

useDatabase();
const { simulator } = useSimulator();

let holder: SignedIn;
let member: SignedInMember;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['session', 'connection', 'credential_doubt', 'throttle_try'] as const) {
    await getDb().deleteFrom(table).execute();
  }
  await getDb().deleteFrom('membership').execute();
  const { account, password } = simulator().accounts.manager;
  holder = await confirmed(await signInAs(account, password, 'manager'));
  await connectOwn(getDb(), callerOf(holder.scope));
  member = await confirmed(
    await memberIn({
      workspaceId: holder.scope.workspaceId,
      name: 'Ada',
      grants: { everywhere: ['people', 'masters'], workspace: ['members', 'connections'] },
    }),
  );
});

const credential = () => credentialOf(holder.scope.account, callerOf(holder.scope).password);
const refuse = () => doubtCredential(credential(), { role: 'manager' });

const saveView = () =>
  createViewAction({ page: 'rooms', name: crypto.randomUUID(), query: 'q=a', columns: null, density: null });
const invite = () =>
  inviteMemberAction({
    name: 'New',
    email: '',
    grants: { workspace: [], everywhere: ['people'], buildings: [] },
  });
const assign = (room: Pick<ScopeChannel, 'gid' | 'channel'> | undefined) => () =>
  assignMasterAction({
    requestKey: crypto.randomUUID(),
    doors: [{ gid: room?.gid, channel: room?.channel }],
    master: simulator().accounts.guest.account,
  });

describe('while the password of the only connection is in doubt', () => {
  beforeEach(refuse);

  test('a member does what needs no cloud, and the holder of the account waits', async () => {
    expect(await member.as(saveView)).toMatchObject({ ok: true });
    expect(await member.as(invite)).toMatchObject({ ok: true });
    const other = await memberIn({ workspaceId: holder.scope.workspaceId });
    const recover = () => makeRecoveryLinkAction({ id: other.memberId });
    expect(await member.as(recover)).toMatchObject({ ok: true });
    const waits = { ok: false, code: 'cloud-in-doubt' };
    expect(await holder.as(saveView)).toMatchObject(waits);
    expect(await holder.as(invite)).toMatchObject(waits);
    expect(await holder.as(recover)).toMatchObject(waits);
  });

  test('nothing that opens a door is changed', async () => {
    expect(await member.as(assign(holder.scope.channels[0]))).toMatchObject({
      ok: false,
      code: 'cloud-in-doubt',
    });
  });

  test('a member learns whose password it is, and who can mend it', async () => {
    const { account } = holder.scope;
    const own = await member.as(findDoubt);
    expect(own).toMatchObject({ member: { account, mayMend: true, keepers: [] } });
    const other = await memberIn({ workspaceId: holder.scope.workspaceId });
    const doubt = await withKeepers(await other.as(findDoubt), holder.scope);
    expect(doubt).toMatchObject({ member: { account, mayMend: false, keepers: ['Ada'] } });
    expect((await holder.as(findDoubt))?.member).toBeUndefined();
  });
});

test('while another connection works, only what goes through the doubted one waits', async () => {
  const { account, password } = simulator().accounts.otherLandlord;
  const added = await member.as(() => addConnectionAction({ account, password, role: 'landlord' }));
  expect(added).toMatchObject({ ok: true });
  await refuse();
  expect(await member.as(findDoubt)).toMatchObject({ goesOn: true, member: { mayMend: true } });
  const scope = await member.as(findScope);
  expect(scope).toMatchObject({ inDoubt: false });
  const both = scope?.channels.find(({ through }) => through && through.length > 1);
  const onlyDoubted = scope?.channels.find(({ through }) => !through);
  expect(await member.as(assign(both))).toMatchObject({ ok: true });
  expect(await member.as(assign(onlyDoubted))).toMatchObject({
    ok: true,
    data: [{ outcome: { state: 'failed', code: 'cloud-in-doubt' } }],
  });
  await acceptCredential(getDb(), { credential: credential(), role: holder.scope.role });
  expect(await member.as(findDoubt)).toBeNull();
});

test('a doubt about the only connected account, which is not the own one, is not named to a member', async () => {
  const { account, password } = simulator().accounts.otherLandlord;
  await member.as(() => addConnectionAction({ account, password, role: 'landlord' }));
  await getDb()
    .updateTable('connection')
    .set({ state: 'none', sealed_password: null })
    .where('id', '=', holder.scope.connectionId)
    .execute();
  const scope = await member.as(findScope);
  const other = scope?.callers.find((caller) => caller.account === account);
  if (!other) throw new Error('it is not connected');
  await doubtCredential(credentialOf(account, other.password), { role: 'landlord' });
  expect(await member.as(findScope)).toMatchObject({ inDoubt: true });
  expect(await member.as(findDoubt)).toMatchObject({ member: { account: null } });
});

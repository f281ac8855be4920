import { beforeEach, describe, expect, test } from 'vitest';
import { addConnectionAction } from '@/lib/connections/actions';
import { describeDoubt } from '@/lib/connections/find-keepers';
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

const readAs = async (who: SignedIn) => describeDoubt(await who.as(findDoubt), who.scope);

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
    const all = { accounts: [account], isOwn: true };
    expect(await readAs(member)).toMatchObject({ member: { ...all, mayMend: true, keepers: [] } });
    const other = await memberIn({ workspaceId: holder.scope.workspaceId });
    expect(await readAs(other)).toMatchObject({ member: { ...all, mayMend: false, keepers: ['Ada'] } });
    expect(await readAs(other)).not.toHaveProperty('goesOn');
    expect((await holder.as(findDoubt))?.member).toBeUndefined();
  });
});

test('while another connection works, only what goes through the doubted one waits', async () => {
  const { account, password } = simulator().accounts.otherLandlord;
  const added = await member.as(() => addConnectionAction({ account, password, role: 'landlord' }));
  expect(added).toMatchObject({ ok: true });
  await refuse();
  const own = holder.scope.account;
  expect(await readAs(member)).toMatchObject({ goesOn: true, member: { accounts: [own], mayMend: true } });
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

test('the only connected account, which is not the own one, is named to those who may know it', async () => {
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
  expect(await readAs(member)).toMatchObject({ member: { accounts: [account], isOwn: false } });
  const reader = await memberIn({ workspaceId: holder.scope.workspaceId });
  expect(await readAs(reader)).toMatchObject({ member: { accounts: [null], keepers: ['Ada'] } });
  expect(await readAs(reader)).not.toHaveProperty('goesOn');
});

describe('while the password of one of several connections is in doubt, which is not the own one', () => {
  let account: string;
  beforeEach(async () => {
    const { otherLandlord } = simulator().accounts;
    account = otherLandlord.account;
    await member.as(() => addConnectionAction({ ...otherLandlord, role: 'landlord' }));
    const added = (await member.as(findScope))?.callers.find((caller) => caller.account === account);
    if (!added) throw new Error('it is not connected');
    await doubtCredential(credentialOf(account, added.password), { role: 'landlord' });
  });

  test('members read whose it is and who can mend it, and that all else goes on', async () => {
    const doubt = await readAs(member);
    expect(doubt).toMatchObject({
      goesOn: true,
      member: { accounts: [account], isOwn: false, mayMend: true },
    });
    expect(doubt?.nextCheckAt).not.toBeNull();
    const { workspaceId } = holder.scope;
    const at = async (name: string | undefined) =>
      memberIn({
        workspaceId,
        grants: { buildings: [{ name: name ?? '', capabilities: ['people', 'masters'] }] },
      });
    const here = await at((await now()).find(isShared)?.buildingName);
    expect(await readAs(here)).toMatchObject({
      goesOn: true,
      member: { accounts: [account], mayMend: false, keepers: ['Ada'] },
    });
    const names = new Set((await now()).filter(isShared).map(({ buildingName }) => buildingName));
    const elsewhere = await at(
      (await now()).find(({ buildingName }) => !names.has(buildingName))?.buildingName,
    );
    expect(await readAs(elsewhere)).toMatchObject({ goesOn: true, member: { accounts: [null] } });
  });

  test('both are named when both are, and then all waits', async () => {
    await refuse();
    const doubt = await readAs(member);
    expect(doubt).toMatchObject({ member: { accounts: [holder.scope.account, account], isOwn: true } });
    expect(doubt).not.toHaveProperty('goesOn');
    const reader = await memberIn({ workspaceId: holder.scope.workspaceId });
    expect(await readAs(reader)).toMatchObject({ member: { accounts: [holder.scope.account, null] } });
  });
});

const now = async () => (await member.as(findScope))?.channels ?? [];
const isShared = ({ through }: ScopeChannel) => through && through.length > 1;

import { beforeEach, describe, expect, test } from 'vitest';
import { connectOwn, moveConnection } from '@/lib/auth/connection';
import { credentialOf } from '@/lib/auth/credential';
import { doubtCredential } from '@/lib/auth/doubt';
import { callerOf } from '@/lib/auth/scope';
import { endSessions } from '@/lib/auth/session';
import { getDb, getPool } from '@/lib/db/client';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { readJob } from '@/lib/jobs/data';
import { resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { streamJob } from '@/lib/jobs/progress';
import { planMasters } from '@/lib/masters/bulk';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { ageDeviceList } from '@/lib/testing/device-list';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { runJob } from './runner';

useDatabase();
const { simulator } = useSimulator();
const going = new AbortController().signal;

let vendor: SignedIn;
let building: string;
let member: SignedInMember;
beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('session').execute();
  await getDb().deleteFrom('credential_doubt').execute();
  await getDb().deleteFrom('master_reading').execute();
  const { account, password } = simulator().accounts.manager;
  vendor = await signInAs(account, password, 'manager');
  building = vendor.scope.channels[0]?.buildingName ?? '';
  await connectOwn(getDb(), callerOf(vendor.scope));
  member = await memberIn({ workspaceId: vendor.scope.workspaceId, grants: grantsOf('masters', 'events') });
  for (const { gid, channel } of rooms())
    setMaster(simulator().cloud, { gid, channel }, simulator().accounts.master.account);
});

const grantsOf = (...capabilities: BuildingCapability[]) => ({
  workspace: [],
  everywhere: [],
  buildings: [{ name: building, capabilities }],
});
const rooms = () => vendor.scope.channels.filter(({ buildingName }) => buildingName === building).slice(0, 3);

async function start(who: SignedIn = member): Promise<string> {
  const plan = await planMasters(who.scope, {
    action: 'remove',
    selection: { all: false, ids: [...new Set(rooms().map(({ roomKey }) => roomKey))] },
    only: rooms().map(({ gid, channel }) => ({ gid, channel })),
  });
  return startJob(who.scope, plan, { requestKey: crypto.randomUUID() });
}

const stateOf = async (id: string) => {
  const { state, waitCode } = (await readJob(vendor.scope, id)) ?? {};
  return { state, waitCode };
};
const grant = (...capabilities: BuildingCapability[]) =>
  getDb()
    .updateTable('membership')
    .set({ grants: JSON.stringify(grantsOf(...capabilities)) })
    .where('member_id', '=', member.memberId)
    .execute();
const removals = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'AuthChange').length;
async function move(from: 'connected' | 'none' | 'paused', to: 'paused' | 'connected' | 'none') {
  const { workspaceId } = vendor.scope;
  const { id } = await getDb()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  await moveConnection(workspaceId, id, { from: [from], to });
}

describe('a job of a member', () => {
  test('runs through the connection, and waits when its member is removed', async () => {
    const first = await start();
    await runJob(first, going);
    expect(await stateOf(first)).toEqual({ state: 'done', waitCode: null });
    for (const { gid, channel } of rooms())
      setMaster(simulator().cloud, { gid, channel }, simulator().accounts.master.account);
    await getDb().deleteFrom('master_reading').execute();
    const second = await start();
    const before = removals();
    await getDb().deleteFrom('membership').where('member_id', '=', member.memberId).execute();
    await runJob(second, going);
    expect(await stateOf(second)).toEqual({ state: 'waiting', waitCode: 'not-allowed' });
    expect(removals()).toBe(before);
  });

  test('stops for good when its member loses the right or the building, also when they have it again', async () => {
    const id = await start();
    await grant('events');
    await runJob(id, going);
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'not-allowed' });
    await resumeWaiting();
    expect((await stateOf(id)).state).toBe('waiting');
    expect(removals()).toBe(0);
    await grant('masters', 'events');
    // A process that died while the job ran left it so.
    await getDb().updateTable('job').set({ state: 'queued' }).where('id', '=', id).execute();
    await runJob(id, going);
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'not-allowed' });
    expect(removals()).toBe(0);
  });

  test('waits while the connection’s password is in doubt, without starting again and again', async () => {
    const id = await start();
    const { account, password } = callerOf(vendor.scope);
    await endSessions(getDb(), { ids: [vendor.scope.sessionId], reason: 'signed-out' });
    await doubtCredential(credentialOf(account, password), { role: 'manager' });
    await runJob(id, going);
    const waits = { state: 'waiting', waitCode: 'cloud-in-doubt' };
    expect(await stateOf(id)).toEqual(waits);
    await resumeWaiting();
    expect(await stateOf(id)).toEqual(waits);
  });
});

describe('a job that waits for a sign-in or a connection', () => {
  test('says so, not that it waits for the device list, when nothing reads the list again', async () => {
    const id = await start();
    await move('connected', 'none');
    await endSessions(getDb(), { ids: [vendor.scope.sessionId], reason: 'signed-out' });
    await ageDeviceList(getPool(), { minutes: 10 });
    await runJob(id, going);
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'signed-out' });
    expect(removals()).toBe(0);
  });

  test('says so too if it waited for the device list when the connection was removed', async () => {
    const id = await start();
    const outdated = { state: 'waiting' as const, wait_code: 'cloud-list-outdated' as const };
    await getDb().updateTable('job').set(outdated).where('id', '=', id).execute();
    await ageDeviceList(getPool(), { minutes: 10 });
    await resumeWaiting();
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'cloud-list-outdated' });
    await move('connected', 'none');
    await resumeWaiting();
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'signed-out' });
  });

  test('goes on once the account is connected, resumed, or has a new password', async () => {
    const id = await start(vendor);
    await move('connected', 'paused');
    await getDb().deleteFrom('session').where('id', '=', vendor.scope.sessionId).execute();
    await runJob(id, going);
    expect(await stateOf(id)).toEqual({ state: 'waiting', waitCode: 'signed-out' });
    await resumeWaiting();
    expect((await stateOf(id)).state).toBe('waiting');
    await move('paused', 'connected');
    await resumeWaiting();
    expect((await stateOf(id)).state).toBe('queued');
    const refused = { state: 'waiting' as const, wait_code: 'refused-wrong-credentials' as const };
    await getDb().updateTable('job').set(refused).where('id', '=', id).execute();
    await getDb()
      .updateTable('connection')
      .set({ connected_at: new Date('2026-01-01T00:00:00Z') })
      .execute();
    await resumeWaiting();
    expect((await stateOf(id)).state).toBe('waiting');
    await connectOwn(getDb(), callerOf(vendor.scope));
    await resumeWaiting();
    await runJob(id, going);
    expect(await stateOf(id)).toEqual({ state: 'done', waitCode: null });
  });

  test('stays as it is while a person has paused it', async () => {
    const id = await start(vendor);
    const paused = { state: 'waiting' as const, wait_code: 'signed-out' as const, paused: true };
    await getDb().updateTable('job').set(paused).where('id', '=', id).execute();
    await resumeWaiting();
    expect((await stateOf(id)).state).toBe('waiting');
  });
});

test('the live progress of a job ends for a member who may not see its building any more', async () => {
  const id = await start();
  const reader = streamJob(member.scope, id, going).getReader();
  expect((await reader.read()).done).toBe(false);
  await getDb()
    .updateTable('membership')
    .set({
      grants: JSON.stringify({ ...grantsOf(), buildings: [{ name: 'Another', capabilities: ['events'] }] }),
    })
    .where('member_id', '=', member.memberId)
    .execute();
  let left = 20;
  while (left > 0 && !(await reader.read()).done) left -= 1;
  expect(left).toBeGreaterThan(0);
});

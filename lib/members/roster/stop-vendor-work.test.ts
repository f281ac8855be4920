import { beforeEach, describe, expect, test } from 'vitest';
import { scopeToFeed } from '@/lib/archive/feed/find-holders';
import { connectOwn } from '@/lib/auth/connection';
import { callerOf, scopeOfConnection } from '@/lib/auth/scope';
import { cancelJobAction, pauseJobAction, resumeJobAction } from '@/lib/bulk/actions';
import { runJob } from '@/lib/bulk/runner';
import { getDb } from '@/lib/db/client';
import { checkTargets, keepRequests } from '@/lib/doorcodes/requests';
import { lookForDueRequests, sendRequest } from '@/lib/doorcodes/send-request';
import { pauseScheduleAction, saveScheduleAction } from '@/lib/files/actions';
import { listSchedules } from '@/lib/files/data';
import { runDueExports } from '@/lib/files/schedule/runner';
import { readProgress } from '@/lib/jobs/data';
import { resumeJobs, resumeWaiting } from '@/lib/jobs/mutations';
import { readPlaces } from '@/lib/places/data';
import { refreshRoom } from '@/lib/readings/refresh-room';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { readDoors } from '@/lib/testing/read-doors';
import { orderRemoval, waitOfJob } from '@/lib/testing/removal-job';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { changeWorkspaceSettingsAction } from './actions';
import { countVendorWork } from './stop-vendor-work';

useDatabase();
const { simulator } = useSimulator();
const going = new AbortController().signal;

let vendor: SignedIn;
let boss: SignedInMember;
let workspaceId: string;
let connectionId: string;
beforeEach(async () => {
  simulator().reset();
  for (const table of [
    'session',
    'member',
    'workspace_setting',
    'job',
    'export_schedule',
    'doorcode_request',
    'master_reading',
  ] as const)
    await getDb().deleteFrom(table).execute();
  vendor = await signInAgain();
  workspaceId = vendor.scope.workspaceId;
  connectionId = await connectOwn(getDb(), callerOf(vendor.scope));
  boss = await confirmed(await memberIn({ workspaceId, grants: grantsOfPreset('owner', null) }));
  for (const at of rooms()) setMaster(simulator().cloud, at, simulator().accounts.master.account);
});

function signInAgain(): Promise<SignedIn> {
  const { account, password } = simulator().accounts.manager;
  return signInAs(account, password, 'manager');
}

const rooms = () => vendor.scope.channels.slice(0, 3);
const change = (vendorSignInClosed: boolean) =>
  boss.as(() => changeWorkspaceSettingsAction({ vendorSignInClosed }));

const start = (who: SignedIn = vendor) => orderRemoval(who, rooms());
const stateOf = (id: string) => waitOfJob(boss.scope, id);
const stepsOf = async (id: string) => (await readProgress(boss.scope, id)).map(({ state }) => state);
const removals = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'AuthChange').length;

const stopped = { state: 'waiting', waitCode: 'vendor-closed', paused: false };
const refused = { ok: false, code: 'vendor-closed' };

describe('closing the vendor sign-in stops a job that it ordered', () => {
  test('for good, whether it was queued or paused, and no job of a member', async () => {
    const [queued, paused] = [await start(), await start()];
    await vendor.as(() => pauseJobAction({ jobId: paused }));
    const own = await start(boss);
    expect(await countVendorWork(boss.scope)).toEqual({ jobs: 2, schedules: 0, elsewhere: false });
    expect(await change(true)).toMatchObject({ ok: true, data: { ended: 1, jobs: 2 } });
    const ordered = [queued, paused];
    for (const id of ordered) {
      await runJob(id, going);
      expect(await stateOf(id)).toEqual(stopped);
      expect(await boss.as(() => resumeJobAction({ jobId: id }))).toEqual(refused);
    }
    expect(removals()).toBe(0);
    expect(await countVendorWork(boss.scope)).toMatchObject({ jobs: 0 });
    await change(false);
    const again = await signInAgain();
    await resumeJobs(workspaceId, again.scope.sessionId);
    await resumeWaiting();
    for (const jobId of ordered) {
      await runJob(jobId, going);
      expect(await again.as(() => resumeJobAction({ jobId }))).toEqual(refused);
      expect(await again.as(() => pauseJobAction({ jobId }))).toMatchObject({ ok: false });
      expect(await stateOf(jobId)).toEqual(stopped);
    }
    expect(await boss.as(() => cancelJobAction({ jobId: queued }))).toMatchObject({ ok: true });
    await runJob(own, going);
    expect(await stateOf(own)).toMatchObject({ state: 'done' });
    expect(removals()).toBe(rooms().length);
  });

  test('while it runs: what was sent is read back, also after its process died, and nothing more is sent', async () => {
    const id = await start();
    const [first] = rooms();
    if (first) setMaster(simulator().cloud, first, null);
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', id).execute();
    await getDb()
      .updateTable('job_step')
      .set({ state: 'running', intent_seq: 1, tried_at: new Date() })
      .where('job_id', '=', id)
      .where('position', '=', 0)
      .execute();
    await change(true);
    expect(await stateOf(id)).toMatchObject({ state: 'running' });
    await change(false);
    await runJob(id, going);
    expect(await stateOf(id)).toEqual(stopped);
    expect(await stepsOf(id)).toEqual(['verified', 'pending', 'pending']);
    expect(removals()).toBe(0);
  });

  test('and withdraws its request for approval', async () => {
    await memberIn({ workspaceId, grants: grantsOfPreset('owner', null) });
    await boss.as(() => changeWorkspaceSettingsAction({ secondApproval: true, approvalAbove: 1 }));
    const id = await start();
    expect(await stateOf(id)).toMatchObject({ waitCode: 'approval-needed' });
    expect(await change(true)).toMatchObject({ ok: true, data: { jobs: 1 } });
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled' });
    const asked = await getDb().selectFrom('approval').select('state').where('job_id', '=', id).execute();
    expect(asked).toEqual([{ state: 'withdrawn' }]);
  });

  test('also one that comes to run later, with or without a connection', async () => {
    const id = await start();
    await getDb()
      .insertInto('workspace_setting')
      .values({ workspace_id: workspaceId, vendor_sign_in_closed: true })
      .execute();
    await runJob(id, going);
    expect(await stateOf(id)).toEqual(stopped);
    await getDb().updateTable('connection').set({ state: 'paused' }).execute();
    await getDb().updateTable('job').set({ state: 'queued', wait_code: null }).where('id', '=', id).execute();
    await runJob(id, going);
    expect(await stateOf(id)).toEqual(stopped);
    expect(removals()).toBe(0);
    await getDb().updateTable('connection').set({ state: 'connected' }).execute();
  });
});

const order = {
  ...{ id: '', name: 'Every night', query: '', format: 'csv', locale: 'en', every: 'day', weekday: 1 },
  ...{ monthDay: 1, hour: 3, zone: 'Asia/Shanghai', keepFiles: 3 },
};

test('a scheduled export stops with words, and runs again only for a member who saves it', async () => {
  const saved = await vendor.as(() => saveScheduleAction(order));
  const id = saved.ok ? saved.data.id : '';
  const makeDue = () =>
    getDb()
      .updateTable('export_schedule')
      .set({ next_due: new Date(Date.now() - 60_000) })
      .execute();
  const made = () => getDb().selectFrom('export_file').select(['state', 'actor']).execute();
  await readDoors(boss.scope.workspaceId);
  expect(await change(true)).toMatchObject({ ok: true, data: { schedules: 1 } });
  await makeDue();
  await runDueExports(going);
  expect(await made()).toEqual([]);
  expect(await listSchedules(boss.scope)).toMatchObject([{ paused: true, stopCode: 'vendor-closed' }]);
  await change(false);
  const again = await signInAgain();
  for (const who of [boss, again])
    expect(await who.as(() => pauseScheduleAction({ id, paused: false }))).toEqual(refused);
  await runDueExports(going);
  expect(await made()).toEqual([]);
  await change(true);
  expect(await boss.as(() => saveScheduleAction({ ...order, id }))).toMatchObject({ ok: true });
  await makeDue();
  await runDueExports(going);
  expect(await made()).toEqual([{ state: 'done', actor: boss.scope.actor }]);
});

describe('a doorcode that the vendor sign-in asked for', () => {
  async function ask(): Promise<string> {
    const place = (await readPlaces(vendor.scope)).find(({ locks }) => locks.length > 0);
    if (!place) throw new Error('no room');
    const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
    const { gid, channel, locks } = place;
    const input = {
      ...{ batch: crypto.randomUUID(), name: 'Plumber', from: wall(24), to: wall(48) },
      targets: [{ gid, channel, lockIds: locks.map((lock) => lock.id) }],
    };
    const [request] = await keepRequests(
      getDb(),
      vendor.scope,
      input,
      await checkTargets(vendor.scope, input),
    );
    return request?.id ?? '';
  }
  const request = () =>
    getDb().selectFrom('doorcode_request').select(['state', 'code', 'next_try_at']).executeTakeFirstOrThrow();
  const made = () =>
    simulator()
      .log()
      .filter(({ call }) => call === 'getQrCode').length;

  test('is not sent after the closing', async () => {
    const id = await ask();
    await change(true);
    expect(await request()).toEqual({ state: 'failed', code: 'vendor-closed', next_try_at: null });
    expect(await sendRequest(vendor.scope, id)).toMatchObject({ state: 'failed', code: 'vendor-closed' });
    expect(made()).toBe(0);
  });

  test('is still looked for when it was sent', async () => {
    const id = await ask();
    await sendRequest(vendor.scope, id);
    expect(made()).toBe(1);
    const unclear = { state: 'unknown' as const, doorcode_id: null, next_try_at: new Date() };
    await getDb().updateTable('doorcode_request').set(unclear).execute();
    await change(true);
    await lookForDueRequests();
    expect(await request()).toMatchObject({ state: 'confirmed' });
    expect(made()).toBe(1);
  });
});

test('Doordesk’s own readings go on', async () => {
  await change(true);
  const { scope } = (await scopeToFeed(workspaceId)) ?? {};
  expect(scope).toMatchObject({ grants: null, channels: vendor.scope.channels });
  const own = await scopeOfConnection(connectionId);
  const [room] = own?.channels ?? [];
  if (!own || !room) throw new Error('the connection is gone');
  await refreshRoom(own, room.roomKey);
  const read = await getDb().selectFrom('master_reading').select('gid').execute();
  expect(read.length).toBeGreaterThan(0);
});

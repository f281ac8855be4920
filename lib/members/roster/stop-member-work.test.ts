import { beforeEach, describe, expect, test } from 'vitest';
import { connectOwn } from '@/lib/auth/connection';
import { noGrants } from '@/lib/auth/grants';
import { callerOf } from '@/lib/auth/scope';
import { pauseJobAction, resumeJobAction } from '@/lib/bulk/actions';
import { runJob } from '@/lib/bulk/runner';
import { getDb } from '@/lib/db/client';
import type { Grants } from '@/lib/db/tables/members';
import { checkTargets, keepRequests } from '@/lib/doorcodes/requests';
import { sendWaitingRequests } from '@/lib/doorcodes/send-waiting';
import { deleteScheduleAction, pauseScheduleAction, saveScheduleAction } from '@/lib/files/actions';
import { listSchedules } from '@/lib/files/data';
import { runDueExports } from '@/lib/files/schedule/runner';
import { resumeJobs, resumeWaiting } from '@/lib/jobs/mutations';
import { readPlaces } from '@/lib/places/data';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useDatabase } from '@/lib/testing/database';
import { memberIn, type SignedInMember } from '@/lib/testing/member';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { readDoors } from '@/lib/testing/read-doors';
import { orderRemoval, waitOfJob } from '@/lib/testing/removal-job';
import { confirmed, type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { createView } from '@/lib/views/mutations';
import { changeMemberAction, changeWorkspaceSettingsAction, removeMemberAction } from './actions';

useDatabase();
const { simulator } = useSimulator();
const going = new AbortController().signal;

let vendor: SignedIn;
let boss: SignedInMember;
let worker: SignedInMember;
let workspaceId: string;
beforeEach(async () => {
  simulator().reset();
  for (const table of [
    ...(['approval', 'session', 'member', 'workspace_setting', 'job'] as const),
    ...(['export_schedule', 'export_file', 'saved_view', 'doorcode_request', 'connection'] as const),
  ])
    await getDb().deleteFrom(table).execute();
  const { account, password } = simulator().accounts.manager;
  vendor = await signInAs(account, password, 'manager');
  workspaceId = vendor.scope.workspaceId;
  await connectOwn(getDb(), callerOf(vendor.scope));
  boss = await confirmed(
    await memberIn({ workspaceId, name: 'Olga', grants: grantsOfPreset('owner', null) }),
  );
  worker = await memberIn({ workspaceId, name: 'Mia', grants: grantsOfPreset('manager', null) });
  for (const at of rooms()) setMaster(simulator().cloud, at, simulator().accounts.master.account);
});

const rooms = () => vendor.scope.channels.slice(0, 3);
const remove = () => boss.as(() => removeMemberAction({ id: worker.memberId }));
const limit = (grants: Partial<Grants>) =>
  boss.as(() => changeMemberAction({ id: worker.memberId, grants: { ...noGrants, ...grants } }));

const order = {
  ...{ id: '', name: 'Every night', query: '', format: 'csv', locale: 'en', every: 'day', weekday: 1 },
  ...{ monthDay: 1, hour: 3, zone: 'Asia/Shanghai', keepFiles: 3 },
};
const runs = { paused: false, stopCode: null };
const stops = { paused: true, stopCode: 'not-allowed' };

async function save(who: SignedIn, change: object = {}): Promise<string> {
  const saved = await who.as(() => saveScheduleAction({ ...order, ...change }));
  if (!saved.ok) throw new Error(saved.code);
  return saved.data.id;
}

async function stateOfSchedule(id: string) {
  const found = (await listSchedules(boss.scope)).find((one) => one.id === id);
  return { paused: found?.paused, stopCode: found?.stopCode };
}

async function makeDue(): Promise<string[]> {
  await readDoors(boss.scope.workspaceId);
  const next_due = new Date(Date.now() - 60_000);
  await getDb().updateTable('export_schedule').set({ next_due }).execute();
  await runDueExports(going);
  const files = await getDb().selectFrom('export_file').select('actor').execute();
  return files.map(({ actor }) => actor);
}

const lastAudit = (action: string) =>
  getDb()
    .selectFrom('audit_entry')
    .select('detail')
    .where('action', '=', action)
    .where('outcome', '=', 'done')
    .orderBy('seq', 'desc')
    .executeTakeFirstOrThrow();

describe('a scheduled export of a member', () => {
  test('stops when they are removed, and runs again only for who saves it', async () => {
    const own = await save(boss);
    const [running, paused] = [await save(worker), await save(worker)];
    await worker.as(() => pauseScheduleAction({ id: paused, paused: true }));
    expect(await remove()).toMatchObject({ ok: true });
    expect((await lastAudit('members.remove')).detail).toMatchObject({ schedulesStopped: 1 });
    for (const id of [running, paused]) {
      expect(await stateOfSchedule(id)).toEqual(stops);
      for (const pause of [true, false])
        expect(await boss.as(() => pauseScheduleAction({ id, paused: pause }))).toMatchObject({
          code: 'not-allowed',
        });
      expect(await stateOfSchedule(id)).toEqual(stops);
    }
    expect(await stateOfSchedule(own)).toEqual(runs);
    expect(await makeDue()).toEqual([boss.scope.actor]);
    await save(boss, { id: running });
    expect(await stateOfSchedule(running)).toEqual(runs);
    expect(await boss.as(() => deleteScheduleAction({ id: paused }))).toMatchObject({ ok: true });
  });

  test('stops when they may not export its events any more, and no other one does', async () => {
    const [first, second] = [...new Set(vendor.scope.channels.map(({ buildingName }) => buildingName))];
    const inBuilding = (name = '') => new URLSearchParams({ building: name }).toString();
    const look = { page: 'events', columns: null, density: null } as const;
    const view = await createView(worker.scope, { ...look, name: 'Elsewhere', query: inBuilding(second) });
    const kept = await save(worker, { query: inBuilding(first) });
    const lost = await save(worker, { query: inBuilding(second) });
    const viewed = await save(worker, { view: view.id, query: '' });
    const gone = await save(worker, { query: inBuilding(first) });
    await getDb().updateTable('export_schedule').set({ query: 'door=gone' }).where('id', '=', gone).execute();
    const buildings = [{ name: first ?? '', capabilities: ['events-of-today', 'events', 'export'] as const }];
    const grants = { buildings: buildings.map((one) => ({ ...one, capabilities: [...one.capabilities] })) };
    expect(await limit(grants)).toMatchObject({ ok: true });
    expect((await lastAudit('members.change')).detail).toMatchObject({ schedulesStopped: 2 });
    for (const id of [lost, viewed]) expect(await stateOfSchedule(id)).toEqual(stops);
    for (const id of [kept, gone]) expect(await stateOfSchedule(id)).toEqual(runs);
    expect(await limit({ everywhere: ['events-of-today', 'events'] })).toMatchObject({ ok: true });
    expect(await stateOfSchedule(kept)).toEqual(stops);
  });
});

describe('a job of a member', () => {
  const start = () => orderRemoval(worker, rooms());
  const stateOf = (id: string) => waitOfJob(boss.scope, id);
  const stopped = { state: 'waiting', waitCode: 'not-allowed', paused: false };
  const sent = () =>
    simulator()
      .log()
      .filter(({ call }) => call === 'AuthChange');

  test.each([
    ['they are removed', 'members.remove', remove],
    ['they may not change masters any more', 'members.change', () => limit({ everywhere: ['people'] })],
  ])('says that it stopped as soon as %s', async (_, action, end) => {
    const [queued, paused, waiting] = [await start(), await start(), await start()];
    await worker.as(() => pauseJobAction({ jobId: paused }));
    await getDb()
      .updateTable('job')
      .set({ state: 'waiting', wait_code: 'signed-out' })
      .where('id', '=', waiting)
      .execute();
    expect(await end()).toMatchObject({ ok: true });
    expect((await lastAudit(action)).detail).toMatchObject({ jobsStopped: 3 });
    for (const id of [queued, paused, waiting]) expect(await stateOf(id)).toEqual(stopped);
    await resumeWaiting();
    // A sign-in lets other work go on.
    await resumeJobs(workspaceId, vendor.scope.sessionId);
    for (const id of [queued, paused, waiting]) {
      expect(await boss.as(() => resumeJobAction({ jobId: id }))).toEqual({ ok: false, code: 'not-allowed' });
      expect(await boss.as(() => pauseJobAction({ jobId: id }))).toMatchObject({ ok: false });
      await runJob(id, going);
      expect(await stateOf(id)).toEqual(stopped);
    }
    expect(sent()).toEqual([]);
  });

  test('goes on while they may still do it', async () => {
    const id = await start();
    expect(await limit({ everywhere: ['people', 'masters'] })).toMatchObject({ ok: true });
    expect(await stateOf(id)).toMatchObject({ state: 'queued', waitCode: null });
  });

  test('that waits for approval is cancelled with their removal', async () => {
    await memberIn({ workspaceId, name: 'Zoe', grants: grantsOfPreset('owner', null) });
    await boss.as(() => changeWorkspaceSettingsAction({ secondApproval: true, approvalAbove: 1 }));
    const id = await start();
    expect(await stateOf(id)).toMatchObject({ waitCode: 'approval-needed' });
    expect(await remove()).toMatchObject({ ok: true });
    expect(await stateOf(id)).toMatchObject({ state: 'cancelled' });
    const asked = await getDb().selectFrom('approval').select('state').where('job_id', '=', id).execute();
    expect(asked).toEqual([{ state: 'withdrawn' }]);
  });
});

describe('a doorcode of a member that waits for a connection', () => {
  async function ask(): Promise<void> {
    const place = (await readPlaces(worker.scope)).find(({ locks }) => locks.length > 0);
    if (!place) throw new Error('no room');
    const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
    const { gid, channel, locks } = place;
    const input = {
      ...{ batch: crypto.randomUUID(), name: 'Plumber', from: wall(24), to: wall(48) },
      targets: [{ gid, channel, lockIds: locks.map((lock) => lock.id) }],
    };
    await keepRequests(getDb(), worker.scope, input, await checkTargets(worker.scope, input));
    const waits = { code: 'no-connection' as const, next_try_at: null };
    await getDb().updateTable('doorcode_request').set(waits).execute();
  }
  const request = () =>
    getDb().selectFrom('doorcode_request').select(['state', 'code']).executeTakeFirstOrThrow();

  test.each([
    ['they are removed', remove, 'failed'],
    ['they may not make doorcodes any more', () => limit({ everywhere: ['people'] }), 'failed'],
    ['something else changes', () => limit({ everywhere: ['people', 'doorcodes'] }), 'asked'],
  ])('when %s', async (_, end, state) => {
    await ask();
    expect(await end()).toMatchObject({ ok: true });
    expect(await request()).toEqual({ state, code: state === 'failed' ? 'member-stopped' : 'no-connection' });
    if (state === 'asked') return;
    await sendWaitingRequests();
    expect(await request()).toMatchObject({ state });
  });
});

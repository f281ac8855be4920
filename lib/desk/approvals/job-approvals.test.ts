import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/jobs/preview/route';
import { openForMs } from '@/lib/abilities/approvals/requests';
import { recordAudit } from '@/lib/audit/record';
import { cancelJobAction, pauseJobAction, resumeJobAction } from '@/lib/bulk/actions';
import { runJob } from '@/lib/bulk/runner';
import { getDb } from '@/lib/db/client';
import type { JobKind } from '@/lib/db/tables/jobs';
import { readJob, readJobApproval } from '@/lib/jobs/data';
import { resumeJobs, resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { removeMasterAction } from '@/lib/masters/actions';
import { planMasters } from '@/lib/masters/bulk';
import type { ChannelRef } from '@/lib/readings/outcome';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { closeOffice, type Office, openOffice } from '@/lib/testing/approvals';
import { useDatabase } from '@/lib/testing/database';
import type { SignedIn } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { approveRequestAction, refuseRequestAction, withdrawRequestAction } from './actions';
import { listOpenApprovals } from './data';
import { endOldRequests } from './mutations';

useDatabase();
const { simulator } = useSimulator();

const above = 2;
const going = new AbortController().signal;
let office: Office;
beforeEach(async () => {
  simulator().reset();
  await closeOffice();
  await getDb().deleteFrom('master_reading').execute();
  office = await openOffice(simulator(), { above });
  for (const { gid, channel } of rooms(6))
    setMaster(simulator().cloud, { gid, channel }, simulator().accounts.master.account);
});

const pick = ({ gid, channel }: ChannelRef): ChannelRef => ({ gid, channel });

function rooms(count: number) {
  const { vendor, first } = office;
  return vendor.scope.channels.filter(({ buildingName }) => buildingName === first).slice(0, count);
}

/** A job that ends the masters at the first doors. */
async function start(
  who: SignedIn,
  count: number,
  { from = 0, kind }: { from?: number; kind?: JobKind } = {},
) {
  const chosen = rooms(from + count).slice(from);
  const plan = await planMasters(who.scope, {
    action: 'remove',
    selection: { all: false, ids: [...new Set(chosen.map(({ roomKey }) => roomKey))] },
    only: chosen.map(({ gid, channel }) => ({ gid, channel })),
  });
  expect(plan.steps.filter(({ verdict }) => verdict === 'change')).toHaveLength(count);
  return startJob(who.scope, { ...plan, kind: kind ?? plan.kind }, { requestKey: crypto.randomUUID() });
}

const job = (id: string) => readJob(office.vendor.scope, id);
const removals = () =>
  simulator()
    .log()
    .filter(({ call }) => call === 'AuthChange').length;

async function requestOf(jobId: string): Promise<string> {
  const { id } = await getDb()
    .selectFrom('approval')
    .select('id')
    .where('job_id', '=', jobId)
    .executeTakeFirstOrThrow();
  return id;
}

/** As if all that happened so far were an hour older. */
async function anHourLater(): Promise<void> {
  await getDb()
    .updateTable('job')
    .set({
      created_at: sql`created_at - interval '61 minutes'`,
      finished_at: sql`finished_at - interval '61 minutes'`,
    })
    .execute();
  await getDb().updateTable('job_step').set({ tried_at: sql`tried_at - interval '61 minutes'` }).execute();
}

async function setRule(on: boolean): Promise<void> {
  await getDb().updateTable('workspace_setting').set({ second_approval: on }).execute();
}

async function queue(id: string): Promise<void> {
  await getDb().updateTable('job').set({ state: 'queued', paused: false }).where('id', '=', id).execute();
}

async function resumeBySignIn(id: string): Promise<void> {
  const { workspaceId, sessionId } = office.ann.scope;
  await getDb()
    .updateTable('job')
    .set({ paused: false, wait_code: 'signed-out' })
    .where('id', '=', id)
    .execute();
  await resumeJobs(workspaceId, sessionId);
}

const approve = (who: SignedIn, id: string) => who.as(() => approveRequestAction({ id }));
const waiting = { state: 'waiting', waitCode: 'approval-needed' };

describe('a job that ends more than the workspace allows', () => {
  test('waits, and no one but a second member lets it go on', async () => {
    const id = await start(office.ann, above + 1);
    expect(await job(id)).toMatchObject(waiting);
    const { workspaceId, sessionId } = office.ann.scope;
    await resumeJobs(workspaceId, sessionId);
    await resumeWaiting();
    expect(await office.ann.as(() => resumeJobAction({ jobId: id }))).toMatchObject({ code: 'conflict' });
    expect(await office.ann.as(() => pauseJobAction({ jobId: id }))).toMatchObject({ code: 'conflict' });
    expect(await job(id)).toMatchObject(waiting);
    // Whatever put it into the queue.
    await getDb().updateTable('job').set({ state: 'queued', wait_code: null }).where('id', '=', id).execute();
    await runJob(id, going);
    expect(removals()).toBe(0);
  });

  test('is done as its orderer after the approval', async () => {
    const id = await start(office.ann, above + 1);
    const [request] = await listOpenApprovals(office.ben.scope);
    expect(request).toMatchObject({ things: above + 1, endedBefore: 0, above, mayDecide: true, job: { id } });
    expect(request?.steps.map(({ account }) => account)).toHaveLength(above + 1);
    expect(request?.buildings).toEqual([office.first]);
    const { account } = simulator().accounts.manager;
    expect(request?.through).toEqual({ callers: [{ account, count: above + 1 }], stuck: 0 });
    expect(await approve(office.ben, await requestOf(id))).toMatchObject({ ok: true });
    expect(await job(id)).toMatchObject({ state: 'queued', waitCode: null });
    await runJob(id, going);
    expect(await job(id)).toMatchObject({ state: 'done', actor: 'Ann', counts: { verified: above + 1 } });
    expect(removals()).toBe(above + 1);
    expect(await readJobApproval(office.ann.scope, id)).toMatchObject({ state: 'used', decidedBy: 'Ben' });
    const used = await getDb()
      .selectFrom('audit_entry')
      .select(['actor', 'detail'])
      .where('action', '=', 'approvals.use')
      .orderBy('seq', 'desc')
      .executeTakeFirst();
    expect(used).toMatchObject({ actor: 'Ann', detail: { approver: 'Ben', job: id } });
  });

  test.each([
    ['refused', (id: string) => office.ben.as(() => refuseRequestAction({ id, reason: 'No' }))],
    ['withdrawn', (id: string) => office.ann.as(() => withdrawRequestAction({ id }))],
  ] as const)('is cancelled when its request is %s', async (state, decide) => {
    const id = await start(office.ann, above + 1);
    expect(await decide(await requestOf(id))).toMatchObject({ ok: true });
    expect(await job(id)).toMatchObject({ state: 'cancelled', counts: { skipped: above + 1 } });
    expect(await readJobApproval(office.ann.scope, id)).toMatchObject({ state });
    expect(await approve(office.ben, await requestOf(id))).toMatchObject({ code: 'conflict' });
  });

  test('is announced by its preview', async () => {
    const preview = async (count: number) =>
      office.ann.as(async () => {
        const chosen = rooms(count);
        const input = {
          action: 'remove',
          selection: { all: false, ids: [...new Set(chosen.map(({ roomKey }) => roomKey))] },
          only: chosen.map(({ gid, channel }) => ({ gid, channel })),
        };
        const body = JSON.stringify({ of: 'masters', input });
        const request = new Request('http://doordesk.test/api/jobs/preview', { method: 'POST', body });
        return (await POST(request, { params: Promise.resolve({}) })).json();
      });
    expect(await preview(above + 1)).toMatchObject({ approval: { above } });
    expect(await preview(1)).not.toHaveProperty('approval');
  });

  test('is cancelled after 72 hours', async () => {
    const id = await start(office.ann, above + 1);
    await getDb()
      .updateTable('approval')
      .set({ asked_at: new Date(Date.now() - openForMs - 1_000) })
      .execute();
    await endOldRequests();
    expect(await job(id)).toMatchObject({ state: 'cancelled', counts: { skipped: above + 1 } });
    expect(await readJobApproval(office.ann.scope, id)).toMatchObject({ state: 'expired' });
  });

  test('that is cancelled withdraws its request', async () => {
    const id = await start(office.ann, above + 1);
    expect(await office.ann.as(() => cancelJobAction({ jobId: id }))).toMatchObject({ ok: true });
    expect(await readJobApproval(office.ann.scope, id)).toMatchObject({ state: 'withdrawn' });
    expect(await listOpenApprovals(office.ben.scope)).toEqual([]);
  });

  test('approved and cancelled at once runs or ends', async () => {
    const id = await start(office.ann, above + 1);
    const request = await requestOf(id);
    await Promise.all([approve(office.ben, request), office.ann.as(() => cancelJobAction({ jobId: id }))]);
    await runJob(id, going);
    const ended = await job(id);
    expect(ended?.state).toBe('cancelled');
    expect(removals()).toBe(0);
    const approval = await readJobApproval(office.ann.scope, id);
    expect(['used', 'withdrawn']).toContain(approval?.state);
  });

  test('of a member who was removed while it waited is not approved, and is cancelled', async () => {
    const id = await start(office.dan, above + 1);
    await getDb().deleteFrom('membership').where('member_id', '=', office.dan.memberId).execute();
    expect(await approve(office.ben, await requestOf(id))).toMatchObject({ code: 'conflict' });
    await endOldRequests();
    expect(await job(id)).toMatchObject({ state: 'cancelled' });
  });
});

describe('what one person ends within an hour', () => {
  test('counts together: several small jobs are one large one', async () => {
    expect(await job(await start(office.ann, above))).toMatchObject({ state: 'queued' });
    const second = await start(office.ann, 1, { from: above });
    expect(await job(second)).toMatchObject(waiting);
    expect(await readJobApproval(office.ann.scope, second)).toMatchObject({ things: 1, endedBefore: above });
    expect(await job(await start(office.dan, 1, { from: above }))).toMatchObject({ state: 'queued' });
  });

  test('counts together when two jobs start at once', async () => {
    const ids = await Promise.all([start(office.ann, above), start(office.ann, above, { from: above })]);
    const states = await Promise.all(ids.map(async (id) => (await job(id))?.state));
    expect(states.toSorted()).toEqual(['queued', 'waiting']);
  });

  test('counts changes of a page, and not what was approved or cancelled', async () => {
    const approved = await start(office.ann, above + 1);
    await approve(office.ben, await requestOf(approved));
    const cancelled = await start(office.ann, above, { from: above + 1 });
    expect(await job(cancelled)).toMatchObject({ state: 'queued' });
    await office.ann.as(() => cancelJobAction({ jobId: cancelled }));
    const [door] = rooms(above + 2).slice(above + 1);
    if (!door) throw new Error('no door');
    const { gid, channel } = door;
    const removed = await office.ann.as(() => removeMasterAction({ doors: [{ gid, channel }] }));
    expect(removed).toMatchObject({ ok: true });
    expect(await job(await start(office.ann, above, { from: above + 2 }))).toMatchObject(waiting);
  });

  test('lets no one go on one by one', async () => {
    await start(office.ben, above);
    const [door] = rooms(above + 1).slice(above);
    if (!door) throw new Error('no door');
    const { gid, channel } = door;
    const remove = () => office.ben.as(() => removeMasterAction({ doors: [{ gid, channel }] }));
    const calls = removals();
    const answer = await remove();
    expect(answer).toMatchObject({ ok: false, code: 'approval-needed' });
    expect(removals()).toBe(calls);
    const [request] = await listOpenApprovals(office.ann.scope);
    expect(request).toMatchObject({
      things: 1,
      endedBefore: above,
      above,
      buildings: [office.first],
      job: null,
    });
    expect(await approve(office.ann, request?.id ?? '')).toMatchObject({ ok: true });
    expect(await remove()).toMatchObject({ ok: true });
    expect(removals()).toBe(calls + 1);
  });

  test('counts changes that are sent at once, each of another flat', async () => {
    const flats = [...Map.groupBy(office.vendor.scope.channels, ({ roomKey }) => roomKey).values()];
    const doors = flats.slice(0, 12).flatMap(([door]) => (door ? [pick(door)] : []));
    expect(doors).toHaveLength(12);
    for (const door of doors) setMaster(simulator().cloud, door, simulator().accounts.master.account);
    const answers = await Promise.all(
      doors.map((door) => office.ann.as(() => removeMasterAction({ doors: [door] }))),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(above);
    expect(answers.filter((answer) => !answer.ok && answer.code === 'approval-needed')).toHaveLength(
      doors.length - above,
    );
    expect(removals()).toBe(above);
  });

  test('counts each door of a flat, also where the change failed at another door', async () => {
    const { master, otherLandlord } = simulator().accounts;
    const flats = [...Map.groupBy(office.vendor.scope.channels, ({ roomKey }) => roomKey).values()];
    const [one, other, third] = flats.filter(({ length }) => length === 2).map((flat) => flat.map(pick));
    if (!one?.[0] || !one[1] || !other || !third) throw new Error('no flats with two doors');
    const remove = (who: SignedIn, doors: ChannelRef[]) =>
      who.as(() => removeMasterAction({ doors, expected: master.account }));
    for (const door of [one[0], ...other, ...third]) setMaster(simulator().cloud, door, master.account);
    setMaster(simulator().cloud, one[1], otherLandlord.account);
    expect(await remove(office.ann, one)).toMatchObject({ ok: true });
    expect(removals()).toBe(1);
    expect(await remove(office.ann, other)).toMatchObject({ ok: false, code: 'approval-needed' });
    expect(await remove(office.dan, third)).toMatchObject({ ok: true });
    expect(removals()).toBe(1 + above);
    expect(await remove(office.dan, other.slice(1))).toMatchObject({ ok: false, code: 'approval-needed' });
  });

  test('counts what was begun and has no outcome yet, and not what was refused', async () => {
    const { workspaceId, actor, account, role, member } = office.ann.scope;
    const entry = { workspaceId, actor, account, role, memberId: member?.id ?? null, subject: 'a flat' };
    const begin = (doors: number) =>
      recordAudit(getDb(), { ...entry, action: 'shares.remove', outcome: 'intent', detail: { doors } });
    const intentSeq = await begin(above);
    const [door] = rooms(1);
    if (!door) throw new Error('no door');
    const remove = () => office.ann.as(() => removeMasterAction({ doors: [pick(door)] }));
    expect(await remove()).toMatchObject({ ok: false, code: 'approval-needed' });
    await recordAudit(getDb(), { ...entry, action: 'shares.remove', outcome: 'refused', intentSeq });
    expect(await remove()).toMatchObject({ ok: true });
  });

  test('counts for an hour', async () => {
    const id = await start(office.dan, above);
    await runJob(id, going);
    expect(removals()).toBe(above);
    await anHourLater();
    expect(await job(await start(office.dan, above, { from: above }))).toMatchObject({ state: 'queued' });
  });

  test('counts what a job has not ended yet, however long it is kept back', async () => {
    const kept = await start(office.ann, above);
    expect(await office.ann.as(() => pauseJobAction({ jobId: kept }))).toMatchObject({ ok: true });
    await anHourLater();
    const second = await start(office.ann, 1, { from: above });
    expect(await job(second)).toMatchObject(waiting);
    expect(await readJobApproval(office.ann.scope, second)).toMatchObject({ endedBefore: above });
    const [door] = rooms(above + 2).slice(above + 1);
    const remove = () => office.ann.as(() => removeMasterAction({ doors: door ? [pick(door)] : [] }));
    expect(await remove()).toMatchObject({ ok: false, code: 'approval-needed' });
    expect(await office.ann.as(() => cancelJobAction({ jobId: kept }))).toMatchObject({ ok: true });
    expect(await remove()).toMatchObject({ ok: true });
  });

  test.each([
    ['a person resumes it', (jobId: string) => office.ann.as(() => resumeJobAction({ jobId }))],
    ['another person resumes it', (jobId: string) => office.ben.as(() => resumeJobAction({ jobId }))],
    ['a sign-in resumes it', resumeBySignIn],
    ['it waits in the queue', queue],
  ] as const)('counts again when a job goes on that was ordered before the rule: %s', async (_, resume) => {
    await setRule(false);
    const ids = [0, 2, 4].map((from) => start(office.ann, above, { from }));
    for (const jobId of await Promise.all(ids)) await office.ann.as(() => pauseJobAction({ jobId }));
    await anHourLater();
    await setRule(true);
    for (const id of await Promise.all(ids)) await resume(id);
    await Promise.all((await Promise.all(ids)).map((id) => runJob(id, going)));
    expect(removals()).toBe(above);
    const states = await Promise.all((await Promise.all(ids)).map(job));
    expect(states.map((one) => one?.state).toSorted()).toEqual(['done', 'waiting', 'waiting']);
    const held = states.find((one) => one?.state === 'waiting')?.id ?? '';
    expect(await job(held)).toMatchObject({ ...waiting, paused: false });
    expect(await readJobApproval(office.ann.scope, held)).toMatchObject({ state: 'waiting', things: above });
    expect(await approve(office.ann, await requestOf(held))).toMatchObject({ ok: false });
    expect(await approve(office.ben, await requestOf(held))).toMatchObject({ ok: true });
    await runJob(held, going);
    expect(await job(held)).toMatchObject({ state: 'done', actor: 'Ann' });
    expect(removals()).toBe(2 * above);
  });

  test('lets a job go on whose number is allowed, and one that was approved', async () => {
    const approved = await start(office.ann, above + 1);
    await approve(office.ben, await requestOf(approved));
    await office.ann.as(() => pauseJobAction({ jobId: approved }));
    const small = await start(office.ann, above, { from: above + 1 });
    await office.ann.as(() => pauseJobAction({ jobId: small }));
    for (const jobId of [approved, small]) {
      await office.ben.as(() => resumeJobAction({ jobId }));
      await runJob(jobId, going);
      expect(await job(jobId)).toMatchObject({ state: 'done' });
    }
  });

  test('cancels a job at once that goes on beyond what is allowed', async () => {
    await setRule(false);
    const id = await start(office.ann, above + 1);
    await setRule(true);
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', id).execute();
    expect(await office.ann.as(() => cancelJobAction({ jobId: id }))).toMatchObject({ ok: true });
    await runJob(id, going);
    expect(await job(id)).toMatchObject({ state: 'cancelled' });
    expect(removals()).toBe(0);
  });

  test('does not hold up jobs that end nothing', async () => {
    expect(await job(await start(office.ann, above + 1, { kind: 'assign-masters' }))).toMatchObject({
      state: 'queued',
    });
  });
});

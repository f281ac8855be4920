import { describe, expect, test } from 'vitest';
import { checkDoubts } from '@/lib/auth/check-doubts';
import { connectOwn, moveConnection } from '@/lib/auth/connection';
import { refreshDeviceList } from '@/lib/auth/device-list';
import { callerOf } from '@/lib/auth/scope';
import { renewDueLists } from '@/lib/auth/watch-device-lists';
import { getDb } from '@/lib/db/client';
import { findListHindrance } from '@/lib/devices/data';
import { readJob, readSteps } from '@/lib/jobs/data';
import { holdJob } from '@/lib/jobs/lock';
import { cancelJob, pauseJob, resumeJob, resumeJobs, resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { useDatabase } from '@/lib/testing/database';
import { moveListsBack } from '@/lib/testing/device-list';
import { master, useLandlordRooms } from '@/lib/testing/landlord-rooms';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { runJob } from './runner';
import { startRetry } from './start-retry';

useDatabase();
const { simulator } = useSimulator();

const { landlord, signIn, owned, rooms, planAll, start, states, calls } = useLandlordRooms(simulator);
const going = new AbortController().signal;

const audits = () =>
  getDb()
    .selectFrom('audit_entry')
    .select(['seq', 'outcome', 'intent_seq', 'subject'])
    .where('action', '=', 'masters.assign')
    .orderBy('seq')
    .execute();

describe('a job', () => {
  test('does every step, reads each back, and audits intent and outcome', async () => {
    const before = (await audits()).length;
    const jobId = await start();
    await runJob(jobId, going);
    expect(await states(jobId)).toEqual(owned().map(() => 'verified'));
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
    expect(rooms().every((room) => room.master === master)).toBe(true);
    const entries = (await audits()).slice(before);
    const intents = entries.filter((entry) => entry.outcome === 'intent');
    expect(intents).toHaveLength(owned().length);
    expect(
      entries
        .filter((entry) => entry.outcome === 'done')
        .map((entry) => entry.intent_seq)
        .sort(),
    ).toEqual(intents.map((entry) => entry.seq).sort());
  });

  test('started twice with one key is one job', async () => {
    const requestKey = crypto.randomUUID();
    const plan = await planAll();
    const [one, other] = await Promise.all([
      startJob(landlord(), plan, { requestKey }),
      startJob(landlord(), plan, { requestKey }),
    ]);
    expect(one).toBe(other);
  });

  test('continues after a failed step, and lists failures first with their causes', async () => {
    const [, second] = owned();
    simulator().faults.next({
      effect: 'answer',
      json: { re: 6 },
      call: 'Authowner',
      gid: second?.gid,
      channel: second?.channel,
    });
    const jobId = await start();
    await runJob(jobId, going);
    const steps = await readSteps(landlord(), jobId);
    expect(steps[0]).toMatchObject({ state: 'failed', code: 'refused-wrong-account' });
    expect(steps.slice(1).every((step) => step.state === 'verified')).toBe(true);
  });

  test('is run by one process at a time', async () => {
    const jobId = await start();
    const elsewhere = await holdJob(jobId);
    await runJob(jobId, going);
    expect(calls('Authowner')).toBe(0);
    await elsewhere?.release();
    await Promise.all([runJob(jobId, going), runJob(jobId, going), runJob(jobId, going)]);
    expect(calls('Authowner')).toBe(owned().length);
  });

  test('stopped midway is continued by the next run, each step sent once', async () => {
    const jobId = await start();
    const stop = new AbortController();
    stop.abort();
    await runJob(jobId, stop.signal);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'running' });
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
    expect(calls('Authowner')).toBe(owned().length);
  });

  test('cancelled before it runs does nothing', async () => {
    const jobId = await start();
    await cancelJob(landlord(), jobId);
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'cancelled' });
    expect(await states(jobId)).toEqual(owned().map(() => 'skipped'));
    expect(calls('Authowner')).toBe(0);
  });

  test('cancelled while it runs skips what was not begun', async () => {
    const jobId = await start();
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', jobId).execute();
    await cancelJob(landlord(), jobId);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'running', cancelAsked: true });
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'cancelled' });
    expect(calls('Authowner')).toBe(0);
  });

  test('paused before it runs waits for a person, and not for a sign-in', async () => {
    const jobId = await start();
    await pauseJob(landlord(), jobId);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', paused: true });
    await expect(pauseJob(landlord(), jobId)).rejects.toMatchObject({ code: 'conflict' });
    expect(await resumeJobs(landlord().workspaceId, landlord().sessionId)).toBe(0);
    await resumeWaiting();
    await runJob(jobId, going);
    expect(calls('Authowner')).toBe(0);
    await resumeJob(landlord(), jobId);
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done', paused: false });
    expect(calls('Authowner')).toBe(owned().length);
  });

  test('paused while it runs sends nothing that was not begun, and can be cancelled', async () => {
    const jobId = await start();
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', jobId).execute();
    await pauseJob(landlord(), jobId);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'running', paused: true });
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', paused: true });
    expect(await states(jobId)).toEqual(owned().map(() => 'pending'));
    await cancelJob(landlord(), jobId);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'cancelled' });
    expect(calls('Authowner')).toBe(0);
  });

  test('does not change anything that cannot be audited', async () => {
    const jobId = await start();
    await getDb().schema.alterTable('audit_entry').renameTo('audit_away').execute();
    try {
      await runJob(jobId, going);
    } finally {
      await getDb().schema.alterTable('audit_away').renameTo('audit_entry').execute();
    }
    expect(calls('Authowner')).toBe(0);
    const [step] = await readSteps(landlord(), jobId);
    expect(step).toMatchObject({ state: 'failed', code: 'audit-unavailable' });
  });

  test('of another workspace is not there', async () => {
    const jobId = await start();
    const { account, password } = simulator().accounts.otherLandlord;
    const other = await signInScope(account, password, 'landlord');
    expect(await readJob(other, jobId)).toBeNull();
    expect(await readSteps(other, jobId)).toEqual([]);
    await expect(cancelJob(other, jobId)).rejects.toMatchObject({ code: 'conflict' });
    await expect(startRetry(other, { jobId: jobId }, crypto.randomUUID())).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('a step that an interrupted process left behind', () => {
  test.each([
    [true, 'verified', 'cloud-in-doubt'],
    [false, 'unverified', 'cloud-in-doubt'],
    [true, 'verified', 'cloud-disconnected'],
    [false, 'unverified', 'cloud-right-lost'],
  ] as const)(
    'and that the cloud accepted before nothing more was sent is read back, never sent again: found %s, %s after %s',
    async (acted, state, code) => {
      const jobId = await interrupted(acted);
      await getDb()
        .updateTable('job_step')
        .set({ state: 'unverified', code })
        .where('job_id', '=', jobId)
        .where('position', '=', 0)
        .execute();
      await runJob(jobId, going);
      expect((await states(jobId))[0]).toBe(state);
      expect(calls('Authowner')).toBe(owned().length - 1);
      expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
    },
  );

  async function interrupted(acted: boolean): Promise<string> {
    const jobId = await start();
    const [room] = rooms();
    if (acted && room) room.master = master;
    await getDb().updateTable('job').set({ state: 'running' }).where('id', '=', jobId).execute();
    await getDb()
      .updateTable('job_step')
      .set({ state: 'running', intent_seq: 1 })
      .where('job_id', '=', jobId)
      .where('position', '=', 0)
      .execute();
    return jobId;
  }

  test('and that had arrived is read back and not sent again', async () => {
    const jobId = await interrupted(true);
    await runJob(jobId, going);
    expect((await states(jobId))[0]).toBe('verified');
    expect(calls('Authowner')).toBe(owned().length - 1);
  });

  test('and that had not arrived is read back first, then sent', async () => {
    const jobId = await interrupted(false);
    const [first] = owned();
    await runJob(jobId, going);
    expect((await states(jobId))[0]).toBe('verified');
    const about = simulator()
      .log()
      .filter((entry) => entry.gid === first?.gid && entry.channel === first?.channel)
      .map((entry) => entry.call);
    expect(about.indexOf('GetMainer')).toBeLessThan(about.indexOf('Authowner'));
    expect(about.filter((call) => call === 'Authowner')).toHaveLength(1);
  });

  test('is unknown when it cannot be read back', async () => {
    const jobId = await interrupted(true);
    const [first] = owned();
    simulator().faults.next({
      effect: 'drop-before',
      call: 'GetMainer',
      gid: first?.gid,
      channel: first?.channel,
      times: null,
    });
    await runJob(jobId, going);
    expect((await states(jobId))[0]).toBe('unknown');
  });
});

async function disconnect(): Promise<void> {
  const { workspaceId } = landlord();
  const { id } = await getDb()
    .selectFrom('connection')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
  await moveConnection(workspaceId, id, { from: ['connected'], to: 'none' });
}

describe('a job whose session has ended', () => {
  test('waits, and continues with the next sign-in of the same account', async () => {
    const jobId = await start();
    await getDb().deleteFrom('session').where('id', '=', landlord().sessionId).execute();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', waitCode: 'signed-out' });
    expect(calls('Authowner')).toBe(0);
    const next = await signIn();
    await resumeJobs(next.workspaceId, next.sessionId);
    await runJob(jobId, going);
    expect(await readJob(next, jobId)).toMatchObject({ state: 'done' });
  });

  test('goes on through the connection of its account, and its actor stays', async () => {
    const jobId = await start();
    await connectOwn(getDb(), callerOf(landlord()));
    await getDb().deleteFrom('session').where('id', '=', landlord().sessionId).execute();
    const before = (await audits()).length;
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
    expect(await states(jobId)).toEqual(owned().map(() => 'verified'));
    expect((await audits()).length).toBeGreaterThan(before);
    await disconnect();
  });

  test('waits when its connection was removed before, and sends nothing', async () => {
    const jobId = await start();
    await connectOwn(getDb(), callerOf(landlord()));
    await getDb().deleteFrom('session').where('id', '=', landlord().sessionId).execute();
    await disconnect();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', waitCode: 'signed-out' });
    expect(calls('Authowner')).toBe(0);
  });

  test('does not continue with the session of another account', async () => {
    const jobId = await start();
    await getDb().deleteFrom('session').where('id', '=', landlord().sessionId).execute();
    await runJob(jobId, going);
    const { account, password } = simulator().accounts.otherLandlord;
    const other = await signInScope(account, password, 'landlord');
    await resumeJobs(other.workspaceId, other.sessionId);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting' });
  });

  test('or whose password the cloud refuses waits, and continues once the cloud accepts it', async () => {
    const jobId = await start();
    simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'Authowner', times: null });
    await runJob(jobId, going);
    simulator().faults.clear();
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', waitCode: 'cloud-in-doubt' });
    expect(await states(jobId)).toEqual(owned().map(() => 'pending'));
    const before = simulator().log().length;
    await resumeWaiting();
    await getDb().updateTable('job').set({ state: 'queued' }).where('id', '=', jobId).execute();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting', waitCode: 'cloud-in-doubt' });
    expect(simulator().log().length).toBe(before);

    await checkDoubts();
    await resumeWaiting();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
  });

  test('waits while the device list is in doubt, and continues once the list is back', async () => {
    simulator().faults.next({ call: 'sign', effect: 'answer', json: { re: 1, list: [] }, times: 1 });
    await refreshDeviceList(callerOf(landlord()), 'person');
    const jobId = await start();
    const sent = calls('Authowner');
    const before = await audits();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({
      state: 'waiting',
      waitCode: 'cloud-list-in-doubt',
    });
    expect(await audits()).toEqual(before);
    expect(await states(jobId)).toEqual(owned().map(() => 'pending'));
    await resumeWaiting();
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting' });
    expect(calls('Authowner')).toBe(sent);

    await moveListsBack(61);
    // No user is on a page: the list is read in the background.
    await Promise.all(await renewDueLists());
    expect(await findListHindrance(landlord())).toBeNull();
    await resumeWaiting();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'done' });
    expect(await states(jobId)).toEqual(owned().map(() => 'verified'));
  });

  test('or only whose steps the cloud refuses waits for a person, and does not retry for ever', async () => {
    const jobId = await start();
    simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'Authowner', times: null });
    await runJob(jobId, going);
    await checkDoubts();
    await resumeWaiting();
    await runJob(jobId, going);
    expect(await readJob(landlord(), jobId)).toMatchObject({
      state: 'waiting',
      waitCode: 'refused-wrong-credentials',
    });
    await resumeWaiting();
    expect(await readJob(landlord(), jobId)).toMatchObject({ state: 'waiting' });
    expect(await states(jobId)).toEqual(owned().map(() => 'pending'));
  });

  test('waits for a sign-in when the cloud permanently refuses its password', async () => {
    const jobId = await start();
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'sign', times: null });
    simulator().faults.next({ effect: 'answer', json: { re: 4 }, call: 'Authowner', times: 1 });
    await runJob(jobId, going);
    for (const minutes of [1, 7, 13]) await checkDoubts({ now: new Date(Date.now() + minutes * 60_000) });
    await resumeWaiting();
    expect(await readJob(landlord(), jobId)).toMatchObject({
      state: 'waiting',
      waitCode: 'refused-wrong-credentials',
    });
    simulator().faults.clear();
    const next = await signIn();
    await resumeJobs(next.workspaceId, next.sessionId);
    await runJob(jobId, going);
    expect(await readJob(next, jobId)).toMatchObject({ state: 'done' });
  });
});

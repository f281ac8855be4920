import { beforeEach, expect, test, vi } from 'vitest';
import { cancelJobAction } from '@/lib/bulk/actions';
import { runJob } from '@/lib/bulk/runner';
import { getDb } from '@/lib/db/client';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { planDoorcodes } from '@/lib/doorcodes/bulk';
import { allDoorcodesOf } from '@/lib/doorcodes/data';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { readJob } from '@/lib/jobs/data';
import { resumeWaiting, startJob } from '@/lib/jobs/mutations';
import { readPlaces } from '@/lib/places/data';
import { setMaster } from '@/lib/simulator/control/alter-world';
import { useConnections } from '@/lib/testing/connections';
import { useDatabase } from '@/lib/testing/database';
import { useOneDoor } from '@/lib/testing/one-door';
import { useSimulator } from '@/lib/testing/simulator';
import { pauseConnectionAction, resumeConnectionAction } from './actions';

useDatabase();
const { simulator } = useSimulator();
const door = useOneDoor(simulator);
const { owner, signIn, add, now } = useConnections(simulator);

const other = () => simulator().accounts.landlord.account;
let second: string;

beforeEach(async () => {
  for (const table of ['connection', 'throttle_try', 'doorcode', 'job'] as const)
    await getDb().deleteFrom(table).execute();
  door.give('landlord', [0]);
  setMaster(simulator().cloud, { gid: door.gid(), channel: door.rooms()[0] ?? 0 }, other());
  await signIn('manager', 'manager');
  second = await add('landlord', 'landlord');
  await issue('A of the manager');
  for (const name of ['B of the landlord', 'C of the landlord']) await issue(name, second);
});

async function issue(name: string, via?: string): Promise<void> {
  const scope = await now();
  const place = (await readPlaces(scope)).find(({ gid, channel }) => {
    return gid === door.gid() && channel === door.rooms()[0];
  });
  const { gid = '', channel = 0, locks = [] } = place ?? {};
  const wall = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
  const targets = [{ gid, channel, lockIds: locks.slice(0, 1).map(({ id }) => id) }];
  const input = { batch: crypto.randomUUID(), name, from: wall(12), to: wall(14), targets };
  const asked = () => issueDoorcodesAction({ ...input, ...(via ? { via } : {}) });
  expect(await owner().as(asked)).toMatchObject({ ok: true });
}

async function listed(): Promise<string[]> {
  const rows = await allDoorcodesOf(await now(), doorcodesQuery.parse({ sort: 'name' }));
  return rows
    .filter(({ gid }) => gid === door.gid())
    .map(({ name }) => name.slice(0, 1))
    .sort();
}

/** Revokes all three codes. Those of the landlord come first. */
async function start(): Promise<string> {
  const scope = await now();
  const ids = (await allDoorcodesOf(scope, doorcodesQuery.parse({})))
    .filter(({ gid }) => gid === door.gid())
    .map(({ id }) => id);
  const plan = await planDoorcodes(scope, { selection: { all: false, ids } });
  const names = 'BCA';
  const orderOf = ({ target }: (typeof plan.steps)[number]) => names.indexOf(target.codeName?.[0] ?? '');
  plan.steps.sort((one, another) => orderOf(one) - orderOf(another));
  return startJob(scope, plan, { requestKey: crypto.randomUUID() });
}

const run = (jobId: string) => runJob(jobId, new AbortController().signal);
const job = async (jobId: string) => readJob(await now(), jobId);

/** A minute after the last try. */
async function later(jobId: string) {
  await getDb()
    .updateTable('job_step')
    .set({ tried_at: new Date(Date.now() - 61_000) })
    .execute();
  await resumeWaiting();
  await run(jobId);
  return job(jobId);
}

test('steps of a connection that does not work wait, and the others are made', async () => {
  const jobId = await start();
  await owner().as(() => pauseConnectionAction({ id: second }));
  await run(jobId);
  expect(await listed()).toEqual(['B', 'C']);
  const waits = { state: 'waiting', waitCode: 'no-connection', counts: { verified: 1, pending: 2 } };
  expect(await job(jobId)).toMatchObject(waits);
  // Not at once: the connection that works does not help.
  await resumeWaiting();
  expect(await job(jobId)).toMatchObject(waits);
  expect(await later(jobId)).toMatchObject(waits);
  await owner().as(() => resumeConnectionAction({ id: second }));
  expect(await later(jobId)).toMatchObject({ state: 'done', counts: { verified: 3 } });
  expect(await listed()).toEqual([]);
});

test.each(['resumed', 'cancelled'] as const)(
  'a step that was under way when its connection was paused holds up no other, until it is %s',
  async (how) => {
    const jobId = await start();
    const account = other();
    simulator().faults.next({ effect: 'late-answer', ms: 60_000, call: 'DelTemPwd', account, times: null });
    const first = run(jobId);
    await vi.waitFor(() => expect(simulator().stats().inFlight).toBeGreaterThan(0), 10_000);
    expect(await owner().as(() => pauseConnectionAction({ id: second }))).toMatchObject({ ok: true });
    simulator().faults.clear();
    await first;
    // The next run cannot read it back.
    expect(await later(jobId)).toMatchObject({ state: 'waiting', waitCode: 'no-connection' });
    expect(await later(jobId)).toMatchObject({ counts: { verified: 1 } });
    expect(await listed()).not.toContain('A');
    if (how === 'cancelled') {
      expect(await owner().as(() => cancelJobAction({ jobId }))).toMatchObject({ ok: true });
      await run(jobId);
      expect(await job(jobId)).toMatchObject({ state: 'cancelled', counts: { pending: 0, running: 0 } });
      return;
    }
    expect(await owner().as(() => resumeConnectionAction({ id: second }))).toMatchObject({ ok: true });
    expect(await later(jobId)).toMatchObject({ state: 'done', counts: { verified: 3 } });
    expect(await listed()).toEqual([]);
  },
);

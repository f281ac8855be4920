import { beforeEach, describe, expect, test } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { planMasters } from '@/lib/masters/bulk';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { readJob, readSteps } from './data';
import { cancelJob, startJob } from './mutations';
import { retryable, retryJob } from './retry';
import { runJob } from './runner';

useDatabase();
const { simulator } = useSimulator();

let landlord: Scope;
const master = 'master@harbor.example';
const going = new AbortController().signal;

const owned = () => landlord.channels.filter(({ relation }) => relation === 'landlord');
const rooms = () =>
  owned().map(({ gid, channel }) => {
    const room = simulator().cloud.world.findRoom(gid, channel);
    if (!room) throw new Error('no such room');
    return room;
  });
const calls = (path: string) =>
  simulator()
    .log()
    .filter((entry) => entry.call === path).length;

async function start() {
  const selection = { all: false as const, ids: [...new Set(owned().map(({ roomKey }) => roomKey))] };
  const plan = await planMasters(landlord, { action: 'assign', master, selection });
  return startJob(landlord, plan, { requestKey: crypto.randomUUID() });
}

const states = async (jobId: string) => {
  const steps = await readSteps(landlord, jobId);
  return steps.sort((one, other) => one.position - other.position).map((step) => step.state);
};

beforeEach(async () => {
  simulator().reset();
  await getDb().deleteFrom('master_reading').execute();
  await getDb().deleteFrom('job').execute();
  const { account, password } = simulator().accounts.landlord;
  landlord = await signInScope(account, password, 'landlord');
  for (const room of rooms()) room.master = null;
});

describe('trying again', () => {
  test('makes a new job of what failed, and leaves the old one as it ended', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const again = await retryJob(landlord, jobId, crypto.randomUUID());
    await runJob(again, going);
    expect(await readJob(landlord, again)).toMatchObject({ state: 'done', retryOf: jobId, total: 1 });
    expect(await states(again)).toEqual(['verified']);
    expect(await states(jobId)).toContain('failed');
  });

  test('is done once: the first job knows its retry, and of two at once one is refused', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => retryJob(landlord, jobId, crypto.randomUUID())),
    );
    const [again] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(retryJob(landlord, jobId, crypto.randomUUID())).rejects.toMatchObject({ code: 'conflict' });
    const [first] = await readSteps(landlord, jobId);
    expect(first).toMatchObject({ state: 'failed', retriedBy: again });
    expect(await retryable(landlord, jobId)).toMatchObject({ targets: [] });
    expect(await getDb().selectFrom('job').select('id').execute()).toHaveLength(2);
  });

  test('that failed too, or was cancelled, is tried again from its own page', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const second = await retryJob(landlord, jobId, crypto.randomUUID());
    await cancelJob(landlord, second);
    expect(await states(second)).toEqual(['skipped']);
    const third = await retryJob(landlord, second, crypto.randomUUID());
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    await runJob(third, going);
    expect(await states(third)).toEqual(['failed']);
    const fourth = await retryJob(landlord, third, crypto.randomUUID());
    await runJob(fourth, going);
    expect(await states(fourth)).toEqual(['verified']);
    await expect(retryJob(landlord, second, crypto.randomUUID())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of a job that is under way is refused', async () => {
    const jobId = await start();
    await expect(retryJob(landlord, jobId, crypto.randomUUID())).rejects.toMatchObject({ code: 'conflict' });
  });

  test('looks first: what has arrived after all is not sent again', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    for (const room of rooms()) room.master = master;
    const before = calls('Authowner');
    const again = await retryJob(landlord, jobId, crypto.randomUUID());
    await runJob(again, going);
    expect(await readSteps(landlord, again)).toMatchObject([{ state: 'verified', already: true }]);
    expect(calls('Authowner')).toBe(before);
  });
});

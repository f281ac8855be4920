import { describe, expect, test } from 'vitest';
import { getDb } from '@/lib/db/client';
import { readJob, readSteps } from '@/lib/jobs/data';
import { cancelJob } from '@/lib/jobs/mutations';
import { useDatabase } from '@/lib/testing/database';
import { master, useLandlordRooms } from '@/lib/testing/landlord-rooms';
import { useSimulator } from '@/lib/testing/simulator';
import { runJob } from './runner';
import { retryable, startRetry } from './start-retry';

useDatabase();
const { simulator } = useSimulator();

const { landlord, start, states, calls, rooms } = useLandlordRooms(simulator);
const going = new AbortController().signal;

describe('trying again', () => {
  test('makes a new job of what failed, and does not change the old one', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const again = await startRetry(landlord(), { jobId: jobId }, crypto.randomUUID());
    await runJob(again, going);
    expect(await readJob(landlord(), again)).toMatchObject({ state: 'done', retryOf: jobId, total: 1 });
    expect(await states(again)).toEqual(['verified']);
    expect(await states(jobId)).toContain('failed');
  });

  test('happens once: the first job knows its retry, and the second of two at once is refused', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const tries = await Promise.allSettled(
      [1, 2, 3].map(() => startRetry(landlord(), { jobId: jobId }, crypto.randomUUID())),
    );
    const [again] = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(startRetry(landlord(), { jobId: jobId }, crypto.randomUUID())).rejects.toMatchObject({
      code: 'conflict',
    });
    const [first] = await readSteps(landlord(), jobId);
    expect(first).toMatchObject({ state: 'failed', retriedBy: again });
    expect(await retryable(landlord(), { jobId })).toMatchObject({ targets: [] });
    expect(await getDb().selectFrom('job').select('id').execute()).toHaveLength(2);
  });

  test('that failed too, or was cancelled, is tried again from its own page', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    const second = await startRetry(landlord(), { jobId: jobId }, crypto.randomUUID());
    await cancelJob(landlord(), second);
    expect(await states(second)).toEqual(['skipped']);
    const third = await startRetry(landlord(), { jobId: second }, crypto.randomUUID());
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    await runJob(third, going);
    expect(await states(third)).toEqual(['failed']);
    const fourth = await startRetry(landlord(), { jobId: third }, crypto.randomUUID());
    await runJob(fourth, going);
    expect(await states(fourth)).toEqual(['verified']);
    await expect(startRetry(landlord(), { jobId: second }, crypto.randomUUID())).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('of a job that is under way is refused', async () => {
    const jobId = await start();
    await expect(startRetry(landlord(), { jobId: jobId }, crypto.randomUUID())).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('looks first: a change that has arrived after all is not sent again', async () => {
    simulator().faults.next({ effect: 'answer', json: { re: 2 }, call: 'Authowner' });
    const jobId = await start();
    await runJob(jobId, going);
    for (const room of rooms()) room.master = master;
    const before = calls('Authowner');
    const again = await startRetry(landlord(), { jobId: jobId }, crypto.randomUUID());
    await runJob(again, going);
    expect(await readSteps(landlord(), again)).toMatchObject([{ state: 'verified', already: true }]);
    expect(calls('Authowner')).toBe(before);
  });
});

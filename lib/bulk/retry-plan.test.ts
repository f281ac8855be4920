import { beforeEach, describe, expect, it } from 'vitest';
import { POST as importRoute } from '@/app/api/jobs/import/route';
import { POST as previewRoute } from '@/app/api/jobs/preview/route';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { issueDoorcodesAction } from '@/lib/doorcodes/actions';
import { readBatch } from '@/lib/doorcodes/requests';
import { readSteps } from '@/lib/jobs/data';
import { cancelJob } from '@/lib/jobs/mutations';
import type { Preview } from '@/lib/jobs/plan';
import { readPlaces } from '@/lib/places/data';
import { useDatabase } from '@/lib/testing/database';
import { csvOf, failuresFile, needChange, sendFailures } from '@/lib/testing/failures-file';
import { type SignedIn, signInAs } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { retryJobAction } from './actions';
import type { MatchedFailures } from './match-failures';
import { runJob } from './runner';

useDatabase();
const { simulator } = useSimulator();

const going = new AbortController().signal;
let manager: SignedIn;
let landlord: SignedIn;

beforeEach(async () => {
  simulator().reset();
  for (const table of ['job', 'doorcode_request'] as const) await getDb().deleteFrom(table).execute();
  const { accounts } = simulator();
  manager = await signInAs(accounts.manager.account, accounts.manager.password, 'manager');
  landlord = await signInAs(accounts.landlord.account, accounts.landlord.password, 'landlord');
});

async function imported(who: SignedIn, text: string): Promise<MatchedFailures> {
  const response = await who.as(() => sendFailures(importRoute, text));
  expect(response.status).toBe(200);
  return response.json();
}

describe('doorcodes that a job did not make', () => {
  const issued = () =>
    simulator()
      .log()
      .filter(({ call }) => call === 'getQrCode').length;

  /** A job of nine codes, of which the cloud refused two. */
  async function failedIssueJob(): Promise<{ batch: string; jobId: string }> {
    const places = (await readPlaces(manager.scope)).filter(({ locks }) => locks.length > 0).slice(0, 9);
    const hours = (count: number) => new Date(databaseNow() + count * 3_600_000).toISOString().slice(0, 16);
    const batch = crypto.randomUUID();
    simulator().faults.next({ effect: 'answer', json: { re: 6 }, call: 'getQrCode', times: 2 });
    const result = await manager.as(() =>
      issueDoorcodesAction({
        ...{ batch, name: 'Roofer', from: hours(24), to: hours(48) },
        targets: places.map(({ gid, channel, locks }) => ({
          gid,
          channel,
          lockIds: locks.map(({ id }) => id),
        })),
      }),
    );
    if (!result.ok || !result.data.jobId) throw new Error('no job of doorcodes');
    return { batch, jobId: result.data.jobId };
  }

  it('are made from the file once, under the same name and period', async () => {
    const { batch, jobId } = await failedIssueJob();
    await runJob(jobId, going);
    const text = await csvOf(manager, jobId);
    const found = await imported(manager, text);
    expect(found.refused).toEqual([]);
    const input = needChange(found, 'retries');
    const previewed = await manager.as(() =>
      previewRoute(
        new Request('http://doordesk.test/api/jobs/preview', {
          method: 'POST',
          body: JSON.stringify({ of: 'retries', input }),
          headers: { 'content-type': 'application/json' },
        }),
        { params: Promise.resolve({}) },
      ),
    );
    const preview = (await previewed.json()) as Preview;
    expect(preview).toMatchObject({ kind: 'issue-doorcodes', counts: { change: 2, blocked: 0 }, expired: 0 });
    expect(preview.rows[0]).toMatchObject({ target: { codeName: 'Roofer' }, doorcode: { digits: null } });

    const before = issued();
    const start = () => manager.as(() => retryJobAction({ ...input, requestKey: crypto.randomUUID() }));
    const started = await start();
    if (!started.ok) throw new Error(started.code);
    await runJob(started.data.jobId, going);
    expect(issued()).toBe(before + 2);
    expect((await readBatch(manager.scope, batch))?.map(({ state }) => state)).toEqual(
      Array.from({ length: 9 }, () => 'confirmed'),
    );
    expect(await start()).toMatchObject({ ok: false, code: 'conflict' });
    expect(await imported(manager, text)).toEqual({
      change: null,
      refused: [2, 3].map((line) => ({ line, code: 'noRequest' })),
    });
  });

  it('are chosen by row: a part of the file, and what a cancelled job left out', async () => {
    const { jobId } = await failedIssueJob();
    await cancelJob(manager.scope, jobId);
    const text = await csvOf(manager, jobId);
    const [heading = '', first = '', second = ''] = text.trim().split(/\r?\n/);
    const input = needChange(await imported(manager, [heading, first, second].join('\n')), 'retries');
    expect(input.only).toHaveLength(2);
    const result = await manager.as(() => retryJobAction({ ...input, requestKey: crypto.randomUUID() }));
    if (!result.ok) throw new Error(result.code);
    simulator().faults.clear();
    await runJob(result.data.jobId, going);
    expect((await readSteps(manager.scope, result.data.jobId)).map(({ state }) => state)).toEqual([
      'verified',
      'verified',
    ]);
    expect(needChange(await imported(manager, text), 'retries').only).toHaveLength(7);
  });

  it('of another account, or of another room than the file says, are not found', async () => {
    const { jobId } = await failedIssueJob();
    await runJob(jobId, going);
    const text = await csvOf(manager, jobId);
    expect((await imported(landlord, text)).change).toBeNull();
    const steps = await readSteps(manager.scope, jobId);
    const [one, other] = steps.map(({ target }) => target);
    const moved = failuresFile(['issue-doorcodes', other?.gid, other?.channel, '', one?.requestId]);
    expect(await imported(manager, moved)).toEqual({
      change: null,
      refused: [{ line: 2, code: 'noRequest' }],
    });
    const input = { jobId, only: [one?.requestId], requestKey: crypto.randomUUID() };
    expect(await landlord.as(() => retryJobAction(input))).toMatchObject({ code: 'not-found' });
  });
});

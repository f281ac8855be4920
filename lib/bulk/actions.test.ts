import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { VerbResult } from '@/lib/abilities/verb';
import { getDb } from '@/lib/db/client';
import type { JobState } from '@/lib/db/tables/jobs';
import { startJob } from '@/lib/jobs/mutations';
import { useDatabase } from '@/lib/testing/database';
import { asStranger, type SignedIn, signInOwnerAndOthers } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { cancelJobAction, pauseJobAction, resumeJobAction, retryJobAction } from './actions';

useDatabase();
const { simulator } = useSimulator();

let owner: SignedIn;
let sameInOtherRole: SignedIn;
let other: SignedIn;
let manager: SignedIn;
let jobId = '';

beforeAll(async () => {
  ({ owner, sameInOtherRole, other, manager } = await signInOwnerAndOthers(simulator().accounts));
});
beforeEach(async () => {
  await getDb().deleteFrom('job').execute();
  const target = { gid: 'DD01', channel: 1, roomKey: 'room', building: 'A', unit: '1', door: 'Front' };
  jobId = await startJob(
    owner.scope,
    { kind: 'revoke-shares', params: {}, steps: [{ target, verdict: 'change' }] },
    { requestKey: crypto.randomUUID() },
  );
});

const stored = async () => ({
  jobs: await getDb().selectFrom('job').selectAll().execute(),
  steps: await getDb().selectFrom('job_step').selectAll().execute(),
});

async function put(state: JobState, stepState: 'pending' | 'failed'): Promise<void> {
  await getDb().updateTable('job').set({ state }).execute();
  await getDb().updateTable('job_step').set({ state: stepState }).execute();
}

describe.each([
  ['cancelling', cancelJobAction, () => put('waiting', 'pending')],
  ['pausing', pauseJobAction, () => put('waiting', 'pending')],
  ['resuming', resumeJobAction, () => put('waiting', 'pending')],
  [
    'trying again',
    (input: { jobId: string }) => retryJobAction({ ...input, requestKey: crypto.randomUUID() }),
    () => put('done', 'failed'),
  ],
] as const)('%s', (_what, action, prepare) => {
  const attempt = (): Promise<VerbResult<unknown>> => action({ jobId });

  it('is refused to strangers, other accounts and the same account in another role', async () => {
    await prepare();
    const before = await stored();
    expect(await asStranger(attempt)).toEqual({ ok: false, code: 'signed-out' });
    for (const who of [other, sameInOtherRole, manager]) {
      expect(await who.as(attempt)).toEqual({ ok: false, code: 'not-found' });
      expect(await who.as<VerbResult<unknown>>(() => action({ jobId: crypto.randomUUID() }))).toEqual({
        ok: false,
        code: 'not-found',
      });
    }
    expect(await owner.as<VerbResult<unknown>>(() => action({ jobId: 'x' }))).toMatchObject({
      code: 'invalid-input',
    });
    expect(await stored()).toEqual(before);
    const refused = await getDb()
      .selectFrom('audit_entry')
      .select('account')
      .where('subject', '=', jobId)
      .where('outcome', '=', 'refused')
      .execute();
    expect(new Set(refused.map(({ account }) => account)).size).toBe(3);
  });

  it('is done for the owner', async () => {
    await prepare();
    const before = await stored();
    expect(await owner.as(attempt)).toMatchObject({ ok: true });
    expect(await stored()).not.toEqual(before);
    const { subject } = await getDb()
      .selectFrom('audit_entry')
      .select('subject')
      .where('action', 'like', 'jobs.%')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow();
    expect(subject).toBe('revoke-shares');
  });
});

it.each([
  ['several masters', 'assign-masters', {}, 2],
  ['codes at many places', 'issue-doorcodes', { from: '2026-01-01T00:00', to: '2026-01-02T00:00' }, 21],
  [
    'a code for longer than a year',
    'issue-doorcodes',
    { from: '2026-01-01T00:00', to: '2027-01-02T00:00' },
    1,
  ],
] as const)('trying %s again needs the person to show who they are', async (_what, kind, window, places) => {
  const target = { gid: 'DD01', channel: 1, roomKey: 'room', building: 'A', unit: '1', door: 'Front' };
  const job = await startJob(
    owner.scope,
    {
      kind,
      params:
        'from' in window ? { doorcode: { name: 'Plumber', ...window } } : { master: 'x@harbor.example' },
      steps: Array.from({ length: places }, () => ({ target, verdict: 'change' as const })),
    },
    { requestKey: crypto.randomUUID() },
  );
  await put('done', 'failed');
  const retry = () => owner.as(() => retryJobAction({ jobId: job, requestKey: crypto.randomUUID() }));
  expect(await retry()).toEqual({ ok: false, code: 'password-needed' });
  const confirmed = (at: Date | null) =>
    getDb()
      .updateTable('session')
      .set({ reauthenticated_at: at })
      .where('id', '=', owner.scope.sessionId)
      .execute();
  await confirmed(new Date());
  expect(await retry()).toMatchObject({ ok: true });
  await confirmed(null);
});

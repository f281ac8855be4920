import { randomUUID } from 'node:crypto';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { findListHindrance } from '@/lib/devices/data';
import { holdJob } from '@/lib/jobs/lock';
import { notifyJob } from '@/lib/jobs/queue';
import { leaveStep, type Run, runStep, type Step, settleStep } from './run-step';

/** Steps under way at once. The vendor's client has a limit of its own; this keeps one job from queueing hundreds there. */
const stepsAtOnce = 6;

/** The runs of this process, so that it can leave them in good order when it ends. */
const runs = new Set<Run>();

/**
 * Works through a job as far as it can: to its end, to the end of its session, or to `stop`. Returns at once when
 * another process runs it. Whatever it leaves undone, the next run continues.
 */
export async function runJob(jobId: string, stop: AbortSignal): Promise<void> {
  const hold = await holdJob(jobId);
  if (!hold) return;
  try {
    const job = await claimJob(jobId);
    if (!job) return;
    const run: Run = { ...job, stop: AbortSignal.any([stop, hold.lost]), paused: null };
    runs.add(run);
    try {
      await notifyJob(jobId);
      await inLanes(run, await interruptedSteps(jobId), settleStep);
      // No change leaves meanwhile: each step would be announced in vain.
      const hindrance = await findListHindrance(run.job.account);
      if (hindrance) run.paused = `cloud-${hindrance}`;
      await inLanes(run, await pendingSteps(jobId), runStep);
      if (!hold.lost.aborted) await closeRun(run);
    } finally {
      runs.delete(run);
    }
  } finally {
    await hold.release();
  }
}

async function claimJob(jobId: string) {
  const token = randomUUID();
  const job = await getDb()
    .updateTable('job')
    .set((eb) => ({
      state: 'running',
      runner: token,
      wait_code: null,
      started_at: eb.fn.coalesce('started_at', eb.val(databaseDate())),
    }))
    .where('id', '=', jobId)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst();
  return job ? { job, token } : null;
}

/** This process ends now: steps that still wait for their answer are noted as unknown, to be read back by the next run. */
export async function leaveRuns(): Promise<void> {
  for (const run of runs) {
    for (const step of await ofJob(run.job.id).where('state', '=', 'running').execute()) {
      await leaveStep(run, step);
    }
  }
}

/**
 * No other process runs this job, so what stands as running was interrupted; so was what is unknown and was never read back.
 * What the cloud took, and could not be asked about while the password was in doubt, is read back now.
 */
function interruptedSteps(jobId: string): Promise<Step[]> {
  return ofJob(jobId)
    .where((step) =>
      step.or([
        step('state', '=', 'running'),
        step.and([step('state', '=', 'unknown'), step('read_at', 'is', null)]),
        step.and([step('state', '=', 'unverified'), step('code', '=', 'cloud-in-doubt')]),
      ]),
    )
    .execute();
}

function pendingSteps(jobId: string): Promise<Step[]> {
  return ofJob(jobId).where('state', '=', 'pending').execute();
}

function ofJob(jobId: string) {
  return getDb().selectFrom('job_step').selectAll().where('job_id', '=', jobId).orderBy('position');
}

/** Steps at one channel one after the other, since each reads the same list back; channels side by side. */
async function inLanes(run: Run, steps: Step[], work: (run: Run, step: Step) => Promise<void>) {
  const lanes = [
    ...Map.groupBy(steps, ({ target }) => JSON.stringify([target.gid, target.channel])).values(),
  ];
  const walk = async () => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
      for (const step of lane) {
        if (run.stop.aborted || run.paused) return;
        await work(run, step);
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: stepsAtOnce }, walk));
  const broken = results.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
}

/** Finished, cancelled, or waiting for somebody to sign in; none of these when it was stopped midway. */
async function closeRun(run: Run): Promise<void> {
  const { id } = run.job;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const job = await trx
        .selectFrom('job')
        .select(['cancel_asked_at', 'session_id'])
        .where('id', '=', id)
        .where('runner', '=', run.token)
        .where('state', '=', 'running')
        .forUpdate()
        .executeTakeFirst();
      if (!job) return;
      if (job.cancel_asked_at) {
        await trx
          .updateTable('job_step')
          .set({ state: 'skipped' })
          .where('job_id', '=', id)
          .where('state', '=', 'pending')
          .execute();
      }
      const open = await trx
        .selectFrom('job_step')
        .select('position')
        .where('job_id', '=', id)
        .where('state', 'in', ['pending', 'running'])
        .limit(1)
        .executeTakeFirst();
      if (!open) {
        const state = job.cancel_asked_at ? 'cancelled' : 'done';
        await trx
          .updateTable('job')
          .set({ state, finished_at: databaseDate(), runner: null })
          .where('id', '=', id)
          .execute();
      } else if (run.paused) {
        // A new session may have been given to the job while this run was stopping over the old one.
        const resumed = job.session_id !== run.job.session_id;
        await trx
          .updateTable('job')
          .set({
            state: resumed ? 'queued' : 'waiting',
            wait_code: resumed ? null : run.paused,
            runner: null,
          })
          .where('id', '=', id)
          .execute();
      }
      await notifyJob(id, trx);
    });
}

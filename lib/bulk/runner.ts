import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { everyWorkspace } from '@/lib/db/mark-every-workspace';
import { stopCodes } from '@/lib/db/tables/jobs';
import { findListHindrance } from '@/lib/devices/data';
import { getEnv } from '@/lib/env';
import type { ErrorCode } from '@/lib/errors';
import { holdJob } from '@/lib/jobs/lock';
import { notifyJob } from '@/lib/jobs/queue';
import { holdForApproval } from '@/lib/jobs/wait-for-approval';
import { leaveStep, type Run, runStep, type Step, scopeOfRun, settleStep } from './run-step';

/**
 * Half more than the vendor's client may send, because a step stores something before and after each call. More steps
 * would only wait there, ahead of later calls.
 */
const stepsAtOnce = () => Math.ceil(getEnv().DOORDEER_MAX_CONCURRENCY * 1.5);

const runs = new Set<Run>();

/** Runs a job until it ends, its session ends, or `stop`. Returns at once when another process runs it. */
export async function runJob(jobId: string, stop: AbortSignal): Promise<void> {
  const hold = await holdJob(jobId);
  if (!hold) return;
  try {
    const job = await claimJob(jobId);
    if (!job) return;
    const run: Run = { ...job, stop: AbortSignal.any([stop, hold.lost]), paused: null, unusable: new Map() };
    runs.add(run);
    try {
      await notifyJob(jobId);
      await inLanes(run, await interruptedSteps(jobId), settleStep);
      // Without a usable list no change is sent, so no step may be announced.
      const hindrance = await findListHindrance({ workspaceId: run.job.workspace_id });
      // Without a session and a connection nothing reads the list again: it waits for one of them.
      if (hindrance && (await scopeOfRun(run))) run.paused = `cloud-${hindrance}`;
      if (run.job.wait_code) run.paused = run.job.wait_code;
      if (!run.paused && (await holdForApproval(run.job, run.token))) run.paused = 'approval-needed';
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
      // It was stopped while a process that died was running it.
      wait_code: sql<ErrorCode | null>`case when wait_code = any(${stopCodes}::text[]) then wait_code end`,
      started_at: eb.fn.coalesce('started_at', eb.val(databaseDate())),
    }))
    .where('id', '=', jobId)
    .where('state', 'in', ['queued', 'running'])
    // Whatever put it into the queue: what no second member has approved is not done.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('approval')
            .select('approval.id')
            .whereRef('approval.workspace_id', '=', 'job.workspace_id')
            .whereRef('approval.job_id', '=', 'job.id')
            .where('approval.state', '<>', 'used'),
        ),
      ),
    )
    .returningAll()
    .modifyEnd(everyWorkspace)
    .executeTakeFirst();
  return job ? { job, token } : null;
}

/** This process ends now. Steps without an answer become unknown, and the next run reads them back. */
export async function leaveRuns(): Promise<void> {
  for (const run of runs) {
    for (const step of await ofJob(run.job.id).where('state', '=', 'running').execute()) {
      await leaveStep(run, step);
    }
  }
}

/** The password was in doubt, the connection was paused, or the person lost the right meanwhile. */
const cutOff = ['cloud-in-doubt', 'cloud-disconnected', 'cloud-right-lost'] as const;

/**
 * No other process runs this job, so a step that is `running` was interrupted. Unknown steps that were never read
 * back belong here too, and steps that could not be read back because nothing more was sent then.
 */
function interruptedSteps(jobId: string): Promise<Step[]> {
  return ofJob(jobId)
    .where((step) =>
      step.or([
        step('state', '=', 'running'),
        step.and([step('state', '=', 'unknown'), step('read_at', 'is', null)]),
        step.and([step('state', '=', 'unverified'), step('code', 'in', cutOff)]),
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

/** Steps at one channel run one after the other, because each reads the same list back. Channels run in parallel. */
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
  const results = await Promise.allSettled(Array.from({ length: stepsAtOnce() }, walk));
  const broken = results.find((result) => result.status === 'rejected');
  if (broken) throw broken.reason;
}

async function closeRun(run: Run): Promise<void> {
  const { id, workspace_id: workspaceId } = run.job;
  await getDb()
    .transaction()
    .execute(async (trx) => {
      const job = await trx
        .selectFrom('job')
        .select(['cancel_asked_at', 'paused', 'session_id', 'wait_code'])
        .where('workspace_id', '=', workspaceId)
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
        .where(({ or, and, eb }) =>
          or([
            eb('state', 'in', ['pending', 'running']),
            // It is read back once its connection works, unless a person cancels the job.
            ...(run.putOff && !job.cancel_asked_at
              ? [
                  and([eb('state', '=', 'unknown'), eb('read_at', 'is', null)]),
                  and([eb('state', '=', 'unverified'), eb('code', 'in', cutOff)]),
                ]
              : []),
          ]),
        )
        .limit(1)
        .executeTakeFirst();
      if (!open) {
        const state = job.cancel_asked_at ? 'cancelled' : 'done';
        await trx
          .updateTable('job')
          .set({ state, finished_at: databaseDate(), runner: null })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      } else if (job.paused) {
        await trx
          .updateTable('job')
          .set({ state: 'waiting', wait_code: null, runner: null })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      } else if (job.wait_code || run.paused || run.putOff) {
        // The job may have got a new session while this run was stopping because of the old one.
        const resumed = !job.wait_code && job.session_id !== run.job.session_id;
        await trx
          .updateTable('job')
          .set({
            state: resumed ? 'queued' : 'waiting',
            wait_code: resumed ? null : (job.wait_code ?? run.paused ?? 'no-connection'),
            runner: null,
          })
          .where('workspace_id', '=', workspaceId)
          .where('id', '=', id)
          .execute();
      }
      await notifyJob(id, trx);
    });
}

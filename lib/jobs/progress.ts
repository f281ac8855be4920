import { setTimeout } from 'node:timers/promises';
import { proveAgain } from '@/lib/auth/prove-again';
import type { Scope } from '@/lib/auth/scope';
import { isSameView } from '@/lib/auth/switch-view';
import type { JobState } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';
import { openLive } from '@/lib/http/live-stream';
import {
  type JobApproval,
  readJob,
  readJobApproval,
  readProgress,
  type StepCounts,
  type StepProgress,
} from './data';
import { watchJob } from './listen';

/** All steps in the first event, later those that changed. */
export type JobProgress = {
  state: JobState;
  waitCode: ErrorCode | null;
  cancelAsked: boolean;
  paused: boolean;
  finishedAt: string | null;
  counts: StepCounts;
  approval: JobApproval | null;
  steps: StepProgress[];
};

function hasEnded(state: JobState): boolean {
  return state === 'done' || state === 'cancelled';
}

export async function readJobProgress(scope: Scope, jobId: string): Promise<JobProgress | null> {
  const [job, approval, steps] = await Promise.all([
    readJob(scope, jobId),
    readJobApproval(scope, jobId),
    readProgress(scope, jobId),
  ]);
  if (!job) return null;
  const { state, waitCode, cancelAsked, paused, finishedAt, counts } = job;
  return { state, waitCode, cancelAsked, paused, finishedAt, counts, approval, steps };
}

/** At most one event per this time, so that a job of thousands of quick steps does not flood the page. */
const quietMs = 200;
/** Without changes: checks the session, and finds what a lost notification would have announced. */
const pollMs = 900;

export function streamJob(scope: Scope, jobId: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  return openLive(signal, async (live) => {
    const known = new Map<number, string>();
    let changed = true;
    const unwatch = watchJob(jobId, () => {
      changed = true;
      live.wake();
    });
    let sent = '';
    try {
      while (!live.signal.aborted) {
        changed = false;
        const progress = (await isSameView(scope)) && (await readJobProgress(await proveAgain(scope), jobId));
        if (!progress) break;
        const steps = progress.steps.filter((step) => {
          const text = JSON.stringify(step);
          if (known.get(step.position) === text) return false;
          known.set(step.position, text);
          return true;
        });
        const text = JSON.stringify({ ...progress, steps });
        if (steps.length > 0 || text !== sent) live.send(text);
        else live.breathe();
        sent = JSON.stringify({ ...progress, steps: [] });
        if (hasEnded(progress.state)) break;
        await setTimeout(quietMs);
        if (!changed) await live.rest(pollMs - quietMs);
      }
    } finally {
      unwatch();
    }
  });
}

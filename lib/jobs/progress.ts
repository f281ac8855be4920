import { proveAgain } from '@/lib/auth/prove-again';
import type { Scope } from '@/lib/auth/scope';
import { isSameView } from '@/lib/auth/switch-view';
import type { JobState } from '@/lib/db/tables/jobs';
import type { ErrorCode } from '@/lib/errors';
import { onStopping } from '@/lib/shutdown';
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
  const encoder = new TextEncoder();
  const known = new Map<number, string>();
  let wake: () => void = () => {};
  let changed = true;
  let over = false;
  const onChange = () => {
    changed = true;
    wake();
  };
  const end = () => {
    over = true;
    wake();
  };

  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const unwatch = watchJob(jobId, onChange);
      signal.addEventListener('abort', end, { once: true });
      const unwatchStop = onStopping(end);
      let sent = '';
      try {
        while (!over) {
          changed = false;
          const progress =
            (await isSameView(scope)) && (await readJobProgress(await proveAgain(scope), jobId));
          if (!progress || over) break;
          const steps = progress.steps.filter((step) => {
            const text = JSON.stringify(step);
            if (known.get(step.position) === text) return false;
            known.set(step.position, text);
            return true;
          });
          const text = JSON.stringify({ ...progress, steps });
          if (steps.length > 0 || text !== sent) controller.enqueue(encoder.encode(`data: ${text}\n\n`));
          else controller.enqueue(encoder.encode(': still here\n\n'));
          sent = JSON.stringify({ ...progress, steps: [] });
          if (hasEnded(progress.state)) break;
          await pause(quietMs);
          if (!changed && !over) await pause(pollMs - quietMs, (resume) => (wake = resume));
        }
        controller.close();
      } catch (error) {
        if (!over) controller.error(error);
      } finally {
        unwatch();
        unwatchStop();
        signal.removeEventListener('abort', end);
      }
    },
    cancel: end,
  });
}

function pause(ms: number, early?: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    early?.(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

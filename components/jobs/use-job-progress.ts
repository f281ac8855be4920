'use client';

import { useEffect, useState } from 'react';
import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { serverEvents } from '@/components/ui/server-events';
import { readAnswer } from '@/lib/http/read-answer';
import type { StepProgress } from '@/lib/jobs/data';
import type { JobProgress } from '@/lib/jobs/progress';

export type Liveness = 'live' | 'polling' | 'disconnected' | 'ended';

const pollEveryMs = 2_500;

/**
 * Follows a job by the server's stream, or by asking every few seconds if the stream does not arrive. Uses fetch:
 * EventSource cannot send the header that marks a background request.
 */
export function useJobProgress(
  jobId: string,
  first: JobProgress,
): { progress: JobProgress; liveness: Liveness } {
  const [progress, setProgress] = useState(first);
  const [liveness, setLiveness] = useState<Liveness>(isOver(first) ? 'ended' : 'live');
  const over = isOver(progress);

  useEffect(() => {
    if (over) {
      setLiveness('ended');
      return;
    }
    const stop = new AbortController();
    const take = (news: JobProgress) => setProgress((known) => merge(known, news));
    follow({ jobId, take, tell: setLiveness, signal: stop.signal });
    return () => stop.abort();
  }, [jobId, over]);

  return { progress, liveness };
}

function isOver({ state }: JobProgress): boolean {
  return state === 'done' || state === 'cancelled';
}

function merge(known: JobProgress, news: JobProgress): JobProgress {
  const steps = new Map<number, StepProgress>(known.steps.map((step) => [step.position, step]));
  for (const step of news.steps) steps.set(step.position, step);
  return { ...news, steps: [...steps.values()] };
}

type Follower = {
  jobId: string;
  take: (news: JobProgress) => void;
  tell: (liveness: Liveness) => void;
  signal: AbortSignal;
};

async function follow(follower: Follower): Promise<void> {
  while (!follower.signal.aborted) {
    const heard = await listen(follower);
    if (follower.signal.aborted) return;
    // If the stream brought nothing, a proxy probably holds it back. Polling works everywhere.
    for (let round = 0; round < (heard ? 1 : 8) && !follower.signal.aborted; round++) {
      await poll(follower);
      await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
    }
  }
}

/** Reads the stream to its end. Returns whether any data came. */
async function listen({ jobId, take, tell, signal }: Follower): Promise<boolean> {
  let heard = false;
  try {
    const response = await fetchInBackground(`/api/jobs/${jobId}/stream`, signal);
    if (!response.ok || !response.body) return false;
    for await (const news of serverEvents<JobProgress>(response.body)) {
      heard = true;
      tell('live');
      take(news);
    }
  } catch {
    // The stream was cut off. Polling continues.
  }
  return heard;
}

async function poll({ jobId, take, tell, signal }: Follower): Promise<void> {
  const answer = await readAnswer<JobProgress>(fetchInBackground(`/api/jobs/${jobId}`, signal));
  if (signal.aborted) return;
  tell(answer.ok ? 'polling' : 'disconnected');
  if (answer.ok) take(answer.body);
}

import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { serverEvents } from '@/components/ui/server-events';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';
import { readAnswer } from '@/lib/http/read-answer';

/** Interval of polling where no stream arrives, because of a proxy or too many tabs. */
const askMs = 10_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Reports how many newer events there are, until `signal` is aborted. Uses the server's stream. When that ends, tries
 * again at growing intervals, and polls in between.
 */
export async function followNewer(
  query: string,
  { take, signal }: { take: (answer: NewerAnswer) => void; signal: AbortSignal },
): Promise<void> {
  let wait = firstWaitMs;
  while (!signal.aborted) {
    const heard = await listen(query, take, signal);
    // Signed out: there is nothing to wait for.
    if (heard === 'ended' || signal.aborted) return;
    if (heard === 'nothing') {
      if ((await ask(query, take, signal)) === 'ended') return;
      wait = Math.min(longestWaitMs, Math.max(wait * 2, askMs));
    } else {
      wait = firstWaitMs;
    }
    // Random: after a restart, tabs must not all return at once.
    await pause(wait * (0.75 + Math.random() / 2), signal);
  }
}

async function listen(
  query: string,
  take: (answer: NewerAnswer) => void,
  signal: AbortSignal,
): Promise<'news' | 'nothing' | 'ended'> {
  let heard = false;
  try {
    const response = await fetchInBackground(`/api/events/stream?${query}`, signal);
    if (isFinal(response)) return 'ended';
    if (!response.ok || !response.body) return 'nothing';
    for await (const answer of serverEvents<NewerAnswer>(response.body)) {
      heard = true;
      take(answer);
    }
  } catch {
    // The stream was cut off. The caller tries again.
  }
  return heard ? 'news' : 'nothing';
}

async function ask(
  query: string,
  take: (answer: NewerAnswer) => void,
  signal: AbortSignal,
): Promise<'asked' | 'ended'> {
  const answer = await readAnswer<NewerAnswer>(fetchInBackground(`/api/events/newer?${query}`, signal));
  if (isFinal(answer)) return 'ended';
  // Without an answer, the next round asks again.
  if (answer.ok) take(answer.body);
  return 'asked';
}

/** Another try would give the same: signed out, unknown filter, or a door that is no longer available. */
function isFinal({ status }: { status: number }): boolean {
  return status === 400 || status === 401 || status === 404;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      // A tab stays open all day. Without this, its signal would collect a listener for each pause.
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

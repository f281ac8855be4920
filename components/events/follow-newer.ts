import { fetchInBackground } from '@/components/auth/fetch-in-background';
import { serverEvents } from '@/components/ui/server-events';
import type { NewerAnswer } from '@/lib/archive/events/newer-events';

/** Where a stream does not get through (a proxy that holds it back, too many tabs), the page asks this often. */
const askMs = 10_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Tells how many events are newer than the newest the page knows until `signal` is aborted: by the server's stream, and
 * where that ends (a server or a database that went away) by another one, less and less often, a count first.
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
    // Not all tabs of all people in the same moment when a server is back.
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
    // Cut off; it is tried again.
  }
  return heard ? 'news' : 'nothing';
}

async function ask(
  query: string,
  take: (answer: NewerAnswer) => void,
  signal: AbortSignal,
): Promise<'asked' | 'ended'> {
  try {
    const response = await fetchInBackground(`/api/events/newer?${query}`, signal);
    if (isFinal(response)) return 'ended';
    if (response.ok) take((await response.json()) as NewerAnswer);
  } catch {
    // The next round asks again.
  }
  return 'asked';
}

/** Asking again would bring the same: signed out, a filter that is not understood, a door that is no longer his. */
function isFinal({ status }: Response): boolean {
  return status === 400 || status === 401 || status === 404;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      // A tab stays open all day: its signal must not collect a listener for each pause.
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}

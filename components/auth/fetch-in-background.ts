import { inBackground } from '@/lib/auth/background-request';

let quiet = new AbortController();

/** A request that a page makes by itself: it keeps no session alive, and is given up when somebody signs out. */
export async function fetchInBackground(address: string, signal: AbortSignal): Promise<Response> {
  const call = new AbortController();
  const giveUp = () => call.abort();
  for (const reason of [signal, quiet.signal]) {
    if (reason.aborted) giveUp();
    reason.addEventListener('abort', giveUp, { once: true });
  }
  return fetch(address, { headers: inBackground, signal: call.signal });
}

/**
 * Gives up what is asked for in the background, and lets nothing more be asked: once the session is gone, the page that is
 * being left would be refused. Returns what lets it go on, for a sign-out that failed.
 */
export function quietBackground(): () => void {
  quiet.abort();
  return () => {
    quiet = new AbortController();
  };
}

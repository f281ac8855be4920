import { fetchInBackground } from './fetch-in-background';

const name = 'doordesk-session';
const againMs = 2_500;

/**
 * Calls `look` at once when the session of this browser has ended or moved to another workspace, in all tabs. One visible tab
 * listens for all: a stream in each would use up the browser's six connections to one server. Does nothing where the browser
 * has no locks between tabs, as on an address without HTTPS: the pages still poll.
 */
export async function followSession(look: () => void, signal: AbortSignal): Promise<void> {
  if (!('locks' in navigator) || signal.aborted) return;
  const others = new BroadcastChannel(name);
  others.onmessage = look;
  signal.addEventListener('abort', () => others.close(), { once: true });
  const tell = () => {
    if (signal.aborted) return;
    look();
    others.postMessage('');
  };
  // Rejects when `signal` ends the wait for the lock.
  await navigator.locks.request(name, { signal }, () => listen(tell, signal)).catch(() => {});
}

async function listen(tell: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const { status, body } = await fetchInBackground('/api/session/stream', signal);
      // Comments only.
      for (const reader = body?.getReader(); reader && !(await reader.read()).done; );
      if (status === 200 || status === 401 || status === 409) tell();
      if (status === 401) return;
    } catch {
      // Cut off. It is opened again, and then says whether the session lives.
    }
    if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, againMs));
  }
}

import { inBackground, inBackgroundForNow } from '@/lib/auth/background-request';

let quiet = new AbortController();

/** A request that the page makes by itself. It does not keep a session alive, and ends at sign-out. */
export async function fetchInBackground(address: string, signal: AbortSignal): Promise<Response> {
  const call = new AbortController();
  const giveUp = () => call.abort();
  for (const reason of [signal, quiet.signal]) {
    if (reason.aborted) giveUp();
    reason.addEventListener('abort', giveUp, { once: true });
  }
  return fetch(address, { headers: inBackground, signal: call.signal });
}

type Router = { refresh: () => void };

/** A refresh that the page makes by itself. It does not keep a session alive. */
export function refreshInBackground(router: Router): void {
  if (quiet.signal.aborted) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all browsers.
  document.cookie = inBackgroundForNow;
  router.refresh();
}

/** Because a person came back. Not after a sign-out: it would open the sign-in page without its notice. */
export function refreshForPerson(router: Router): void {
  if (!quiet.signal.aborted) router.refresh();
}

/**
 * Ends background requests and prevents new ones, which the server would refuse after a sign-out. Returns a function
 * that resumes them if the sign-out failed.
 */
export function quietBackground(): () => void {
  quiet.abort();
  return () => {
    quiet = new AbortController();
  };
}

/**
 * Runs what ends this page's session or moves it elsewhere, after which another page is loaded: the page asks for nothing from
 * then on, because it would be refused. It goes on if `act` fails, or returns null.
 */
export async function leavePage<T extends { ok: boolean } | null>(act: () => Promise<T>): Promise<T> {
  const goOn = quietBackground();
  try {
    const result = await act();
    if (!result?.ok) goOn();
    return result;
  } catch (error) {
    goOn();
    throw error;
  }
}

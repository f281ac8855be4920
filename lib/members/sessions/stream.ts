import type { Scope } from '@/lib/auth/scope';
import { sessionEndedChannel } from '@/lib/auth/session';
import { isSameView } from '@/lib/auth/switch-view';
import { isHeard, watch } from '@/lib/db/listen';
import { openLive } from '@/lib/http/live-stream';

/** Shorter than the usual limit of proxies for a silent connection. Also how soon a session that expired by itself is noticed. */
const breathMs = 25_000;
/** The same while the notifications of the database are not heard. */
const pollMs = 900;

/** Ends with the session, its view (see `isSameView`), the reader or this process. */
export function streamSession(
  scope: Pick<Scope, 'sessionId' | 'workspaceId' | 'viewsAs'>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  return openLive(signal, async (live) => {
    let look = true;
    const unwatch = watch({ channel: sessionEndedChannel, payload: scope.sessionId }, () => {
      look = true;
      live.wake();
    });
    try {
      while (!live.signal.aborted) {
        look = false;
        if (!(await isSameView(scope))) return;
        live.breathe();
        if (!look) await live.rest(isHeard(sessionEndedChannel) ? breathMs : pollMs);
      }
    } finally {
      unwatch();
    }
  });
}

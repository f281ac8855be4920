import { approvalChannel, watchApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { proveAgain } from '@/lib/auth/prove-again';
import type { Scope } from '@/lib/auth/scope';
import { sessionEndedChannel } from '@/lib/auth/session';
import { isSameView } from '@/lib/auth/switch-view';
import { isHeard, watch } from '@/lib/db/listen';
import { openLive } from '@/lib/http/live-stream';
import { readApprovalNews } from './data';

/** Also how soon a session that has expired by itself is noticed. */
const breathMs = 10_000;
/** The same while the notifications of the database are not heard. */
const pollMs = 900;

/** Server-sent `ApprovalNews`. The first comes at once. Ends with the reader, the session or this process, and when the
 * person looks as another member or goes to another workspace. */
export function streamApprovals(scope: Scope, signal: AbortSignal): ReadableStream<Uint8Array> {
  const { sessionId, workspaceId } = scope;
  return openLive(signal, async (live) => {
    let come = false;
    const look = () => {
      come = true;
      live.wake();
    };
    const unwatch = [
      watchApprovals(workspaceId, look),
      watch({ channel: sessionEndedChannel, payload: sessionId }, look),
    ];
    let sent = '';
    try {
      while (!live.signal.aborted) {
        come = false;
        // Again each time: the session can end, and what its person may see can change.
        if (!(await isSameView(scope))) break;
        const news = JSON.stringify(await readApprovalNews(await proveAgain(scope)));
        if (news === sent) live.breathe();
        else live.send(news);
        sent = news;
        const heard = isHeard(sessionEndedChannel) && isHeard(approvalChannel);
        if (!come) await live.rest(heard ? breathMs : pollMs);
      }
    } finally {
      for (const stop of unwatch) stop();
    }
  });
}

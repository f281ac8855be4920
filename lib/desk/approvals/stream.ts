import { watchApprovals } from '@/lib/abilities/approvals/notify-approvals';
import { type Scope, scopeOfSession } from '@/lib/auth/scope';
import { sessionEndedChannel } from '@/lib/auth/session';
import { watch } from '@/lib/db/listen';
import { onStopping } from '@/lib/shutdown';
import { readApprovalNews } from './data';

/** A proxy in between closes a silent connection. Also how soon a session that has expired by itself is noticed. */
const breathMs = 10_000;

/** Server-sent `ApprovalNews`. The first comes at once. Ends with the reader, the session or this process. */
export function streamApprovals(
  { sessionId, workspaceId }: Scope,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let wake: () => void = () => {};
  let come = false;
  let over = signal.aborted;
  const look = () => {
    come = true;
    wake();
  };
  const end = () => {
    over = true;
    wake();
  };
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const unwatch = [
        watchApprovals(workspaceId, look),
        watch({ channel: sessionEndedChannel, payload: sessionId }, look),
        onStopping(end),
      ];
      signal.addEventListener('abort', end, { once: true });
      let sent = '';
      try {
        while (!over) {
          come = false;
          // Again each time: the session can end, and what its person may see can change.
          const scope = await scopeOfSession(sessionId);
          if (!scope) break;
          const news = JSON.stringify(await readApprovalNews(scope));
          if (over) break;
          controller.enqueue(encoder.encode(news === sent ? ': still here\n\n' : `data: ${news}\n\n`));
          sent = news;
          if (!come && !over) await pause(breathMs, (resume) => (wake = resume));
        }
        if (!over) controller.close();
      } catch (error) {
        if (!over) controller.error(error);
      } finally {
        for (const stop of unwatch) stop();
        signal.removeEventListener('abort', end);
      }
    },
    cancel: end,
  });
}

/** Waits `ms`; calls `early` with a function that ends the wait. */
function pause(ms: number, early: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    early(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

import type { z } from 'zod';
import { proveAgain } from '@/lib/auth/prove-again';
import type { Scope } from '@/lib/auth/scope';
import { sessionEndedChannel } from '@/lib/auth/session';
import { isSameView } from '@/lib/auth/switch-view';
import { isHeard, watch } from '@/lib/db/listen';
import { DeskError } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import { onStopping } from '@/lib/shutdown';
import { hidesEvents } from '../access/visible-events';
import { eventChannel, watchEvents } from '../sync/store/notify-pages';
import { countNewer, type newerQuery } from './newer-events';

export const mostStreams = 6;

/** Shortest interval between two counts, because a first reading stores a whole history. */
const quietMs = 1_000;
/** Interval of comments that keep proxies connected, and of checks whether the session has expired. */
const breathMs = 10_000;
/** The same while the notifications of the database are not heard. */
const pollMs = 900;

// Next bundles handlers separately; this map must be one per process.
const shared = processSlot<Map<string, number>>('event-streams');

/** Server-sent `NewerAnswer`s. The first comes at once, for pages that were disconnected. Ends with session or process. */
export function streamNewer(
  scope: Scope,
  query: z.output<typeof newerQuery>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const leave = enter(scope.sessionId);
  const encoder = new TextEncoder();
  let wake: () => void = () => {};
  let come = true;
  let look = true;
  let over = signal.aborted;
  const onEvents = () => {
    if (come) return;
    come = true;
    wake();
  };
  const onSession = () => {
    look = true;
    wake();
  };
  const end = () => {
    over = true;
    wake();
  };

  return new ReadableStream<Uint8Array>({
    async start(controller) {
      const unwatch = [
        watchEvents(scope.workspaceId, onEvents),
        watch({ channel: sessionEndedChannel, payload: scope.sessionId }, onSession),
        onStopping(end),
      ];
      signal.addEventListener('abort', end, { once: true });
      let sent = '';
      let countedAt = Number.NEGATIVE_INFINITY;
      let breathedAt = performance.now();
      try {
        while (!over) {
          look = false;
          if (!(await isSameView(scope)) || over) break;
          const due = come && countedAt + quietMs <= performance.now();
          if (due) {
            come = false;
            const now = await proveAgain(scope);
            // The page loads again after the list has been read.
            const answer = hidesEvents(now)
              ? sent
              : JSON.stringify(await countNewer(now, { ...query, refresh: false }));
            countedAt = performance.now();
            if (over) break;
            if (answer !== sent) controller.enqueue(encoder.encode(`data: ${answer}\n\n`));
            sent = answer;
          }
          if (performance.now() - breathedAt >= breathMs) {
            breathedAt = performance.now();
            controller.enqueue(encoder.encode(': still here\n\n'));
          }
          const heard = isHeard(sessionEndedChannel) && isHeard(eventChannel);
          if (!heard) come = true;
          if (over || look) continue;
          const wait = !heard
            ? pollMs
            : come
              ? Math.max(0, countedAt + quietMs - performance.now())
              : breathMs;
          await pause(wait, (resume) => {
            wake = resume;
          });
        }
        controller.close();
      } catch (error) {
        if (!over) controller.error(error);
      } finally {
        for (const stop of unwatch) stop();
        signal.removeEventListener('abort', end);
        leave();
      }
    },
    cancel: end,
  });
}

function enter(sessionId: string): () => void {
  shared.value ??= new Map();
  const streams = shared.value;
  const open = streams.get(sessionId) ?? 0;
  if (open >= mostStreams) throw new DeskError('throttled');
  streams.set(sessionId, open + 1);
  return () => {
    const left = (streams.get(sessionId) ?? 1) - 1;
    if (left > 0) streams.set(sessionId, left);
    else streams.delete(sessionId);
  };
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

import type { z } from 'zod';
import { proveAgain } from '@/lib/auth/prove-again';
import type { Scope } from '@/lib/auth/scope';
import { sessionEndedChannel } from '@/lib/auth/session';
import { isSameView } from '@/lib/auth/switch-view';
import { isHeard, watch } from '@/lib/db/listen';
import { DeskError } from '@/lib/errors';
import { openLive } from '@/lib/http/live-stream';
import { processSlot } from '@/lib/process-slot';
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
  return openLive(signal, async (live) => {
    let come = true;
    let look = true;
    const onEvents = () => {
      if (come) return;
      come = true;
      live.wake();
    };
    const onSession = () => {
      look = true;
      live.wake();
    };
    const unwatch = [
      watchEvents(scope.workspaceId, onEvents),
      watch({ channel: sessionEndedChannel, payload: scope.sessionId }, onSession),
    ];
    let sent = '';
    let countedAt = Number.NEGATIVE_INFINITY;
    let breathedAt = performance.now();
    try {
      while (!live.signal.aborted) {
        look = false;
        if (!(await isSameView(scope)) || live.signal.aborted) break;
        const due = come && countedAt + quietMs <= performance.now();
        if (due) {
          come = false;
          const now = await proveAgain(scope);
          // The page loads again after the list has been read.
          const answer = hidesEvents(now)
            ? sent
            : JSON.stringify(await countNewer(now, { ...query, refresh: false }));
          countedAt = performance.now();
          if (answer !== sent) live.send(answer);
          sent = answer;
        }
        if (performance.now() - breathedAt >= breathMs) {
          breathedAt = performance.now();
          live.breathe();
        }
        const heard = isHeard(sessionEndedChannel) && isHeard(eventChannel);
        if (!heard) come = true;
        if (look) continue;
        const untilDue = come ? Math.max(0, countedAt + quietMs - performance.now()) : breathMs;
        await live.rest(heard ? untilDue : pollMs);
      }
    } finally {
      for (const stop of unwatch) stop();
      leave();
    }
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

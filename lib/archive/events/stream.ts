import type { z } from 'zod';
import { type Scope, standingScope } from '@/lib/auth/scope';
import { findSessionById, sessionEndedChannel } from '@/lib/auth/session';
import { isHeard, watch } from '@/lib/db/listen';
import { isFreshList } from '@/lib/devices/list-age';
import { DeskError } from '@/lib/errors';
import { processSlot } from '@/lib/process-slot';
import { onStopping } from '@/lib/shutdown';
import { hidesEvents } from '../access/visible-events';
import { eventChannel, watchEvents } from '../sync/store/notify-pages';
import { countNewer, type newerQuery } from './newer-events';

/** Streams of one session in one process: a browser of many tabs holds one for each tab in sight. */
export const mostStreams = 6;

/** A count is sent at most this often, so that a whole history that is read in does not drown the page. */
const quietMs = 1_000;
/** Without any news: a sign of life for proxies, and a look at whether the session has run out unused. */
const breathMs = 10_000;
/** The same while this process does not hear of the session's end. */
const lookMs = 900;

// Next bundles handlers apart from each other; the number is one for the process.
const shared = processSlot<Map<string, number>>('event-streams');

/**
 * Server-sent events with a `NewerAnswer` each: how many events match that are newer than the newest the page knows. The
 * first comes at once, which is how a page that was cut off catches up. Ends with the session, whichever process ends it,
 * and with this process.
 */
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
    // Already on its way.
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
      let told = '';
      let countedAt = Number.NEGATIVE_INFINITY;
      let breathedAt = performance.now();
      try {
        while (!over) {
          look = false;
          if (!(await findSessionById(scope.sessionId)) || over) break;
          const due = come && countedAt + quietMs <= performance.now();
          if (due) {
            come = false;
            const now = await asOfNow(scope);
            // The page is drawn again once the list has been read.
            const answer = hidesEvents(now)
              ? told
              : JSON.stringify(await countNewer(now, { ...query, refresh: false }));
            countedAt = performance.now();
            if (over) break;
            if (answer !== told) controller.enqueue(encoder.encode(`data: ${answer}\n\n`));
            told = answer;
          }
          if (performance.now() - breathedAt >= breathMs) {
            breathedAt = performance.now();
            controller.enqueue(encoder.encode(': still here\n\n'));
          }
          // Where nothing is heard, each look counts again.
          const heard = isHeard(sessionEndedChannel) && isHeard(eventChannel);
          if (!heard) come = true;
          if (over || look) continue;
          const wait = !heard
            ? lookMs
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

/** The scope with the rooms of the device list as it is now: a stream stays open for hours, and rooms are taken away. */
async function asOfNow(scope: Scope): Promise<Scope> {
  const now = await standingScope(scope.workspaceId, scope.actor);
  if (!now) return scope;
  const { channels, cameras, channelsReadAt } = now;
  return { ...scope, channels, cameras, channelsReadAt, listIsFresh: isFreshList(channelsReadAt) };
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

/** Waits; `early` is given what ends the wait before its time. */
function pause(ms: number, early: (resume: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    early(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { processSlot } from './process-slot';

type Waiting = { watched: boolean; waiting: number; idle: Set<() => void>; lastServedAt: number };

const shared = processSlot<Waiting>('requests');
shared.value ??= { watched: false, waiting: 0, idle: new Set(), lastServedAt: Number.NEGATIVE_INFINITY };
const state = shared.value;

/**
 * Answers that take minutes: nobody waits for their end, and what waits for others may be one of them. And a reading of
 * a room: it waits for the cloud, which may hang for one account, and not for this process.
 */
const long = /\/(export|file|stream)(\?|$)|^\/api\/readings\//;

/** Counts the requests that somebody waits for, as Node tells of them. In the serving process, once. */
export function watchRequests(): void {
  if (state.watched) return;
  state.watched = true;
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (long.test(request.url ?? '')) return;
    state.waiting += 1;
    response.once('close', () => {
      state.waiting -= 1;
      state.lastServedAt = performance.now();
      if (state.waiting > 0) return;
      for (const go of state.idle) go();
      state.idle.clear();
    });
  });
}

/** People who were served so lately are about to ask for more. */
const aroundMs = 2_000;

/**
 * Long work asks before each piece: resolves once nobody waits for an answer of this process, and after `mostMs`
 * whatever happens, so that a busy house does not bring it to a standstill. While people are around it also rests for
 * `restMs`: a database that is read more slowly than it could tell fills its buffers, and then stops when it is to.
 */
export async function waitForRequests(mostMs: number, restMs = 0): Promise<void> {
  if (state.waiting === 0) {
    if (restMs > 0 && performance.now() - state.lastServedAt < aroundMs) await sleep(restMs);
    return;
  }
  await new Promise<void>((resolve) => {
    const go = () => {
      clearTimeout(timer);
      state.idle.delete(go);
      resolve();
    };
    const timer = setTimeout(go, mostMs);
    state.idle.add(go);
  });
}

/** What a piece of a file waits for other people's pages at most: a download under a steady flood goes on at 1 MB/s. */
const pieceWaitsMs = 50;
/** A file takes half of the time while people are about; what took longer than this was a slow reader, not work. */
const pieceRestsMs = 25;

/** For work in pieces, asked before each: gives way before every so many, and rests as long as those before took. */
export function createRequestPause(every = 1): () => Promise<void> {
  let begunAt = performance.now();
  let turn = 0;
  return async () => {
    turn += 1;
    if (turn % every !== 0) return;
    await waitForRequests(pieceWaitsMs, Math.min(performance.now() - begunAt, pieceRestsMs));
    begunAt = performance.now();
  };
}

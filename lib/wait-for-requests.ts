import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { processSlot } from './process-slot';

type Waiting = { watched: boolean; waiting: number; idle: Set<() => void>; lastServedAt: number };

const shared = processSlot<Waiting>('requests');
shared.value ??= { watched: false, waiting: 0, idle: new Set(), lastServedAt: Number.NEGATIVE_INFINITY };
const state = shared.value;

/** Answers that take minutes. Long work may be one of them: it must not wait for itself. Readings wait for the cloud instead. */
const long = /\/(export|file|stream)(\?|$)|^\/api\/readings\//;

/** Counts the requests that a person waits for. Once in the serving process. */
export function watchRequests(): void {
  if (state.watched) return;
  state.watched = true;
  subscribe('http.server.request.start', (message) => {
    // What Node publishes on this channel.
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

/** A person who was served this recently will probably ask for more. */
const aroundMs = 2_000;

/**
 * Call it before each piece of long work. Resolves when no one waits for an answer, or after `mostMs`. While people
 * are active it also pauses for `pauseMs`, because a database works ahead until its buffers are full.
 */
export async function waitForRequests(mostMs: number, pauseMs = 0): Promise<void> {
  if (state.waiting === 0) {
    if (pauseMs > 0 && performance.now() - state.lastServedAt < aroundMs) await sleep(pauseMs);
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

/** The longest that one piece of a file waits for pages. Under a steady flood, a download still gets 1 MB/s. */
const pieceWaitsMs = 50;
/** A file takes half of the time while people are active. A longer piece means a slow reader, not more work. */
const piecePauseMs = 25;

/** For work in pieces: call it before each one. Every `every` pieces it gives way, and pauses as long as they took. */
export function createRequestPause(every = 1): () => Promise<void> {
  let begunAt = performance.now();
  let turn = 0;
  return async () => {
    turn += 1;
    if (turn % every !== 0) return;
    await waitForRequests(pieceWaitsMs, Math.min(performance.now() - begunAt, piecePauseMs));
    begunAt = performance.now();
  };
}

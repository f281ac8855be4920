import type { ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';

/** A slower request waits for something else: the cloud, the database, a slow reader. */
const youngMs = 1_000;
/** While requests wait, the event loop's load is measured this often. Below `busy`, one more begins. */
const pollMs = 5;
const busy = 0.7;
/** Wait between a visitor's requests while others are served, times their requests in progress. */
const spacingMs = 50;

type Answer = Pick<ServerResponse, 'destroyed' | 'writableEnded'>;

export type Gate = {
  /** True: it is the request's turn. False: the gate is closed. */
  enter(response: Answer, visitor?: string): Promise<boolean>;
  leave(response: Answer): void;
  /** Begins no request until `resume`. */
  pause(): void;
  resume(): void;
  /** Refuses all waiting and later requests. */
  close(): void;
};

/**
 * While the process is busy, begins a visitor's requests one at a time, in order. Two hundred pages drawn at once would
 * all finish late, and none if the process stops first. A visitor who reloads many tabs would slow all others down.
 * While the process is idle, no request waits, so a hanging cloud delays no others. A visitor with many requests in
 * progress gets a low rate while others are served.
 */
export function createGate(): Gate {
  const underWay = new Map<Answer, { at: number; visitor: string }>();
  const waiting: { response: Answer; visitor: string; settle: (isTurn: boolean) => void }[] = [];
  const begun = new Map<string, number>();
  let isClosed = false;
  let isPaused = false;
  let timer: NodeJS.Timeout | undefined;
  let seen = performance.eventLoopUtilization();

  function young() {
    const since = performance.now() - youngMs;
    return [...underWay.values()].filter(({ at }) => at > since);
  }

  function begin(response: Answer, visitor: string): void {
    const at = performance.now();
    underWay.set(response, { at, visitor });
    begun.set(visitor, at);
  }

  function underWayOf(visitor: string): number {
    return [...underWay.values()].filter((one) => one.visitor === visitor).length;
  }

  function isSpaced(visitor: string): boolean {
    if (!young().some((one) => one.visitor !== visitor)) return true;
    return performance.now() - (begun.get(visitor) ?? 0) >= spacingMs * underWayOf(visitor);
  }

  /** A visitor's first request does not wait, however many requests others have. */
  function isFirstOf(visitor: string): boolean {
    return !isPaused && ![...young(), ...waiting].some((one) => one.visitor === visitor);
  }

  function next(isIdle: boolean): boolean {
    if (isPaused || !(isIdle || young().length === 0)) return false;
    const place = waiting.findIndex(({ visitor }) => isSpaced(visitor));
    const [first] = place < 0 ? [] : waiting.splice(place, 1);
    if (!first) return false;
    const { response, visitor } = first;
    // The client may have left, or it was answered without a turn.
    if (!response.destroyed && !response.writableEnded) begin(response, visitor);
    first.settle(true);
    return true;
  }

  function poll(): void {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, seen);
    seen = now;
    next(utilization < busy);
    timer = waiting.length > 0 ? setTimeout(poll, pollMs) : undefined;
  }

  return {
    enter(response, visitor = '') {
      if (isClosed) return Promise.resolve(false);
      if (isFirstOf(visitor)) {
        begin(response, visitor);
        return Promise.resolve(true);
      }
      return new Promise((settle) => {
        waiting.push({ response, visitor, settle });
        if (timer) return;
        seen = performance.eventLoopUtilization();
        timer = setTimeout(poll, pollMs);
      });
    },
    leave(response) {
      const known = underWay.get(response);
      underWay.delete(response);
      if (known && underWayOf(known.visitor) === 0) begun.delete(known.visitor);
      while (next(false));
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
    },
    close() {
      isClosed = true;
      for (const { settle } of waiting.splice(0)) settle(false);
    },
  };
}

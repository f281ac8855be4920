import { createPace, type Outcome } from './pace';

/** Who waits for a call: a person at a page, a page filling itself while one looks, work nobody waits for. */
export type Priority = 'person' | 'filling' | 'background';

export type Slot = {
  /** Gives the slot back and tells how the call went. Only the first release counts. */
  release(outcome: Outcome, retryAfterMs?: number): void;
};

export type Limiter = {
  /** Waits for a slot. Rejects with the signal's reason, or with LimiterBusy when `maxWaitMs` would be, or is, exceeded. */
  acquire(options: { priority: Priority; signal?: AbortSignal; maxWaitMs?: number }): Promise<Slot>;
  readonly limit: number;
  readonly inFlight: number;
  readonly waiting: number;
};

/** No slot came free in time, or the cloud asked for a rest longer than the caller would wait. */
export class LimiterBusy extends Error {
  constructor(readonly retryAfterMs: number | undefined) {
    super('No slot came free in time');
    this.name = 'LimiterBusy';
  }
}

type Waiter = { start: () => void };

const ORDER: readonly Priority[] = ['person', 'filling', 'background'];
/**
 * After so many calls in a row have gone past a waiting lower class, it gets one: soon, where a page fills itself while
 * one looks; work that nobody waits for only must not stand still for ever.
 */
const PATIENCE: Record<Priority, number> = { person: 0, filling: 8, background: 200 };
/** Whoever was answered so lately is about to ask for more: a page is followed by what fills it. */
const AROUND_MS = 2_000;

/** At most `max` calls at once towards one cloud, fewer while it cannot bear them, persons first. */
export function createLimiter({ max, now = Date.now }: { max: number; now?: () => number }): Limiter {
  const pace = createPace(max);
  const queues: Record<Priority, Waiter[]> = { person: [], filling: [], background: [] };
  const passedOver: Record<Priority, number> = { person: 0, filling: 0, background: 0 };
  let inFlight = 0;
  let wake: NodeJS.Timeout | undefined;
  let lastWaitedFor = Number.NEGATIVE_INFINITY;

  const waiting = () => queues.person.length + queues.filling.length + queues.background.length;

  /**
   * Nobody waits for background work: a quarter of the slots stays free of it, so that a person finds one at once, and
   * three quarters while people are about.
   */
  function mayStart(priority: Priority): boolean {
    const quarter = Math.floor(pace.limit / 4);
    const around = now() - lastWaitedFor < AROUND_MS;
    const open = around ? Math.max(1, quarter) : pace.limit - quarter;
    return inFlight < (priority === 'background' ? open : pace.limit);
  }

  function next(): Waiter | undefined {
    const overdue = ORDER.findLast(
      (priority) => queues[priority].length > 0 && passedOver[priority] >= PATIENCE[priority],
    );
    const chosen = overdue ?? ORDER.find((priority) => queues[priority].length > 0 && mayStart(priority));
    if (chosen === undefined) return undefined;
    passedOver[chosen] = 0;
    for (const lower of ORDER.slice(ORDER.indexOf(chosen) + 1)) {
      passedOver[lower] = queues[lower].length > 0 ? passedOver[lower] + 1 : 0;
    }
    return queues[chosen].shift();
  }

  function pump() {
    clearTimeout(wake);
    const rest = pace.pausedUntil - now();
    if (rest > 0) {
      if (waiting() > 0) wake = setTimeout(pump, rest);
      return;
    }
    while (inFlight < pace.limit) {
      const waiter = next();
      if (waiter === undefined) return;
      waiter.start();
    }
  }

  function open(priority: Priority): Slot {
    const ticket = pace.start();
    inFlight += 1;
    let held = true;
    const note = () => {
      if (priority !== 'background') lastWaitedFor = now();
    };
    note();
    return {
      release(outcome, retryAfterMs) {
        if (!held) return;
        held = false;
        note();
        // Background work waits below the limit, and would use more of it all the same.
        const saturated = inFlight >= pace.limit || waiting() > 0;
        inFlight -= 1;
        pace.end(ticket, outcome, { now: now(), saturated, retryAfterMs });
        pump();
      },
    };
  }

  return {
    acquire({ priority, signal, maxWaitMs }) {
      return new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const rest = pace.pausedUntil - now();
        if (maxWaitMs !== undefined && rest > maxWaitMs) return reject(new LimiterBusy(rest));
        let timer: NodeJS.Timeout | undefined;
        const settle = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
        };
        const waiter: Waiter = {
          start() {
            settle();
            resolve(open(priority));
          },
        };
        const leave = (reason: unknown) => {
          const queue = queues[priority];
          const at = queue.indexOf(waiter);
          if (at >= 0) queue.splice(at, 1);
          settle();
          reject(reason);
        };
        const onAbort = () => leave(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        if (maxWaitMs !== undefined) timer = setTimeout(() => leave(new LimiterBusy(undefined)), maxWaitMs);
        queues[priority].push(waiter);
        pump();
      });
    },
    get limit() {
      return pace.limit;
    },
    get inFlight() {
      return inFlight;
    },
    get waiting() {
      return waiting();
    },
  };
}

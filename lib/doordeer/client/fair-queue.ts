import type { Breaker } from './breaker';
import type { Pace } from './rate-limiter';

/**
 * `person`: a person waits for the answer. `filling`: an open page loads more. `job`: a step of bulk work. `background`: no
 * one waits, so a quarter of the calls at once is kept free of it.
 */
export type Priority = 'person' | 'filling' | 'job' | 'background';

export type Wish = {
  account?: string | undefined;
  stranger?: boolean | undefined;
  typed?: boolean | undefined;
  priority: Priority;
  signal?: AbortSignal | undefined;
  maxWaitMs?: number | undefined;
  maxCooldownMs?: number | undefined;
};
export type Waiter = Wish & {
  breaker: Breaker;
  cooldownSince?: number | undefined;
  start(): void;
  leave(reason: unknown): void;
};
export type Account = {
  pace: Pace;
  /** Calls in progress, by `silentSince` when they began: repeated calls do not make an account's calls younger. */
  calls: Set<{ at: number }>;
  silentSince?: number | undefined;
  queue: Set<Waiter>;
  lastTurn: number;
};

const order: readonly Priority[] = ['person', 'filling', 'job', 'background'];
/** Each class gets a call after at most this many calls of other classes. */
const patience: Record<Priority, number> = { person: 0, filling: 8, job: 8, background: 200 };
const oldMs = 1_000;

/**
 * Picks the next call: in the highest class, from the account with the fewest calls in progress. Of an account's old
 * calls only a quarter of `max` counts against others. `limit`: what the cloud as a whole can serve.
 */
export function createTurns(max: number) {
  let turns = 0;
  const served = { person: 0, filling: 0, job: 0, background: 0 };

  return (accounts: Iterable<Account>, limit: number, now: number): Waiter | null => {
    const loads = [...accounts].map((account) => {
      const young = [...account.calls].filter(({ at }) => now - at < oldMs).length;
      const old = Math.min(account.calls.size - young, Math.max(1, Math.floor(max / 4)));
      return { ...account, account, young, weight: young + old };
    });
    const total = (of: (load: (typeof loads)[0]) => number) => loads.reduce((sum, load) => sum + of(load), 0);
    if (total(({ calls }) => calls.size) >= 2 * max) return null;
    const [weight, young] = [total((load) => load.weight), total((load) => load.young)];
    const ready = loads
      .filter((one) => one.calls.size < Math.min(one.pace.limit, limit - weight + one.weight))
      .sort((a, b) => a.calls.size - b.calls.size || a.lastTurn - b.lastTurn);
    const overdue = order.filter((priority) => turns - served[priority] >= patience[priority]).reverse();
    for (const priority of [...overdue, ...order]) {
      for (const { account, pace, queue } of ready) {
        const waiter = [...queue].find(
          (one) => one.priority === priority && one.breaker.mayStart(now, one.typed),
        );
        const open = Math.ceil(0.75 * Math.min(pace.limit, limit));
        if (!waiter || (priority === 'background' && young >= open && !overdue.includes(priority))) continue;
        account.lastTurn = served[priority] = ++turns;
        return waiter;
      }
    }
    return null;
  };
}

import type { Breaker } from './breaker';
import type { Pace } from './rate-limiter';

/** Who waits for a call: a person at a page, a page filling itself while one looks, work nobody waits for. */
export type Priority = 'person' | 'filling' | 'background';

export type Wish = {
  account?: string | undefined;
  /** The account has never signed in. These share one limit, and each rests for itself. */
  stranger?: boolean | undefined;
  /** A person has just typed the password: tries at once whether a cloud that did not answer does so again. */
  typed?: boolean | undefined;
  priority: Priority;
  signal?: AbortSignal | undefined;
  maxWaitMs?: number | undefined;
  /** Longest rest of the account that is waited for: after a Retry-After, or while the cloud does not answer it. */
  maxRestMs?: number | undefined;
};
export type Waiter = Wish & {
  breaker: Breaker;
  /** Since when the account rests while this one waits; undefined: it does not. */
  restSince?: number | undefined;
  start(): void;
  leave(reason: unknown): void;
};
export type Account = {
  pace: Pace;
  /** Those under way, by `silentSince` when they began: calls that are given up and asked again grow no younger. */
  calls: Set<{ at: number }>;
  /** When the first call began that was made since the last answer. */
  silentSince?: number | undefined;
  queue: Set<Waiter>;
  lastTurn: number;
};

const order: readonly Priority[] = ['person', 'filling', 'background'];
/** A class gets a call after at most so many calls of other classes. */
const patience: Record<Priority, number> = { person: 0, filling: 8, background: 200 };
/** A call without an answer for so long is old. */
const oldMs = 1_000;

/**
 * Whose turn it is: in the highest class, the account with the fewest calls under way. Of an account's old calls only a
 * quarter of `max` counts against others. `limit`: what the cloud as a whole bears.
 */
export function createTurns(max: number) {
  let turns = 0;
  const served = { person: 0, filling: 0, background: 0 };

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
        // Background work leaves a quarter free.
        const open = Math.ceil(0.75 * Math.min(pace.limit, limit));
        if (!waiter || (priority === 'background' && young >= open && !overdue.includes(priority))) continue;
        account.lastTurn = served[priority] = ++turns;
        return waiter;
      }
    }
    return null;
  };
}

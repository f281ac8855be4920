import type { Breaker } from './breaker';
import type { Pace } from './pace';

/** Who waits for a call: a person at a page, a page filling itself while one looks, work nobody waits for. */
export type Priority = 'person' | 'filling' | 'background';

export type Waiter = { priority: Priority; maxRestMs: number; start(): void; leave(reason: unknown): void };
export type Account = {
  pace: Pace;
  breaker: Breaker;
  /** Those under way, by `silentSince` when they began: calls that are given up and asked again grow no younger. */
  calls: Set<{ at: number }>;
  /** When the first call began that was made since the last answer. */
  silentSince?: number | undefined;
  queue: Waiter[];
  lastTurn: number;
};

export const order: readonly Priority[] = ['person', 'filling', 'background'];
/** After so many calls in a row have gone past a lower class, it gets one. */
const patience: Record<Priority, number> = { person: 0, filling: 8, background: 200 };
/** A call without an answer for so long is old. */
const oldMs = 1_000;

/**
 * Whose turn it is: in the highest class, the account with the fewest calls under way. `shared`: what the cloud as a whole
 * bears; `around`: people are about to ask.
 */
export function pickTurn(
  accounts: readonly Account[],
  slots: { max: number; shared: number; now: number; around: boolean; passedOver: Record<Priority, number> },
): [Account, Waiter] | [] {
  const { max, shared, now, around, passedOver } = slots;
  const active = accounts.filter(({ calls, queue }) => calls.size + queue.length > 0);
  const all = active.map((account) => {
    const { calls } = account;
    const young = [...calls].filter(({ at }) => now - at < oldMs).length;
    // What its calls count against others.
    const weight = young + Math.min(calls.size - young, Math.max(1, Math.floor(max / 4)));
    return { ...account, account, young, weight };
  });
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  const [weight, young] = [sum(all.map((one) => one.weight)), sum(all.map((one) => one.young))];
  const ready = all
    .filter(({ breaker, pace, calls }) => breaker.mayStart(now) && calls.size < pace.limit)
    .filter((one) => weight - one.weight + one.calls.size < shared)
    .sort((a, b) => a.calls.size - b.calls.size || a.lastTurn - b.lastTurn);
  const overdue = order.filter((priority) => passedOver[priority] >= patience[priority]).reverse();
  for (const priority of [...overdue, ...order]) {
    for (const { account, pace, queue } of ready) {
      const waiter = queue.find((one) => one.priority === priority);
      if (waiter === undefined) continue;
      // A quarter stays free of what nobody waits for, and three quarters while people are about.
      const limit = Math.min(pace.limit, shared);
      const open = around ? Math.max(1, Math.floor(limit / 4)) : limit - Math.floor(limit / 4);
      if (priority !== 'background' || young < open || overdue.includes(priority)) return [account, waiter];
    }
  }
  return [];
}

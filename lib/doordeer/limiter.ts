import { createBreaker } from './breaker';
import { createPace, type Outcome } from './pace';
import { type Account, order, type Priority, pickTurn, type Waiter } from './turn';

export type Wish = {
  /** Who asks; undefined: an account that has never signed in. These share one limit. */
  account?: string | undefined;
  priority: Priority;
  signal?: AbortSignal | undefined;
  maxWaitMs?: number | undefined;
  /** Longest rest of the account that is waited for: after a Retry-After, or while the cloud does not answer it. */
  maxRestMs?: number | undefined;
};

/** Gives a slot back and tells how the call went. Only the first release counts. */
export type Release = (outcome: Outcome, retryAfterMs?: number) => void;
export type Limiter = ReturnType<typeof createLimiter>;

/** No slot came free in time, or the account has to rest for longer than the caller would wait. */
export class LimiterBusy extends Error {
  constructor(readonly retryAfterMs: number | undefined) {
    super('No slot came free in time');
    this.name = 'LimiterBusy';
  }
}

/** People who were answered so lately are about to ask for more: a page is followed by what fills it. */
const aroundMs = 2_000;
/** Two accounts that are pushed back within so long tell of the cloud, not of themselves. */
const togetherMs = 5_000;
/** While calls wait, what only time changes is looked at again this often. */
const lookMs = 100;
const mostAccounts = 1_000;
/** Milliseconds that never go back. */
const defaultClock = () => performance.now();

/**
 * At most `max` calls at once towards one cloud, persons first, in fair turns between accounts; one account by itself
 * may use all. Each account has a pace and a breaker of its own. Of its old calls only a quarter of the maximum counts
 * against others, with twice the maximum under way in all, so an account that is not answered stops nobody else.
 */
export function createLimiter({ max, clock = defaultClock }: { max: number; clock?: () => number }) {
  const shared = createPace(max);
  const accounts = new Map<string | undefined, Account>();
  const passedOver = { person: 0, filling: 0, background: 0 };
  let peopleAt = Number.NEGATIVE_INFINITY;
  let pushedBack: { account: Account; at: number } | null = null;
  let [inFlight, waiting, turns] = [0, 0, 0];
  let look: NodeJS.Timeout | undefined;

  function accountOf(name: string | undefined): Account {
    const known = accounts.get(name);
    if (known) return known;
    for (const [other, { calls, queue, breaker }] of accounts.size >= mostAccounts ? accounts : []) {
      if (calls.size + queue.length === 0 && breaker.rest(clock()) === 0) accounts.delete(other);
    }
    const [pace, breaker] = [createPace(max), createBreaker()];
    const account: Account = { pace, breaker, calls: new Set(), queue: [], lastTurn: 0 };
    accounts.set(name, account);
    return account;
  }

  function pump() {
    clearTimeout(look);
    while (waiting > 0) {
      const now = clock();
      const slots = { max, shared: shared.limit, now, around: now - peopleAt < aroundMs, passedOver };
      const [account, waiter] = inFlight < 2 * max ? pickTurn([...accounts.values()], slots) : [];
      if (!account || !waiter) break;
      account.lastTurn = ++turns;
      for (const lower of order.slice(order.indexOf(waiter.priority))) passedOver[lower] += 1;
      passedOver[waiter.priority] = 0;
      waiter.start();
    }
    if (waiting > 0) look = setTimeout(pump, lookMs);
  }

  function begin(account: Account, priority: Priority): Release {
    const { pace, breaker, calls } = account;
    account.silentSince ??= clock();
    const call = { at: account.silentSince };
    const begun = { trial: breaker.start(), own: pace.start(), common: shared.start() };
    calls.add(call);
    inFlight += 1;
    if (priority !== 'background') peopleAt = clock();
    return (outcome, retryAfterMs) => {
      const saturated = calls.size >= pace.limit || account.queue.length > 0;
      if (!calls.delete(call)) return;
      inFlight -= 1;
      const now = clock();
      if (priority !== 'background') peopleAt = now;
      if (outcome !== 'timeout' && outcome !== 'neutral') account.silentSince = undefined;
      pace.end(begun.own, outcome, { now, saturated });
      shared.end(begun.common, ofTheCloud(account, outcome, now), { now, saturated });
      breaker.end({ trial: begun.trial, outcome, now, retryAfterMs });
      const rest = breaker.rest(now);
      for (const { leave } of account.queue.filter((one) => rest > one.maxRestMs))
        leave(new LimiterBusy(rest));
      pump();
    };
  }

  /** What an account's outcome tells of the cloud: a failure, once a second account has met one, too. */
  function ofTheCloud(account: Account, outcome: Outcome, now: number): Outcome {
    if (outcome !== 'refused' && outcome !== 'overload') return outcome === 'ok' ? 'ok' : 'neutral';
    const together = pushedBack && pushedBack.account !== account && now - pushedBack.at < togetherMs;
    pushedBack = { account, at: now };
    return together ? outcome : 'neutral';
  }

  return {
    /** Waits for a slot. Rejects with the signal's reason, or with LimiterBusy when a wait would be, or is, too long. */
    acquire({ account: name, priority, signal, maxWaitMs, maxRestMs = Number.POSITIVE_INFINITY }: Wish) {
      return new Promise<Release>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const account = accountOf(name);
        const rest = account.breaker.rest(clock());
        if (rest > maxRestMs) return reject(new LimiterBusy(rest));
        const settle = (then: () => void) => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', onAbort);
          account.queue.splice(account.queue.indexOf(waiter), 1);
          waiting -= 1;
          then();
        };
        const leave = (reason: unknown) => settle(() => reject(reason));
        const start = () => settle(() => resolve(begin(account, priority)));
        const waiter: Waiter = { priority, maxRestMs, start, leave };
        const onAbort = () => leave(signal?.reason);
        signal?.addEventListener('abort', onAbort, { once: true });
        const giveUp = () => leave(new LimiterBusy(undefined));
        const timer = maxWaitMs === undefined ? undefined : setTimeout(giveUp, maxWaitMs);
        account.queue.push(waiter);
        waiting += 1;
        pump();
      });
    },
    /** Slots at this moment: allowed, taken, waited for; and of how many accounts something is remembered. */
    get load() {
      return { limit: shared.limit, inFlight, waiting, accounts: accounts.size };
    },
  };
}

import { createBreaker } from './breaker';
import { createPace, type Outcome } from './pace';
import { type Account, oldMs, order, type Priority, pickTurn, type Waiter } from './turn';

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

/**
 * At most `max` calls at once towards one cloud, persons first, in fair turns between accounts; one account by itself
 * may use all. Each account has a pace and a breaker of its own. Of its old calls only a quarter of the maximum counts
 * against others, with twice the maximum under way in all, so an account that is not answered stops nobody else.
 * `clock` gives milliseconds and never goes back.
 */
export function createLimiter({
  max,
  clock = () => performance.now(),
}: {
  max: number;
  clock?: () => number;
}) {
  const shared = createPace(max);
  const accounts = new Map<string | undefined, Account>();
  const passedOver = { person: 0, filling: 0, background: 0 };
  let peopleAt = Number.NEGATIVE_INFINITY;
  let pushedBack: { account: Account; at: number } | null = null;
  let turns = 0;
  let look: NodeJS.Timeout | undefined;

  const count = (what: 'calls' | 'queue') =>
    [...accounts.values()].reduce((sum, one) => sum + [...one[what]].length, 0);

  function accountOf(name: string | undefined): Account {
    const now = clock();
    const known = accounts.get(name);
    if (known) return known;
    if (accounts.size >= mostAccounts) {
      for (const [other, { calls, queue, breaker }] of accounts) {
        if (calls.size + queue.length === 0 && breaker.rest(now) === 0) accounts.delete(other);
      }
    }
    const state = { calls: new Set<{ at: number }>(), queue: [], heardAt: now, endedAt: now, lastTurn: 0 };
    const account = { pace: createPace(max), breaker: createBreaker(), ...state };
    accounts.set(name, account);
    return account;
  }

  function pump() {
    clearTimeout(look);
    for (;;) {
      const now = clock();
      const slots = { max, shared: shared.limit, now, around: now - peopleAt < aroundMs, passedOver };
      const [account, waiter] = pickTurn(accounts.values(), slots) ?? [];
      if (!account || !waiter) break;
      account.lastTurn = ++turns;
      for (const lower of order.slice(order.indexOf(waiter.priority))) passedOver[lower] += 1;
      passedOver[waiter.priority] = 0;
      waiter.start();
    }
    if (count('queue') > 0) look = setTimeout(pump, lookMs);
  }

  function begin(account: Account, priority: Priority): Release {
    const { pace, breaker, calls } = account;
    const call = { at: clock() };
    if (calls.size === 0 && call.at - account.endedAt >= oldMs) account.heardAt = call.at;
    const begun = { trial: breaker.start(), own: pace.start(), common: shared.start() };
    calls.add(call);
    if (priority !== 'background') peopleAt = call.at;
    return (outcome, retryAfterMs) => {
      const saturated = calls.size >= pace.limit || account.queue.length > 0;
      if (!calls.delete(call)) return;
      const now = clock();
      account.endedAt = now;
      if (priority !== 'background') peopleAt = now;
      if (outcome !== 'timeout' && outcome !== 'neutral') account.heardAt = now;
      pace.end(begun.own, outcome, { now, saturated });
      shared.end(begun.common, ofTheCloud(account, outcome, now), { now, saturated });
      breaker.end({ trial: begun.trial, outcome, now, retryAfterMs });
      const rest = breaker.rest(now);
      for (const waiter of [...account.queue])
        if (rest > waiter.maxRestMs) waiter.leave(new LimiterBusy(rest));
      pump();
    };
  }

  /** What an account's outcome tells of the cloud: a failure, once a second account has met one, too. */
  function ofTheCloud(account: Account, outcome: Outcome, now: number): Outcome {
    if (outcome !== 'refused' && outcome !== 'overload') return outcome === 'ok' ? 'ok' : 'neutral';
    const before = pushedBack;
    pushedBack = { account, at: now };
    return before && before.account !== account && now - before.at < togetherMs ? outcome : 'neutral';
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
        pump();
      });
    },
    /** Slots at this moment: allowed, taken, waited for; and of how many accounts something is remembered. */
    get load() {
      const [inFlight, waiting] = [count('calls'), count('queue')];
      return { limit: shared.limit, inFlight, waiting, accounts: accounts.size };
    },
  };
}

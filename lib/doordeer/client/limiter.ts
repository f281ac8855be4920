import { type Breaker, createBreaker } from './breaker';
import { type Account, createTurns, type Waiter, type Wish } from './fair-queue';
import { createPace, type Outcome } from './rate-limiter';

/** Frees the slot and reports how the call went. Only the first release counts. */
export type Release = (outcome: Outcome, retryAfterMs?: number) => void;
export type Limiter = ReturnType<typeof createLimiter>;

/** No slot became free in time, or the account’s cooldown is longer than the caller waits. */
export class LimiterBusy extends Error {
  constructor(
    readonly retryAfterMs: number | undefined,
    override readonly cause: Breaker['cause'] = 'busy',
  ) {
    super('No slot came free in time');
    this.name = 'LimiterBusy';
  }
}

/** When two accounts are refused within this time, the cause is the cloud. */
const togetherMs = 5_000;
const pollMs = 100;
const mostRemembered = 1_000;
const monotonic = () => performance.now();

function remember<V>(known: Map<string | undefined, V>, name: string | undefined, create: () => V): V {
  const value = known.get(name) ?? create();
  known.delete(name);
  known.set(name, value);
  if (known.size > mostRemembered) known.delete(known.keys().next().value);
  return value;
}

/**
 * At most `max` calls at once to one cloud: persons first, in fair turns between accounts. One account may use all
 * slots. Each account has its own pace and breaker. Of its old calls only a quarter of `max` counts against others, and
 * at most 2 × `max` calls run. So an account without answers stops no other.
 */
export function createLimiter({ max, clock = monotonic }: { max: number; clock?: () => number }) {
  const shared = createPace(max);
  const takeTurn = createTurns(max);
  const accounts = new Map<string | undefined, Account>();
  const breakers = new Map<string | undefined, Breaker>();
  const strangers: typeof breakers = new Map();
  const active = new Set<Account>();
  const createAccount = (): Account => {
    return { pace: createPace(max), calls: new Set(), queue: new Set(), lastTurn: 0 };
  };
  let pushedBack: { account: Account; at: number } | null = null;
  let poll: NodeJS.Timeout | undefined;

  function pump() {
    clearTimeout(poll);
    poll = undefined;
    const next = () => takeTurn(active, shared.limit, clock());
    for (let waiter = next(); waiter; waiter = next()) waiter.start();
    for (const account of active) {
      if (account.queue.size > 0) poll ??= setTimeout(pump, pollMs);
      else if (account.calls.size === 0) active.delete(account);
    }
  }

  function begin(account: Account, { breaker }: Waiter): Release {
    const { pace, calls, queue } = account;
    account.silentSince ??= clock();
    const call = { at: account.silentSince };
    const begun = { trial: breaker.start(), own: pace.start(), common: shared.start() };
    calls.add(call);
    return (outcome, retryAfterMs) => {
      const saturated = calls.size >= pace.limit || queue.size > 0;
      if (!calls.delete(call)) return;
      const now = clock();
      if (outcome !== 'timeout' && outcome !== 'neutral') account.silentSince = undefined;
      pace.end(begun.own, outcome, { now, saturated });
      shared.end(begun.common, ofTheCloud(account, outcome, now), { now, saturated });
      breaker.end(begun.trial, outcome, now, retryAfterMs);
      for (const one of queue) {
        if (one.breaker !== breaker) continue;
        const cooldownMs = breaker.cooldownMs(now, one.typed);
        one.cooldownSince = cooldownMs > 0 ? (one.cooldownSince ?? now) : undefined;
        // A series of short cooldowns counts like one long one.
        const cooledMs = now - (one.cooldownSince ?? now);
        if (cooledMs + cooldownMs > (one.maxCooldownMs ?? Infinity))
          one.leave(new LimiterBusy(cooldownMs, breaker.cause));
      }
      pump();
    };
  }

  /** A failure counts against the cloud only when a second account has one too. */
  function ofTheCloud(account: Account, outcome: Outcome, now: number): Outcome {
    if (outcome !== 'refused' && outcome !== 'overload') return outcome === 'ok' ? 'ok' : 'neutral';
    const together = pushedBack && pushedBack.account !== account && now - pushedBack.at < togetherMs;
    pushedBack = { account, at: now };
    return together ? outcome : 'neutral';
  }

  return {
    /** Rejects with the signal's reason, or with LimiterBusy if the wait is, or would be, too long. */
    async acquire(wish: Wish) {
      const { account: name, stranger, signal, maxWaitMs, maxCooldownMs = Infinity } = wish;
      signal?.throwIfAborted();
      const account = remember(accounts, stranger ? undefined : name, createAccount);
      const breaker = remember(stranger ? strangers : breakers, name, createBreaker);
      const cooldownMs = breaker.cooldownMs(clock(), wish.typed);
      if (cooldownMs > maxCooldownMs) throw new LimiterBusy(cooldownMs, breaker.cause);
      const { promise, resolve, reject } = Promise.withResolvers<Release>();
      const start = () => account.queue.delete(waiter) && resolve(begin(account, waiter));
      const leave = (reason: unknown) => account.queue.delete(waiter) && reject(reason);
      const cooldownSince = cooldownMs > 0 ? clock() : undefined;
      const waiter: Waiter = { ...wish, breaker, cooldownSince, start, leave };
      const onAbort = () => leave(signal?.reason);
      signal?.addEventListener('abort', onAbort, { once: true });
      const giveUp = () => leave(new LimiterBusy(undefined));
      const timer = maxWaitMs === undefined ? undefined : setTimeout(giveUp, maxWaitMs);
      account.queue.add(waiter);
      active.add(account);
      pump();
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      }
    },
    isResting({ account, stranger, typed }: Wish): boolean {
      const breaker = (stranger ? strangers : breakers).get(account);
      return breaker !== undefined && breaker.cooldownMs(clock(), typed) > 0;
    },
    get load() {
      const sum = (of: (account: Account) => number) =>
        [...active].reduce((total, one) => total + of(one), 0);
      const [inFlight, waiting] = [sum(({ calls }) => calls.size), sum(({ queue }) => queue.size)];
      const lowestLimit = Math.min(shared.limit, ...[...accounts.values()].map(({ pace }) => pace.limit));
      return {
        limit: shared.limit,
        lowestLimit,
        inFlight,
        waiting,
        accounts: accounts.size + strangers.size,
      };
    },
  };
}

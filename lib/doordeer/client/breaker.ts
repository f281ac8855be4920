import type { Outcome } from './rate-limiter';

const timeoutsInARow = 3;
const restMs = { first: 2_000, most: 30_000 };
/** Longest rest that the cloud can ask for. */
export const longestRetryAfterMs = 10 * 60_000;

export type Breaker = ReturnType<typeof createBreaker>;

/**
 * Keeps an account from asking while that is of no use: after a Retry-After, and after several time-outs in a row. When
 * the rest is over one call tries; its answer lets the others go on, another failure brings a longer rest. A call with
 * a password that a person just typed tries at once, unless the cloud asked for the rest.
 */
export function createBreaker() {
  /** Ends of the rest. After `own` one call has to try first; null: calls go as they come. */
  let own: number | null = null;
  let asked = 0;
  let isTrying = false;
  /** Time-outs in a row, and tries in vain after them. */
  let failures = 0;
  const rest = (now: number, typed = false) => Math.max(0, asked - now, typed ? 0 : (own ?? 0) - now);

  return {
    /** Milliseconds of rest that are left. */
    rest,
    /** False during a rest, and while one call tries whether the cloud answers again. */
    mayStart: (now: number, typed?: boolean) => !isTrying && rest(now, typed) === 0,
    /** True: the call that begins is the one that tries. */
    start(): boolean {
      isTrying = own !== null;
      return isTrying;
    },
    end(trial: boolean, outcome: Outcome, now: number, retryAfterMs = 0) {
      if (trial) isTrying = false;
      if (outcome === 'neutral') return;
      if (outcome === 'ok') {
        failures = 0;
        // Another call may have brought a Retry-After meanwhile.
        if (trial) own = asked > now ? asked : null;
        return;
      }
      asked = Math.max(asked, now + Math.min(retryAfterMs, longestRetryAfterMs));
      if (trial || own === null) failures = trial || outcome === 'timeout' ? failures + 1 : 0;
      const isDue = trial || (own === null && failures >= timeoutsInARow);
      const ms = restMs.first * 2 ** Math.max(0, failures - timeoutsInARow);
      if (retryAfterMs > 0) own = Math.max(own ?? 0, asked);
      else if (isDue) own = Math.max(own ?? 0, now + Math.min(restMs.most, ms));
    },
  };
}

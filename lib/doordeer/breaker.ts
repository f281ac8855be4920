import type { Outcome } from './pace';

const timeoutsInARow = 3;
const restMs = { first: 2_000, most: 30_000 };
/** Longest rest that the cloud can ask for. */
export const longestRetryAfterMs = 10 * 60_000;

export type Breaker = ReturnType<typeof createBreaker>;

/**
 * Keeps an account from asking while that is of no use: after a Retry-After, and after several time-outs in a row. When
 * the rest is over one call tries; its answer lets the others go on, another failure brings a longer rest.
 */
export function createBreaker() {
  /** End of the rest; null: calls go as they come. After that time one call has to try first. */
  let until: number | null = null;
  let isTrying = false;
  /** Time-outs in a row, and tries in vain after them. */
  let failures = 0;
  const rest = (now: number) => Math.max(0, (until ?? now) - now);

  return {
    /** Milliseconds of rest that are left. */
    rest,
    /** False during a rest, and while one call tries whether the cloud answers again. */
    mayStart: (now: number) => !isTrying && rest(now) === 0,
    /** True: the call that begins is the one that tries. */
    start(): boolean {
      isTrying = until !== null;
      return isTrying;
    },
    end(trial: boolean, outcome: Outcome, now: number, retryAfterMs = 0) {
      if (trial) isTrying = false;
      if (outcome === 'neutral') return;
      if (outcome === 'ok') {
        failures = 0;
        // Another call may have brought a new rest meanwhile.
        if (trial && rest(now) === 0) until = null;
        return;
      }
      if (trial || until === null) failures = trial || outcome === 'timeout' ? failures + 1 : 0;
      const isDue = trial || (until === null && failures >= timeoutsInARow);
      const own = isDue
        ? Math.min(restMs.most, restMs.first * 2 ** Math.max(0, failures - timeoutsInARow))
        : 0;
      const next = Math.min(retryAfterMs, longestRetryAfterMs) || own;
      if (next > 0) until = now + Math.max(rest(now), next);
    },
  };
}

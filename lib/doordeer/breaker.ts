import type { Outcome } from './pace';

const timeoutsInARow = 3;
const restMs = { first: 2_000, most: 30_000 };
/** Longest rest that the cloud can ask for. */
const longestRetryAfterMs = 10 * 60_000;

type Ended = { trial: boolean; outcome: Outcome; now: number; retryAfterMs?: number | undefined };
export type Breaker = ReturnType<typeof createBreaker>;

/**
 * Keeps an account from asking while that is of no use: after a Retry-After, and after several time-outs in a row. When
 * the rest is over one call tries; its answer lets the others go on, another failure brings a longer rest.
 */
export function createBreaker() {
  let state: 'closed' | 'open' | 'trying' = 'closed';
  let until = 0;
  let timeouts = 0;
  let nextRestMs = restMs.first;
  const rest = (now: number) => (state === 'open' ? Math.max(0, until - now) : 0);

  function open(now: number, ms: number) {
    state = 'open';
    until = Math.max(until, now + ms);
  }

  return {
    /** Milliseconds of rest that are left. */
    rest,
    /** False during a rest, and while one call tries whether the cloud answers again. */
    mayStart: (now: number) => state !== 'trying' && rest(now) === 0,
    /** True: the call that begins is the one that tries. */
    start(): boolean {
      const trial = state === 'open';
      if (trial) state = 'trying';
      return trial;
    },
    end({ trial, outcome, now, retryAfterMs = 0 }: Ended) {
      const failed = outcome !== 'ok' && outcome !== 'neutral';
      if (outcome !== 'neutral') timeouts = outcome === 'timeout' ? timeouts + 1 : 0;
      if (failed && retryAfterMs > 0) open(now, Math.min(retryAfterMs, longestRetryAfterMs));
      else if (failed && (trial || (state === 'closed' && timeouts >= timeoutsInARow))) {
        open(now, nextRestMs);
        nextRestMs = Math.min(restMs.most, nextRestMs * 2);
      } else if (state === 'trying' && trial && outcome === 'ok') {
        state = 'closed';
        nextRestMs = restMs.first;
      } else if (trial) state = 'open';
    },
  };
}

import { type ForeignAnswer, isForeignAnswer, type Outcome } from './rate-limiter';

const outagesInARow = 3;
/** After another server's answers it stays short: these come fast, and a person who tries again waits no longer than this. */
const cooldowns = { first: 2_000, most: 30_000, foreign: 2_000 };
export const longestRetryAfterMs = 10 * 60_000;

export type Breaker = ReturnType<typeof createBreaker>;

/**
 * Stops an account's calls after a Retry-After, and after several outages in a row: time-outs, or answers that are not the
 * cloud's. Each call carries the account's password, and a wrong server must not get it dozens of times. After this
 * cooldown, one call tries.
 * Its answer lets the others go on; a failure brings a longer cooldown. A password that a person just typed is tried at
 * once, unless the cloud asked for the cooldown.
 */
export function createBreaker() {
  /** Ends of the cooldown. After `own`, one call must try first; null: no cooldown. */
  let own: number | null = null;
  let asked = 0;
  let isTrying = false;
  let failures = 0;
  let cause: 'busy' | 'unavailable' | ForeignAnswer = 'unavailable';
  const cooldownMs = (now: number, typed = false) => Math.max(0, asked - now, typed ? 0 : (own ?? 0) - now);

  return {
    cooldownMs,
    /** What the cooldown is for: the cloud asked for fewer calls, or does not answer, or another server answers. */
    get cause() {
      return cause;
    },
    mayStart: (now: number, typed?: boolean) => !isTrying && cooldownMs(now, typed) === 0,
    start(): boolean {
      isTrying = own !== null;
      return isTrying;
    },
    end(trial: boolean, outcome: Outcome, now: number, retryAfterMs = 0) {
      if (trial) isTrying = false;
      if (outcome === 'neutral') return;
      if (outcome === 'ok') {
        failures = 0;
        // Another call may have brought a Retry-After since.
        if (trial) own = asked > now ? asked : null;
        return;
      }
      const isForeign = isForeignAnswer(outcome);
      if (isForeign) cause = outcome;
      else cause = outcome === 'refused' ? 'busy' : 'unavailable';
      asked = Math.max(asked, now + Math.min(retryAfterMs, longestRetryAfterMs));
      if (trial || own === null) failures = trial || isForeign || outcome === 'timeout' ? failures + 1 : 0;
      const isDue = trial || (own === null && failures >= outagesInARow);
      const ms = cooldowns.first * 2 ** Math.max(0, failures - outagesInARow);
      if (retryAfterMs > 0) own = Math.max(own ?? 0, asked);
      else if (isDue)
        own = Math.max(own ?? 0, now + Math.min(isForeign ? cooldowns.foreign : cooldowns.most, ms));
    },
  };
}

/** Answers that are not the cloud's. Bytes that the key does not open may be: its answers are cut at times. */
const foreign = ['not-found', 'redirected', 'web-page'] as const;

export type ForeignAnswer = (typeof foreign)[number];

/** `refused`: 429. `overload`: 5xx. `neutral`: says nothing about load (cancelled, unreachable, dropped). */
export type Outcome = 'ok' | 'refused' | 'overload' | 'timeout' | 'neutral' | ForeignAnswer;

export function isForeignAnswer(outcome: unknown): outcome is ForeignAnswer {
  return foreign.some((one) => one === outcome);
}

const decrease = 0.7;
/** One failure may be chance. This many count, and each is forgotten after this many good answers. */
const doubt = { believed: 2, forgottenAfter: 12 };
const probeMs = { least: 250, first: 500, most: 60_000 };

export type Pace = ReturnType<typeof createPace>;

/**
 * Finds how many calls at once an account, or the whole cloud, can serve: additive increase, multiplicative decrease,
 * and a remembered ceiling. A burst of 429 lowers the ceiling by the number of refusals. A higher ceiling is tried now
 * and then, less often after each failure. A 5xx or a time-out means overload and leaves the ceiling. One failure among
 * many good answers changes nothing.
 */
export function createPace(max: number) {
  let [limit, ceiling, inFlight, failures] = [max, max, 0, 0];
  let epoch = 0;
  /** `left`: good answers still needed to prove a raised ceiling; 0: none on trial. */
  const probe = { everyMs: probeMs.first, dueAt: 0, step: 1, left: 0 };

  function succeed(ticket: number, now: number, saturated: boolean) {
    failures = Math.max(0, failures - 1 / doubt.forgottenAfter);
    if (ticket === epoch && probe.left > 0 && --probe.left === 0) {
      probe.everyMs = Math.max(probeMs.least, probe.everyMs / 2);
      probe.dueAt = now + probe.everyMs;
      probe.step *= 2;
    }
    if (!saturated) return;
    if (limit < ceiling) limit = Math.min(ceiling, limit + 1 / limit);
    else if (ceiling < max && now >= probe.dueAt && probe.left === 0) {
      ceiling = Math.min(max, ceiling + probe.step);
      limit = ceiling;
      epoch += 1;
      probe.left = ceiling;
    }
  }

  function fail(ticket: number, now: number, refused: boolean) {
    const isProbing = probe.left > 0;
    if (ticket < epoch) {
      // This burst has already lowered the limit. One more call did not fit.
      if (refused) ceiling = Math.max(1, ceiling - 1);
      limit = Math.min(limit, ceiling);
      return;
    }
    failures += 1;
    if (!isProbing && failures < doubt.believed) return;
    // The calls still in progress did fit. A call that ran with no other was not one too many.
    if (refused && inFlight > 0) ceiling = Math.min(ceiling, inFlight);
    limit = Math.max(1, Math.min(ceiling, limit * decrease));
    epoch += 1;
    failures = 1;
    probe.everyMs = isProbing ? Math.min(probe.everyMs * 2, probeMs.most) : probeMs.first;
    Object.assign(probe, { dueAt: now + probe.everyMs, step: 1, left: 0 });
  }

  return {
    get limit() {
      return Math.floor(limit);
    },
    /** Returns a ticket for `end`, which says under which limit the call began. */
    start(): number {
      inFlight += 1;
      return epoch;
    },
    /** `saturated`: all slots were taken, so a higher limit would have been used. */
    end(ticket: number, outcome: Outcome, { now, saturated }: { now: number; saturated: boolean }) {
      inFlight -= 1;
      if (outcome === 'ok') succeed(ticket, now, saturated);
      else if (outcome !== 'neutral' && !isForeignAnswer(outcome)) fail(ticket, now, outcome === 'refused');
    },
  };
}

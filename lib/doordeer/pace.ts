/**
 * How many calls at once the cloud bears: the control law alone, without queue or timers (those are in limiter.ts).
 *
 * It begins at the maximum, so that an open cloud is used in full from the first call. A 429 tells of a hidden cap, so
 * each one takes a single step down (doubling only when refusals go on and on under the lowered limit) and what remains is
 * remembered as the ceiling: going over it again is tried one slot at a time, seldom, and more seldom after each failure.
 * Halving instead, as TCP does, would spend a third of a capped cloud's time below its cap.
 * A 5xx or a time-out tells of overload, not of a cap: the limit shrinks by a share, and grows back a slot per round.
 * A lone failure among many good answers tells of neither, and changes nothing: good answers are credit, a failure takes
 * from it, and only what comes more often than credit grows is believed. A cap is credited by level: whoever holds
 * eleven calls against a cap of ten never earns any for eleven.
 */
export type Outcome =
  /** A full answer, whatever it says. */
  | 'ok'
  /** 429: refused because of too many calls. */
  | 'refused'
  /** 5xx or a time-out. */
  | 'overload'
  /** Says nothing about load: aborted, unreachable, dropped, garbled. */
  | 'neutral';

export type Ticket = {
  readonly epoch: number;
  /** Calls under way when it began, itself included. */
  readonly level: number;
};

export type Pace = {
  /** Calls that may be under way now; at least 1, at most the maximum. */
  readonly limit: number;
  /** Before this time (of the same clock) nothing should start: the cloud asked for rest. */
  readonly pausedUntil: number;
  start(): Ticket;
  /** `saturated`: were all slots taken, so that more would have been used? */
  end(
    ticket: Ticket,
    outcome: Outcome,
    facts: { now: number; saturated: boolean; retryAfterMs?: number },
  ): void;
};

const FIRST_PROBE_MS = 5_000;
const BLIND_PROBE_MS = 1_000;
const PROBE_MS = { least: 500, most: 60_000 };
/** A level that was seen to be carried is tried again soon: one refusal there may be chance. */
const DOUBT_PROBE_MS = 500;
const OVERLOAD_SHARE = 0.7;
/** Good answers that make up for one refusal, for one overload; and how many are remembered. */
const CREDIT = { refusal: 40, overload: 12, most: 120 };
const LONGEST_PAUSE_MS = 60_000;
/** Calm for so long after an overload: whatever it was is over. */
const FORGIVE_MS = 30_000;

export function createPace(max: number): Pace {
  let limit = max;
  let ceiling = max;
  let inFlight = 0;
  /** Goes up with each step down: tells calls that started before it from those that felt it. */
  let epoch = 0;
  let peak = 0;
  let okInEpoch = 0;
  let refusalsInARow = 0;
  let loweredAt = Number.NEGATIVE_INFINITY;
  let pausedUntil = Number.NEGATIVE_INFINITY;
  /** By calls under way: good answers to those that began beside so many, less what refusals took. */
  const carried = Array.from({ length: max + 1 }, () => 0);
  let calm = CREDIT.overload;
  let probe = { everyMs: FIRST_PROBE_MS, dueAt: 0, step: 1, pendingOks: 0, blind: false };

  function lower(to: number, now: number) {
    limit = Math.max(1, to);
    loweredAt = now;
    epoch += 1;
    peak = inFlight;
    okInEpoch = 0;
  }

  function pause(now: number, retryAfterMs: number | undefined) {
    if (retryAfterMs !== undefined) {
      pausedUntil = Math.max(pausedUntil, now + Math.min(retryAfterMs, LONGEST_PAUSE_MS));
    }
  }

  /** Has this level been carried so often that one failure of it is chance? It takes from the credit of all. */
  function isChance(level: number): boolean {
    if ((carried[level] ?? 0) < CREDIT.refusal) return false;
    for (const [index, credit] of carried.entries()) carried[index] = Math.max(0, credit - CREDIT.refusal);
    return true;
  }

  function refuse(ticket: Ticket, now: number, retryAfterMs: number | undefined) {
    const sameBurst = ticket.epoch < epoch;
    // Calls may reach the cloud in another order than they began in.
    const level = Math.min(max, Math.max(ticket.level, inFlight + 1));
    if (!sameBurst && refusalsInARow === 0 && isChance(level)) {
      if (inFlight === 0) pause(now, retryAfterMs);
      return;
    }
    const inDoubt = (carried[level] ?? 0) > 0;
    carried.fill(0, level);
    // A refusal beside calls that go well is about their number; alone, or again after a step down, it is about the rate.
    if (inFlight === 0 || (!sameBurst && refusalsInARow > 0)) pause(now, retryAfterMs);
    if (!sameBurst && peak <= 1) {
      // Nothing ran beside it, so its number cannot have been too much: no cap is learnt from it.
      lower(limit * OVERLOAD_SHARE, now);
      refusalsInARow += 1;
      return;
    }
    if (sameBurst) {
      limit = Math.max(1, limit - 1);
    } else {
      const failedProbe = probe.pendingOks > 0;
      const blind = okInEpoch === 0 && !failedProbe;
      // The first few may still be of calls that were on their way when the limit was found out.
      const step = 2 ** Math.min(Math.max(0, refusalsInARow - 2), 6);
      // In flight, not the limit, is what was too much: a limit that was not used up says nothing.
      lower(Math.min(Math.floor(limit), peak) - step, now);
      refusalsInARow += 1;
      const everyMs = failedProbe
        ? Math.min(probe.everyMs * 2, PROBE_MS.most)
        : blind
          ? BLIND_PROBE_MS
          : inDoubt
            ? DOUBT_PROBE_MS
            : FIRST_PROBE_MS;
      probe = { everyMs, dueAt: now + everyMs, step: 1, pendingOks: 0, blind };
    }
    ceiling = Math.floor(limit);
  }

  function succeed(ticket: Ticket, now: number, saturated: boolean) {
    calm = Math.min(CREDIT.most, calm + 1);
    for (let level = 1; level <= Math.min(ticket.level, max); level++) {
      carried[level] = Math.min(CREDIT.most, (carried[level] ?? 0) + 1);
    }
    if (probe.blind && ticket.epoch < epoch) {
      // A call of the refused burst itself went well: the cloud is up, and what refused the others is a cap.
      probe = { ...probe, everyMs: FIRST_PROBE_MS, dueAt: loweredAt + FIRST_PROBE_MS, blind: false };
    }
    if (ticket.epoch === epoch) {
      okInEpoch += 1;
      if (okInEpoch >= 2 * limit) refusalsInARow = 0;
      if (probe.pendingOks > 0 && --probe.pendingOks === 0) {
        const everyMs = Math.max(PROBE_MS.least, probe.everyMs / 2);
        probe = { everyMs, dueAt: now + everyMs, step: probe.step * 2, pendingOks: 0, blind: false };
      }
    }
    if (!saturated) return;
    if (now - loweredAt >= FORGIVE_MS) limit = ceiling;
    if (limit < ceiling) limit = Math.min(ceiling, limit + 1 / limit);
    else if (ceiling < max && now >= probe.dueAt && probe.pendingOks === 0) {
      ceiling = Math.min(max, ceiling + probe.step);
      limit = ceiling;
      // Calls that started below the new ceiling prove nothing about it: a new epoch, and one full round of successes.
      epoch += 1;
      peak = inFlight;
      okInEpoch = 0;
      probe.pendingOks = limit;
    }
  }

  return {
    get limit() {
      return Math.floor(limit);
    },
    get pausedUntil() {
      return pausedUntil;
    },
    start() {
      inFlight += 1;
      peak = Math.max(peak, inFlight);
      return { epoch, level: inFlight };
    },
    end(ticket, outcome, { now, saturated, retryAfterMs }) {
      inFlight -= 1;
      if (outcome === 'ok') succeed(ticket, now, saturated);
      else if (outcome === 'refused') refuse(ticket, now, retryAfterMs);
      else if (outcome === 'overload') {
        pause(now, retryAfterMs);
        if (calm >= CREDIT.overload) calm -= CREDIT.overload;
        else if (ticket.epoch === epoch) lower(limit * OVERLOAD_SHARE, now);
      }
    },
  };
}

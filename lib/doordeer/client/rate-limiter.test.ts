import { describe, expect, it } from 'vitest';
import { createPace, type Outcome, type Pace } from './rate-limiter';

type Cloud = {
  /** Calls that the cloud serves at once. It answers 429 to the rest. May change with time. */
  cap: (now: number) => number;
  latencyMs?: number;
  refusalMs?: number;
  failsOneIn?: number;
};

type Run = { ms: number; refused: number; sent: number; limits: number[] };

function play(pace: Pace, calls: number, cloud: Cloud, startAt = 0): Run {
  const { cap, latencyMs = 100, refusalMs = 1, failsOneIn = 0 } = cloud;
  type Ending = { at: number; order: number; end: () => void };
  const endings: Ending[] = [];
  let [now, waiting, inFlight, served, order, refused, sent] = [startAt, calls, 0, 0, 0, 0, 0];
  const limits: number[] = [];
  const send = () => {
    const ticket = pace.start();
    inFlight += 1;
    waiting -= 1;
    sent += 1;
    const chance = failsOneIn > 0 && sent % failsOneIn === 0;
    const refusal: Outcome = chance && (sent / failsOneIn) % 4 !== 0 ? 'overload' : 'refused';
    const taken = !chance && served < cap(now);
    if (taken) served += 1;
    const at = now + (taken ? latencyMs : refusalMs);
    endings.push({
      at,
      order: order++,
      end() {
        const saturated = inFlight >= pace.limit;
        inFlight -= 1;
        if (taken) served -= 1;
        else {
          refused += 1;
          waiting += 1;
        }
        pace.end(ticket, taken ? 'ok' : refusal, { now, saturated });
      },
    });
  };
  while (waiting > 0 || endings.length > 0) {
    while (waiting > 0 && inFlight < pace.limit) send();
    endings.sort((a, b) => a.at - b.at || a.order - b.order);
    const next = endings.shift();
    if (next === undefined) break;
    now = Math.max(now, next.at);
    next.end();
    limits.push(pace.limit);
  }
  return { ms: now - startAt, refused, sent, limits };
}

const ideal = (calls: number, atOnce: number, latencyMs = 100) => Math.ceil(calls / atOnce) * latencyMs;
const open: Cloud = { cap: () => Number.POSITIVE_INFINITY };

describe('under an open limit', () => {
  it.each([1, 16, 17, 200, 600])('a batch of %i takes no longer than full use of the maximum', (calls) => {
    const run = play(createPace(16), calls, open);
    expect(run.ms).toBe(ideal(calls, 16));
    expect(Math.max(...run.limits)).toBe(16);
  });
});

describe('a cloud that fails a few of a hundred calls for no reason', () => {
  it.each([20, 33, 50])('is used almost as one that fails none: one in %i', (failsOneIn) => {
    const run = play(createPace(16), 4_000, { ...open, failsOneIn });
    expect(run.ms / ideal(4_000, 16)).toBeLessThanOrEqual(1.2);
  });

  it('recovers soon from failures among its first answers', () => {
    const pace = createPace(16);
    pace.end(pace.start(), 'ok', { now: 0, saturated: true });
    for (let n = 0; n < 3; n++) pace.end(pace.start(), 'overload', { now: n, saturated: true });
    const first = [pace.start(), pace.start(), pace.start()];
    for (const ticket of first) pace.end(ticket, 'refused', { now: 10, saturated: true });
    expect(play(pace, 400, open, 20).limits.at(-1)).toBe(16);
  });

  it('has its hidden cap found too', () => {
    const run = play(createPace(16), 4_000, { cap: () => 10, failsOneIn: 33 });
    expect(Math.max(...run.limits.slice(-1_000))).toBeLessThanOrEqual(11);
    expect(run.ms / ideal(4_000, 10)).toBeLessThanOrEqual(1.3);
  });
});

describe('under a hidden cap', () => {
  it.each([
    [200, 1],
    [200, 100],
    [600, 1],
    [600, 100],
    [2_000, 1],
    [20_000, 5],
  ])(
    'of 10, a batch of %i (a refusal takes %i ms) holds ≤ 1.3 of the ideal and hardly anything is refused',
    (calls, refusalMs) => {
      const run = play(createPace(16), calls, { cap: () => 10, refusalMs });
      expect(run.ms / ideal(calls, 10)).toBeLessThanOrEqual(1.3);
      // The first burst has six calls too many. After that, a call tries now and then whether it would fit.
      expect(run.refused).toBeLessThanOrEqual(6 + 18);
      expect(run.refused / run.sent).toBeLessThanOrEqual(0.05);
    },
  );

  it('is remembered: the next batch has hardly a refusal', () => {
    const pace = createPace(16);
    play(pace, 200, { cap: () => 10 });
    const next = play(pace, 200, { cap: () => 10 }, 2_100);
    expect(next.refused).toBeLessThanOrEqual(1);
  });

  it('is probed less and less often', () => {
    const run = play(createPace(16), 60_000, { cap: () => 10 });
    expect(run.ms).toBeGreaterThanOrEqual(600_000);
    expect(run.refused).toBeLessThan(6 + 25);
  });

  it.each([1, 2, 3, 5, 15])('of %i, keeps the cloud at least 77 %% busy', (cap) => {
    const run = play(createPace(16), 1_000, { cap: () => cap });
    expect(run.ms / ideal(1_000, cap)).toBeLessThanOrEqual(1.3);
    expect(run.refused / run.sent).toBeLessThanOrEqual(0.05);
  });

  it('that is lifted is noticed within half a minute', () => {
    const run = play(createPace(16), 8_000, { cap: (now) => (now < 2_000 ? 4 : 100) });
    expect(run.limits.at(-1)).toBe(16);
    expect(run.ms).toBeLessThan(2_000 + 30_000 + ideal(8_000, 16));
  });

  it('that falls is followed down', () => {
    const run = play(createPace(16), 2_000, { cap: (now) => (now < 3_000 ? 12 : 5) });
    expect([4, 5]).toContain(run.limits.at(-1));
    expect(run.refused / run.sent).toBeLessThanOrEqual(0.03);
  });
});

describe('a cloud that refuses everything for a while', () => {
  it('gets one call at a time, and the full number soon after', () => {
    const run = play(createPace(16), 3_000, { cap: (now) => (now < 500 ? 0 : 100) });
    expect(Math.min(...run.limits)).toBe(1);
    expect(run.limits.at(-1)).toBe(16);
    expect(run.ms).toBeLessThan(500 + 10_000 + ideal(3_000, 16));
  });
});

describe('overload', () => {
  const round = (pace: Pace, now: number, outcome: 'ok' | 'overload') => {
    const tickets = Array.from({ length: pace.limit }, () => pace.start());
    for (const ticket of tickets) pace.end(ticket, outcome, { now, saturated: true });
  };

  it('shrinks the limit once for one burst of failures', () => {
    const pace = createPace(16);
    round(pace, 0, 'overload');
    expect(pace.limit).toBe(11);
  });

  it('shrinks to one call while it lasts, never to none, and grows back a slot a round', () => {
    const pace = createPace(16);
    for (let n = 0; n < 20; n++) round(pace, n, 'overload');
    expect(pace.limit).toBe(1);
    const seen: number[] = [];
    for (let n = 0; n < 20; n++) {
      round(pace, 100 + n, 'ok');
      seen.push(pace.limit);
    }
    expect(seen.at(-1)).toBe(16);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('is not concluded from cancelled or garbled calls', () => {
    const pace = createPace(16);
    for (let n = 0; n < 50; n++) pace.end(pace.start(), 'neutral', { now: n, saturated: true });
    expect(pace.limit).toBe(16);
  });
});

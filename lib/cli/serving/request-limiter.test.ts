import { describe, expect, test } from 'vitest';
import { createGate, type Gate } from './request-limiter';

const openAnswer = () => ({ destroyed: false, writableEnded: false });

function enterMany(gate: Gate, count: number) {
  const turns: number[] = [];
  const turnedAway: number[] = [];
  const responses = Array.from({ length: count }, openAnswer);
  const ends = responses.map(async (response, index) => {
    (await gate.enter(response)) ? turns.push(index) : turnedAway.push(index);
  });
  return { turns, turnedAway, responses, ended: Promise.all(ends) };
}

async function busyUntil(holds: () => boolean): Promise<void> {
  while (!holds()) {
    const since = performance.now();
    while (performance.now() - since < 20);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a gate', () => {
  test('begins the requests of one visitor one at a time and in order while the process is busy', async () => {
    const gate = createGate();
    const { turns, responses, ended } = enterMany(gate, 40);
    for (const [done, response] of responses.entries()) {
      await busyUntil(() => turns.length > done);
      expect(turns.length - done).toBe(1);
      gate.leave(response);
    }
    await ended;
    expect(turns).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });

  test('lets no request wait while others only wait for the cloud', async () => {
    const { turns, ended } = enterMany(createGate(), 40);
    await ended;
    expect(turns).toHaveLength(40);
  });

  test('begins a visitor’s first request at once, even if many of another visitor wait', async () => {
    const gate = createGate();
    const { turns, responses, ended } = enterMany(gate, 40);
    const other = openAnswer();
    expect(await gate.enter(other, 'other')).toBe(true);
    expect(turns).toHaveLength(1);
    for (const response of [other, ...responses]) gate.leave(response);
    await ended;
  });

  test('begins few of one visitor’s many requests that hang while another visitor is served', async () => {
    const gate = createGate();
    const { turns, ended } = enterMany(gate, 40);
    let isServed = 0;
    // The other visitor is served all the time; the process is idle between these requests.
    const since = performance.now();
    for (; performance.now() - since < 500; isServed += 1) {
      const response = openAnswer();
      expect(await gate.enter(response, 'other')).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 10));
      gate.leave(response);
    }
    expect(isServed).toBeGreaterThan(3);
    // One at once, and more after 50, 100, 150, 200 ms: at 500 ms there are 5. A machine that stalls takes longer.
    let most = 1;
    for (let at = 50; at <= performance.now() - since; at += 50 * most) most += 1;
    expect(turns.length).toBeLessThanOrEqual(most);
    await ended;
    expect(turns).toHaveLength(40);
  });

  test('refuses waiting and later requests once it is closed', async () => {
    const gate = createGate();
    const first = enterMany(gate, 10);
    await Promise.resolve();
    gate.close();
    await first.ended;
    expect(first.turns).toEqual([0]);
    expect(first.turnedAway).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const late = enterMany(gate, 1);
    await late.ended;
    expect(late.turnedAway).toEqual([0]);
  });

  test('does not begin what was answered while it waited', async () => {
    const gate = createGate();
    const { turns, responses, ended } = enterMany(gate, 40);
    const [first, ...waiting] = responses;
    for (const response of waiting) response.writableEnded = true;
    if (first) gate.leave(first);
    await ended;
    expect(turns).toHaveLength(40);
    const next = enterMany(gate, 1);
    await next.ended;
    expect(next.turns).toEqual([0]);
  });
});

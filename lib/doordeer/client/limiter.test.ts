import { describe, expect, it } from 'vitest';
import type { Priority } from './fair-queue';
import { createLimiter, type Limiter, LimiterBusy, type Release } from './limiter';
import type { Outcome } from './rate-limiter';
import { failure } from './test-cloud';

const settle = () => new Promise((resolve) => setImmediate(resolve));

function queue(limiter: Limiter) {
  const started: string[] = [];
  const slots: { name: string; release: Release }[] = [];
  return {
    started,
    slots,
    async ask(name: string, priority: Priority = 'person', account = 'A') {
      void limiter.acquire({ account, priority }).then((release) => {
        started.push(name);
        slots.push({ name, release });
      });
      await settle();
    },
    async finish(count = 1, outcome: Outcome = 'ok', retryAfterMs?: number) {
      for (let n = 0; n < count; n++) {
        slots.shift()?.release(outcome, retryAfterMs);
        await settle();
      }
    },
  };
}

function timed(max = 16) {
  const clock = { now: 0 };
  const limiter = createLimiter({ max, clock: () => clock.now });
  const pass = async (ms: number) => {
    clock.now += ms;
    (await limiter.acquire({ account: `at ${clock.now}`, priority: 'person' }))('neutral');
    await settle();
  };
  return { limiter, clock, pass, calls: queue(limiter) };
}

const count = (names: readonly string[], name: string) => names.filter((one) => one === name).length;

describe('createLimiter', () => {
  it('lets no more than the maximum start, and starts the next as one ends', async () => {
    const limiter = createLimiter({ max: 2 });
    const calls = queue(limiter);
    for (const name of ['a', 'b', 'c']) await calls.ask(name, 'person');
    expect(calls.started).toEqual(['a', 'b']);
    expect(limiter.load).toMatchObject({ inFlight: 2, waiting: 1 });
    await calls.finish();
    expect(calls.started).toEqual(['a', 'b', 'c']);
  });

  it('counts a slot that is released twice once', async () => {
    const limiter = createLimiter({ max: 1 });
    const release = await limiter.acquire({ priority: 'person' });
    release('ok');
    release('ok');
    expect(limiter.load.inFlight).toBe(0);
  });

  it('serves a person first, then a page that loads more, then background work', async () => {
    const calls = queue(createLimiter({ max: 1 }));
    await calls.ask('first', 'background');
    for (const priority of ['background', 'filling', 'person'] as const) await calls.ask(priority, priority);
    await calls.finish(3);
    expect(calls.started).toEqual(['first', 'person', 'filling', 'background']);
  });

  it('serves a person before a long queue of other calls', async () => {
    const calls = queue(createLimiter({ max: 4 }));
    for (let n = 0; n < 100; n++) await calls.ask(`filling ${n}`, 'filling');
    await calls.finish(20);
    await calls.ask('person', 'person');
    await calls.finish();
    expect(calls.started.at(-1)).toBe('person');
  });

  it('does not starve lower classes under a flood of persons', async () => {
    const calls = queue(createLimiter({ max: 1 }));
    await calls.ask('p', 'person');
    await calls.ask('background', 'background');
    await calls.ask('filling', 'filling');
    for (let n = 0; n < 250; n++) await calls.ask('p', 'person');
    await calls.finish(240);
    expect(calls.started.indexOf('filling')).toBeGreaterThan(0);
    expect(calls.started.indexOf('filling')).toBeLessThan(12);
    expect(calls.started.indexOf('background')).toBeGreaterThan(190);
  });

  it('keeps a quarter of the slots free of background work', async () => {
    const calls = queue(createLimiter({ max: 8 }));
    for (let n = 0; n < 20; n++) await calls.ask('background', 'background');
    expect(calls.started).toHaveLength(6);
    await calls.ask('person', 'person');
    expect(calls.started.at(-1)).toBe('person');
  });

  it('lets the steps of a job use all slots, and serves a person before them', async () => {
    const calls = queue(createLimiter({ max: 8 }));
    for (let n = 0; n < 20; n++) await calls.ask('job', 'job');
    expect(calls.started).toHaveLength(8);
    await calls.ask('background', 'background');
    await calls.ask('person', 'person');
    await calls.finish();
    expect(calls.started.at(-1)).toBe('person');
    await calls.finish(12);
    expect(calls.started.at(-1)).toBe('job');
  });

  it('lets background work run when there is room for one call only', async () => {
    const calls = queue(createLimiter({ max: 1 }));
    await calls.ask('background', 'background');
    expect(calls.started).toEqual(['background']);
  });

  it('forgets a call that is cancelled while it waits', async () => {
    const limiter = createLimiter({ max: 1 });
    const calls = queue(limiter);
    await calls.ask('a', 'person');
    const controller = new AbortController();
    const given = failure(limiter.acquire({ priority: 'person', signal: controller.signal }));
    await calls.ask('b', 'person');
    controller.abort(new Error('gone'));
    expect((await given).message).toBe('gone');
    await calls.finish();
    expect(calls.started).toEqual(['a', 'b']);
    expect(limiter.load.waiting).toBe(0);
  });

  it('takes no call that is already cancelled', async () => {
    const limiter = createLimiter({ max: 1 });
    await failure(limiter.acquire({ priority: 'person', signal: AbortSignal.abort() }));
    expect(limiter.load).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('refuses a call that would wait too long', async () => {
    const limiter = createLimiter({ max: 1 });
    await limiter.acquire({ priority: 'person' });
    expect(await failure(limiter.acquire({ priority: 'person', maxWaitMs: 20 }))).toBeInstanceOf(LimiterBusy);
    expect(limiter.load.waiting).toBe(0);
  });

  it('remembers a thousand accounts and forgets those that are idle', async () => {
    const limiter = createLimiter({ max: 4 });
    const held = await limiter.acquire({ account: 'held', priority: 'person' });
    for (let n = 0; n < 5_000; n++) (await limiter.acquire({ account: `A${n}`, priority: 'person' }))('ok');
    expect(limiter.load.accounts).toBeLessThanOrEqual(1_000);
    held('ok');
    expect(limiter.load.inFlight).toBe(0);
  });
});

describe('between accounts', () => {
  it('lets a single account use all slots', async () => {
    const { calls } = timed(16);
    for (let n = 0; n < 20; n++) await calls.ask('A');
    expect(calls.started).toHaveLength(16);
  });

  it('gives the next free slot to the account with the fewest calls in progress', async () => {
    const { calls } = timed(4);
    for (let n = 0; n < 20; n++) await calls.ask('A', 'person', 'A');
    for (let n = 0; n < 2; n++) await calls.ask('B', 'person', 'B');
    await calls.finish(2);
    expect(calls.started.slice(4)).toEqual(['B', 'B']);
  });

  it('serves a person before a page of another account that loads more', async () => {
    const { calls } = timed(4);
    for (let n = 0; n < 4; n++) await calls.ask('A', 'person', 'A');
    await calls.ask('B', 'filling', 'B');
    await calls.ask('A too', 'person', 'A');
    await calls.finish();
    expect(calls.started.at(-1)).toBe('A too');
  });

  it('counts only a quarter of hanging calls against other accounts', async () => {
    const { calls, pass } = timed(16);
    for (let n = 0; n < 16; n++) await calls.ask('A', 'person', 'A');
    for (let n = 0; n < 16; n++) await calls.ask('B', 'person', 'B');
    expect(count(calls.started, 'B')).toBe(0);
    await pass(1_000);
    expect(count(calls.started, 'B')).toBe(12);
    await calls.ask('A', 'person', 'A');
    expect(count(calls.started, 'A')).toBe(16);
  });

  it('counts them the same way when they are cancelled and repeated, as when tabs are reloaded', async () => {
    const { calls, clock } = timed(16);
    for (let n = 0; n < 16; n++) await calls.ask('A', 'person', 'A');
    for (let reload = 0; reload < 6; reload++) {
      clock.now += 400;
      await calls.finish(16, 'neutral');
      for (let n = 0; n < 16; n++) await calls.ask('A', 'person', 'A');
    }
    calls.started.length = 0;
    for (let n = 0; n < 12; n++) await calls.ask('B', 'person', 'B');
    expect(count(calls.started, 'B')).toBe(12);
  });

  it('never runs more than twice the maximum', async () => {
    const { limiter, calls, pass } = timed(8);
    for (const account of ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J']) {
      for (let n = 0; n < 8; n++) await calls.ask(account, 'person', account);
      if (limiter.load.inFlight < 16) await pass(1_000);
      expect(limiter.load.inFlight).toBeLessThanOrEqual(16);
    }
    expect(limiter.load.inFlight).toBe(16);
  });

  it('does not stop background work because calls of another account hang', async () => {
    const { calls, pass } = timed(16);
    for (let n = 0; n < 16; n++) await calls.ask('A', 'person', 'A');
    for (let n = 0; n < 4; n++) await calls.ask('B', 'background', 'B');
    await pass(1_000);
    expect(count(calls.started, 'B')).toBe(4);
  });

  it('keeps a pace for each account: refusals of one slow no other', async () => {
    const { calls } = timed(16);
    for (let round = 0; round < 4; round++) {
      for (let n = 0; n < 16; n++) await calls.ask('A', 'person', 'A');
      await calls.finish(calls.slots.length, 'refused');
    }
    calls.slots.length = 0;
    calls.started.length = 0;
    for (let n = 0; n < 12; n++) await calls.ask('B', 'person', 'B');
    expect(count(calls.started, 'B')).toBe(12);
  });

  it('lowers the common limit when several accounts are refused, and raises it again', async () => {
    const { limiter, clock, calls } = timed(16);
    const round = async (outcome: Outcome) => {
      for (let n = 0; n < 20; n++) await calls.ask('any', 'person', n % 2 === 0 ? 'A' : 'B');
      await calls.finish(20, outcome);
      clock.now += 100;
    };
    for (let n = 0; n < 6; n++) await round('overload');
    expect(limiter.load.limit).toBeLessThan(12);
    for (let n = 0; n < 60; n++) await round('ok');
    expect(limiter.load.limit).toBe(16);
  });

  it('leaves the common limit when only one account is refused', async () => {
    const { limiter, calls } = timed(16);
    for (let n = 0; n < 40; n++) {
      await calls.ask('A', 'person', 'A');
      await calls.finish(1, 'overload');
    }
    expect(limiter.load.limit).toBe(16);
  });
});

describe('an account that has to rest', () => {
  const busy = (limiter: Limiter, account: string | undefined, maxCooldownMs: number) =>
    failure<LimiterBusy>(limiter.acquire({ account, priority: 'person', maxCooldownMs }));

  it('rests as long as the cloud asked, others go on, and one call tries first', async () => {
    const { limiter, clock, calls, pass } = timed(4);
    await calls.ask('A', 'person', 'A');
    await calls.finish(1, 'refused', 30_000);
    for (let n = 0; n < 3; n++) await calls.ask('A', 'filling', 'A');
    await calls.ask('B', 'person', 'B');
    expect(calls.started).toEqual(['A', 'B']);
    expect((await busy(limiter, 'A', 10_000)).retryAfterMs).toBe(30_000);
    await pass(30_000);
    expect(count(calls.started, 'A')).toBe(2);
    clock.now += 100;
    calls.slots.shift();
    await calls.finish();
    expect(count(calls.started, 'A')).toBe(4);
  });

  it('rests ten minutes at most, even when the cloud asks for longer', async () => {
    const { limiter, calls } = timed(4);
    await calls.ask('A');
    await calls.finish(1, 'overload', 86_400_000);
    expect((await busy(limiter, 'A', 10_000)).retryAfterMs).toBe(600_000);
  });

  it('refuses a waiting call when the rest becomes longer than it waits', async () => {
    const { limiter, calls } = timed(1);
    await calls.ask('A');
    const waiting = busy(limiter, 'A', 10_000);
    await settle();
    await calls.finish(1, 'refused', 3_600_000);
    expect((await waiting).retryAfterMs).toBe(600_000);
    expect(limiter.load.waiting).toBe(0);
  });

  it('rests after several time-outs in a row, longer after each try that fails', async () => {
    const { limiter, calls, pass } = timed(16);
    for (let n = 0; n < 3; n++) await calls.ask('A');
    await calls.finish(3, 'timeout');
    expect((await busy(limiter, 'A', 0)).retryAfterMs).toBe(2_000);
    for (let n = 0; n < 5; n++) await calls.ask('again');
    await pass(2_000);
    expect(count(calls.started, 'again')).toBe(1);
    await calls.finish(1, 'timeout');
    expect((await busy(limiter, 'A', 0)).retryAfterMs).toBe(4_000);
    await pass(4_000);
    expect(count(calls.started, 'again')).toBe(2);
    await calls.finish(1, 'ok');
    expect(count(calls.started, 'again')).toBe(5);
  });

  it('lets the call of a person who types the password try at once', async () => {
    const { limiter, calls, pass } = timed(16);
    for (let n = 0; n < 3; n++) await calls.ask('A');
    await calls.finish(3, 'timeout');
    for (let n = 0; n < 2; n++) await calls.ask('A');
    const typed = () => limiter.acquire({ account: 'A', priority: 'person', typed: true, maxCooldownMs: 0 });
    const answered = await typed();
    expect(limiter.load).toMatchObject({ inFlight: 1, waiting: 2 });
    answered('ok');
    await pass(0);
    expect(count(calls.started, 'A')).toBe(5);
    await calls.finish(1, 'refused', 60_000);
    await expect(typed()).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  it('does not rest after time-outs with answers between them', async () => {
    const { calls } = timed(16);
    for (let n = 0; n < 9; n++) {
      await calls.ask('A');
      await calls.finish(1, n % 3 === 2 ? 'ok' : 'timeout');
    }
    await calls.ask('A');
    expect(calls.started).toHaveLength(10);
  });

  it('is tried again when the call that tries is cancelled', async () => {
    const { calls, pass } = timed(4);
    await calls.ask('A');
    await calls.finish(1, 'refused', 1_000);
    for (let n = 0; n < 2; n++) await calls.ask('A');
    await pass(1_000);
    await calls.finish(1, 'neutral');
    expect(calls.started).toHaveLength(3);
  });

  it('continues by itself after the rest', async () => {
    const limiter = createLimiter({ max: 1 });
    (await limiter.acquire({ account: 'A', priority: 'person' }))('refused', 30);
    (await limiter.acquire({ account: 'A', priority: 'person', maxWaitMs: 5_000 }))('ok');
    expect(limiter.load.inFlight).toBe(0);
  });
});

describe('an account that has never signed in', () => {
  const stranger = (limiter: Limiter, account: string, maxCooldownMs = 10_000) =>
    limiter.acquire({ account, stranger: true, priority: 'person', maxCooldownMs });
  const cooldownOf = async (limiter: Limiter, account: string) =>
    (await failure<LimiterBusy>(stranger(limiter, account))).retryAfterMs;

  it('rests when the cloud asks it to, and no other stranger or signed-in account of that name does', async () => {
    const { limiter } = timed(4);
    (await stranger(limiter, 'A'))('refused', 600_000);
    expect(await cooldownOf(limiter, 'A')).toBe(600_000);
    (await stranger(limiter, 'B', 0))('ok');
    (await limiter.acquire({ account: 'A', priority: 'person', maxCooldownMs: 0 }))('ok');
  });

  it('refuses only its own waiting calls', async () => {
    const { limiter } = timed(1);
    const first = await stranger(limiter, 'A');
    const [own, other] = [cooldownOf(limiter, 'A'), stranger(limiter, 'B')];
    await settle();
    first('refused', 600_000);
    expect(await own).toBe(600_000);
    (await other)('ok');
    expect(limiter.load).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  it('shares slots with all others of its kind', async () => {
    const { limiter } = timed(16);
    for (let round = 0; round < 4; round++) {
      const calls = Array.from({ length: 4 }, (_, index) => stranger(limiter, `${round} ${index}`));
      for (const release of await Promise.all(calls)) release('overload');
    }
    const granted = Array.from({ length: 16 }, (_, index) => stranger(limiter, `late ${index}`));
    await settle();
    expect(limiter.load.inFlight).toBeLessThan(16);
    for (const call of granted) (await call)('ok');
  });

  it('is forgotten after a thousand others: invented names cost no memory', async () => {
    const { limiter } = timed(4);
    for (let name = 0; name < 3_000; name++) (await stranger(limiter, `${name}`))('refused', 600_000);
    expect(limiter.load.accounts).toBeLessThanOrEqual(1_001);
    expect(await cooldownOf(limiter, '2999')).toBe(600_000);
  });
});

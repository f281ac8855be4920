import { describe, expect, it } from 'vitest';
import { createLimiter, type Limiter, LimiterBusy, type Priority, type Slot } from './limiter';
import { failure } from './test-cloud';

/** Lets everything that is ready to run, run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Queues calls and notes in which order they get a slot. */
function queue(limiter: Limiter) {
  const started: string[] = [];
  const slots: Slot[] = [];
  return {
    started,
    slots,
    async ask(name: string, priority: Priority) {
      void limiter.acquire({ priority }).then((slot) => {
        started.push(name);
        slots.push(slot);
      });
      await settle();
    },
    async finish(count = 1) {
      for (let n = 0; n < count; n++) {
        slots.shift()?.release('ok');
        await settle();
      }
    },
  };
}

describe('createLimiter', () => {
  it('lets no more than the maximum start, and starts the next as one ends', async () => {
    const limiter = createLimiter({ max: 2 });
    const calls = queue(limiter);
    for (const name of ['a', 'b', 'c']) await calls.ask(name, 'person');
    expect(calls.started).toEqual(['a', 'b']);
    expect([limiter.inFlight, limiter.waiting]).toEqual([2, 1]);
    await calls.finish();
    expect(calls.started).toEqual(['a', 'b', 'c']);
  });

  it('counts a slot that is released twice once', async () => {
    const limiter = createLimiter({ max: 1 });
    const slot = await limiter.acquire({ priority: 'person' });
    slot.release('ok');
    slot.release('ok');
    expect(limiter.inFlight).toBe(0);
  });

  it('puts a person before a page that fills itself, and that before background work', async () => {
    const calls = queue(createLimiter({ max: 1 }));
    await calls.ask('first', 'background');
    for (const priority of ['background', 'filling', 'person'] as const) await calls.ask(priority, priority);
    await calls.finish(3);
    expect(calls.started).toEqual(['first', 'person', 'filling', 'background']);
  });

  it('lets a person who comes late pass a long queue', async () => {
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
    // Nobody waits for it: it takes one call in two hundred at most.
    expect(calls.started.indexOf('background')).toBeGreaterThan(190);
  });

  it('keeps a quarter of the slots free of background work', async () => {
    const calls = queue(createLimiter({ max: 8 }));
    for (let n = 0; n < 20; n++) await calls.ask('background', 'background');
    expect(calls.started).toHaveLength(6);
    await calls.ask('person', 'person');
    expect(calls.started.at(-1)).toBe('person');
  });

  it('leaves background work a quarter of the slots while people are about', async () => {
    let now = 0;
    const limiter = createLimiter({ max: 8, now: () => now });
    (await limiter.acquire({ priority: 'person' })).release('ok');
    const calls = queue(limiter);
    for (let n = 0; n < 20; n++) await calls.ask('background', 'background');
    expect(calls.started).toHaveLength(2);
    await calls.finish(2);
    expect(calls.started).toHaveLength(4);
    // It goes on as before once they are gone, by itself.
    now = 2_000;
    await calls.finish();
    expect(limiter.inFlight).toBe(6);
  });

  it('lets background work run when there is room for one call only', async () => {
    const calls = queue(createLimiter({ max: 1 }));
    await calls.ask('background', 'background');
    expect(calls.started).toEqual(['background']);
  });

  it('grows again when there is nothing but background work', async () => {
    const limiter = createLimiter({ max: 16 });
    for (let n = 0; n < 12; n++) (await limiter.acquire({ priority: 'background' })).release('overload');
    expect(limiter.limit).toBe(1);
    const calls = queue(limiter);
    for (let n = 0; n < 400; n++) await calls.ask('background', 'background');
    await calls.finish(380);
    expect(limiter.limit).toBe(16);
  });

  it('forgets who gave up while waiting', async () => {
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
    expect(limiter.waiting).toBe(0);
  });

  it('takes nobody who has given up already', async () => {
    const limiter = createLimiter({ max: 1 });
    await failure(limiter.acquire({ priority: 'person', signal: AbortSignal.abort() }));
    expect([limiter.inFlight, limiter.waiting]).toEqual([0, 0]);
  });

  it('turns away who would wait too long', async () => {
    const limiter = createLimiter({ max: 1 });
    await limiter.acquire({ priority: 'person' });
    expect(await failure(limiter.acquire({ priority: 'person', maxWaitMs: 20 }))).toBeInstanceOf(LimiterBusy);
    expect(limiter.waiting).toBe(0);
  });

  it('rests when the cloud asks for it, and says how long to who cannot wait', async () => {
    let now = 0;
    const limiter = createLimiter({ max: 1, now: () => now });
    (await limiter.acquire({ priority: 'person' })).release('refused', 30_000);
    const calls = queue(limiter);
    await calls.ask('patient', 'filling');
    expect(calls.started).toEqual([]);
    const busy = await failure<LimiterBusy>(limiter.acquire({ priority: 'person', maxWaitMs: 10_000 }));
    expect(busy.retryAfterMs).toBe(30_000);
    now = 30_001;
    await calls.ask('later', 'person');
    await calls.finish();
    expect(calls.started).toEqual(['later', 'patient']);
  });

  it('goes on by itself after the rest', async () => {
    const limiter = createLimiter({ max: 1 });
    (await limiter.acquire({ priority: 'person' })).release('refused', 30);
    const slot = await limiter.acquire({ priority: 'person', maxWaitMs: 5_000 });
    slot.release('ok');
    expect(limiter.inFlight).toBe(0);
  });
});

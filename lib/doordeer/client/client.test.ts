import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useFakeTime } from '../../testing/fake-time';
import { encodeBody } from '../codec';
import type { VendorError } from '../errors';
import { Secret } from '../secret';
import type { DoordeerClient } from './client';
import {
  answer,
  failure,
  person,
  type Reply,
  room,
  startTestCloud,
  type TestCloud,
  testKey,
} from './test-cloud';

const time = useFakeTime();
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

function replies(...first: Reply[]) {
  cloud.reply = (arrival, response, request) => {
    const reply = first.shift();
    return reply ? reply(arrival, response, request) : answer(response, { re: 1, mainer: 'm@x', list: [] });
  };
}

const status =
  (code: number, headers: Record<string, string> = {}): Reply =>
  (_arrival, response) =>
    response.writeHead(code, headers).end();
const text =
  (body: string): Reply =>
  (_arrival, response) =>
    response.end(body);
const drop: Reply = (_arrival, _response, request) => request.socket.destroy();
const silence: Reply = () => {};
/** Waits with the client until its time-out. */
const silenceFor =
  (ms: number): Reply =>
  () =>
    time.pass(ms);

const assign = { ...room, master: 'm@x' };
/** Time passes only while no call is on its way. */
const passUntil = <T>(client: DoordeerClient, promise: Promise<T>) =>
  time.passUntil(promise, () => client.load.inFlight === 0);
const vendorFailure = (promise: Promise<unknown>) => failure<VendorError>(promise);

describe('a call', () => {
  it('goes out encrypted, with the company id, to its own path, and comes back in our words', async () => {
    replies();
    await expect(cloud.client().call('getMaster', room)).resolves.toEqual({ master: 'm@x' });
    expect(cloud.arrivals[0]).toMatchObject({
      path: '/api/GetMainer',
      fields: {
        comid: 'C1',
        account: person.account,
        passwd: 'pass-word-canary',
        gid: 'G1',
        vir_channel_no: 7,
      },
    });
    expect(cloud.arrivals[0]?.raw).not.toContain('canary');
  });

  it.each([
    ['in one form field', { requestField: 'json' }],
    ['behind HTTP Basic', { basicAuth: 'user:password' }],
    ['behind HTTP Basic given as a secret', { basicAuth: new Secret('user:password') }],
  ])('goes out %s', async (_how, config) => {
    replies();
    await cloud.client(config).call('signOut', person);
    const [arrival] = cloud.arrivals;
    if ('requestField' in config) expect(arrival?.raw).toMatch(/^json=/);
    else
      expect(arrival?.headers.authorization).toBe(`Basic ${Buffer.from('user:password').toString('base64')}`);
  });

  it('is not sent when its input is invalid', async () => {
    const error = await vendorFailure(cloud.client().call('getMaster', { ...room, gid: '' }));
    expect(error).toMatchObject({ kind: 'schema', outcome: 'rejected', retryable: false });
    expect(cloud.arrivals).toHaveLength(0);
  });

  it('refuses an address that passwords must not travel to', () => {
    expect(() => cloud.client({ url: 'http://cloud.example/api' })).toThrow(TypeError);
  });
});

describe('a read', () => {
  it.each<[string, Reply]>([
    ['429', status(429)],
    ['500', status(500)],
    ['503', status(503)],
    ['a dropped connection', drop],
    ['garbage', text('<html>It works!</html>')],
    ['an answer under another key', text(encodeBody({ re: 1 }, 'another'))],
    ['half an answer', text(encodeBody({ re: 1, mainer: 'somebody@x' }, testKey).slice(0, 20))],
  ])('is asked again after %s', async (_what, reply) => {
    replies(reply, reply);
    await expect(cloud.client().call('getMaster', room)).resolves.toEqual({ master: 'm@x' });
    expect(cloud.arrivals).toHaveLength(3);
  });

  it('is given up after the last try', async () => {
    replies(...Array.from({ length: 9 }, () => status(500)));
    const error = await vendorFailure(cloud.client().call('getMaster', room, { retries: 1 }));
    expect(error).toMatchObject({
      kind: 'transport',
      reason: 'http-error',
      status: 500,
      outcome: 'rejected',
    });
    expect(cloud.arrivals).toHaveLength(2);
  });

  it.each<[string, Reply]>([
    ['a refusal', (_arrival, response) => answer(response, { re: 2 })],
    ['nonsense', (_arrival, response) => answer(response, { re: 1 })],
    ['404', status(404)],
  ])('is not asked again after %s', async (_what, reply) => {
    replies(reply);
    await vendorFailure(cloud.client().call('getMaster', room));
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('waits as long as the cloud asked before it is repeated', async () => {
    time.stop();
    replies(status(429, { 'retry-after': '1' }));
    const client = cloud.client();
    const at = performance.now();
    await passUntil(client, client.call('getMaster', room));
    expect(performance.now() - at).toBeGreaterThanOrEqual(990);
  });

  it('does not make a person wait longer than one time-out for another try', async () => {
    replies(status(503, { 'retry-after': '30' }));
    const client = cloud.client({ timeoutMs: 500 });
    const error = await vendorFailure(client.call('getMaster', room));
    expect(error).toMatchObject({ reason: 'unavailable', status: 503, retryAfterMs: 30_000 });
    // Held back until then: the reason stays the same, and is not called busy.
    expect((await vendorFailure(client.call('getMaster', room))).reason).toBe('unavailable');
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('that timed out is asked again for a job, not for a person', async () => {
    time.stop();
    replies(silenceFor(1_000), silenceFor(1_000));
    const client = cloud.client({ timeoutMs: 1_000 });
    const asked = vendorFailure(client.call('getMaster', room));
    expect((await passUntil(client, asked)).reason).toBe('timeout');
    expect(cloud.arrivals).toHaveLength(1);
    const background = client.call('getMaster', room, { priority: 'background' });
    await expect(passUntil(client, background)).resolves.toEqual({ master: 'm@x' });
    expect(cloud.arrivals).toHaveLength(3);
  });
});

describe('a change', () => {
  it.each<[string, Reply, object]>([
    ['429', status(429), { kind: 'transport', reason: 'busy', outcome: 'rejected', retryable: true }],
    ['503', status(503), { kind: 'transport', reason: 'unavailable', outcome: 'unknown' }],
    ['500', status(500), { kind: 'transport', reason: 'http-error', outcome: 'unknown' }],
    ['a dropped connection', drop, { kind: 'transport', reason: 'dropped', outcome: 'unknown' }],
    ['silence', silenceFor(2_000), { kind: 'transport', reason: 'timeout', outcome: 'unknown' }],
    ['garbage', text('It works!'), { kind: 'decoding', outcome: 'unknown' }],
    [
      'an answer under another key',
      text(encodeBody({ re: 1 }, 'another')),
      { kind: 'decoding', outcome: 'unknown' },
    ],
    ['an answer that says nothing', text('{}'), { kind: 'schema', outcome: 'unknown' }],
    [
      'a refusal',
      (_arrival, response) => answer(response, { re: 5 }),
      { kind: 'result', outcome: 'rejected' },
    ],
  ])('is sent once, whatever comes: %s', async (_what, reply, expected) => {
    time.stop();
    replies(reply);
    const client = cloud.client({ timeoutMs: 2_000 });
    const sent = vendorFailure(client.call('assignMaster', assign, { retries: 5 }));
    const error = await passUntil(client, sent);
    expect(error).toMatchObject({ name: 'VendorError', call: 'assignMaster', ...expected });
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('that never left is certain not to have happened', async () => {
    const error = await vendorFailure(
      cloud.client({ url: 'http://127.0.0.1:1/api' }).call('assignMaster', assign),
    );
    expect(error).toMatchObject({
      kind: 'transport',
      reason: 'unreachable',
      outcome: 'rejected',
      detail: 'ECONNREFUSED',
    });
  });

  it('that is cancelled in progress may have happened', async () => {
    const controller = new AbortController();
    replies(() => controller.abort());
    const error = await vendorFailure(
      cloud.client().call('assignMaster', assign, { signal: controller.signal }),
    );
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'unknown' });
  });
});

describe('a picture', () => {
  it('is read unchanged by GET from the cloud’s own host', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0, 0xff]);
    replies(status(500), (_arrival, response) => response.end(bytes));
    const client = cloud.client({ basicAuth: 'user:password' });
    expect(await client.picture(cloud.url.replace('/api', '/qr/1.png?x=1'), person)).toEqual(bytes);
    expect(cloud.arrivals[1]).toMatchObject({ method: 'GET', path: '/qr/1.png?x=1', raw: '' });
  });

  it.each<[string, Reply, object]>([
    [
      'is elsewhere',
      (_arrival, response) => response.writeHead(302, { location: '/b.png' }).end(),
      { status: 302 },
    ],
    ['is gone', status(404), { status: 404 }],
    [
      'is too large',
      (_arrival, response) => response.end(Buffer.alloc(2 * 1024 * 1024 + 1)),
      { kind: 'decoding' },
    ],
  ])('that %s is a failure', async (_what, reply, expected) => {
    replies(reply);
    expect(await vendorFailure(cloud.client().picture('/a.png', person))).toMatchObject({
      name: 'VendorError',
      call: 'picture',
      ...expected,
    });
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('at another host is not asked for', async () => {
    const error = await vendorFailure(cloud.client().picture('http://127.0.0.1:5432/a.png', person));
    expect(error).toMatchObject({ kind: 'schema', outcome: 'rejected' });
    expect(cloud.arrivals).toHaveLength(0);
  });
});

describe('giving up', () => {
  it('before the call starts, sends nothing', async () => {
    const error = await vendorFailure(
      cloud.client().call('getMaster', room, { signal: AbortSignal.abort() }),
    );
    expect(error).toMatchObject({ reason: 'aborted', outcome: 'rejected' });
    expect(cloud.arrivals).toHaveLength(0);
  });

  it('while it waits for its turn, sends nothing', async () => {
    time.stop();
    replies(silence);
    const client = cloud.client({ maxConcurrency: 1, timeoutMs: 1_500 });
    const first = vendorFailure(client.call('signOut', person));
    const controller = new AbortController();
    const second = vendorFailure(client.call('assignMaster', assign, { signal: controller.signal }));
    controller.abort();
    expect(await second).toMatchObject({ reason: 'aborted', outcome: 'rejected' });
    await time.until(() => cloud.arrivals.length > 0);
    await time.pass(1_500);
    await first;
    expect(cloud.arrivals).toHaveLength(1);
  });

  it('between two tries, ends at once', async () => {
    const controller = new AbortController();
    replies((_arrival, response) => {
      response.writeHead(429, { 'retry-after': '1' }).end();
      setTimeout(() => controller.abort(), 50);
    });
    const at = performance.now();
    const error = await vendorFailure(cloud.client().call('getMaster', room, { signal: controller.signal }));
    expect(error.reason).toBe('aborted');
    expect(performance.now() - at).toBeLessThan(3_000);
  });
});

describe('a cloud that is busy', () => {
  it('and asks for many short rests keeps a person waiting for two seconds at most', async () => {
    time.stop();
    cloud.reply = (_arrival, response) => response.writeHead(429, { 'retry-after': '1' }).end();
    const client = cloud.client();
    const at = performance.now();
    const calls = Array.from({ length: 6 }, () => vendorFailure(client.call('getMaster', room)));
    for (const error of await passUntil(client, Promise.all(calls))) expect(error.reason).toBe('busy');
    // The limiter looks every 100 ms.
    expect(performance.now() - at).toBeLessThanOrEqual(2_100);
    expect(cloud.arrivals.length).toBeLessThanOrEqual(8);
  });

  it('says so to a person instead of queueing the call, and sends nothing', async () => {
    time.stop();
    const held: (() => void)[] = [];
    cloud.reply = (_arrival, response) => held.push(() => answer(response, { re: 1 }));
    const client = cloud.client({ maxConcurrency: 1, timeoutMs: 3_000 });
    const first = client.call('signOut', person);
    const second = client.call('signOut', person);
    const third = vendorFailure(client.call('assignMaster', assign));
    // Each call is answered within its own limit, but the third in line would wait for two of them.
    await time.until(() => held.length === 1);
    await time.pass(2_000);
    held.shift()?.();
    await first;
    await time.until(() => held.length === 1);
    await time.pass(1_000);
    expect(await third).toMatchObject({ reason: 'busy', outcome: 'rejected', status: undefined });
    held.shift()?.();
    await second;
    expect(cloud.arrivals.map(({ path }) => path)).toEqual(['/api/Quit', '/api/Quit']);
    expect(client.load).toMatchObject({ limit: 1, inFlight: 0, waiting: 0 });
  });

  it('with a hidden cap hardly refuses a call once the cap is found', async () => {
    time.stop();
    let [active, refused] = [0, 0];
    cloud.reply = (arrival, response, request) => {
      if (active >= 10) {
        refused += 1;
        return status(429)(arrival, response, request);
      }
      active += 1;
      setTimeout(() => {
        active -= 1;
        answer(response, { re: 1, mainer: '' });
      }, 20);
    };
    const client = cloud.client();
    const calls = Promise.all(
      // Enough calls that the few refusals of the first moment weigh little, on a slow machine too.
      Array.from({ length: 800 }, () => client.call('getMaster', room, { priority: 'filling' })),
    );
    await time.passUntil(calls, () => client.load.inFlight === active);
    expect(client.load).toMatchObject({ inFlight: 0, waiting: 0 });
    expect(refused / cloud.arrivals.length).toBeLessThanOrEqual(0.03);
  });
});

describe('a call that must be admitted', () => {
  it('asks at every attempt, right before it leaves, and is not sent when refused', async () => {
    const refused = new Error('not now');
    const asked: number[] = [];
    const admit = async () => {
      asked.push(cloud.arrivals.length);
      if (asked.length === 2) throw refused;
    };
    replies(status(500));
    const client = cloud.client();
    await expect(client.call('getMaster', room, { admit })).rejects.toBe(refused);
    expect(asked).toEqual([0, 1]);
    expect(cloud.arrivals).toHaveLength(1);
    expect(client.load).toMatchObject({ inFlight: 0, waiting: 0 });
  });
});

describe('secrets', () => {
  it('are in no error, however it is printed', async () => {
    const faults: Reply[] = [
      drop,
      text('pass-word-canary is not JSON'),
      text('{"re": "pass-word-canary", "key": "key-of-the-test-cloud"}'),
      (_arrival, response) => answer(response, { re: 1, list: 'pass-word-canary' }),
      (_arrival, response) => answer(response, { re: 66, message: 'pass-word-canary' }),
      status(500),
    ];
    for (const fault of faults) {
      replies(fault);
      const error = await vendorFailure(cloud.client().call('listShares', room, { retries: 0 }));
      expect(error.name).toBe('VendorError');
      for (const printed of [
        String(error),
        error.stack,
        JSON.stringify(error),
        inspect(error, { depth: 9, showHidden: true }),
      ]) {
        expect(printed).not.toMatch(/canary|key-of-the|harbor\.example/);
      }
    }
  });

  it('are not in the client either', () => {
    const client = cloud.client({ basicAuth: 'user:basic-canary' });
    expect(inspect(client, { depth: 9, showHidden: true })).not.toMatch(/canary|key-of-the/);
  });
});

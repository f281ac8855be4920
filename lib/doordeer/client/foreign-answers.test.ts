import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useFakeTime } from '../../testing/fake-time';
import type { VendorError } from '../errors';
import type { DoordeerClient } from './client';
import { answer, failure, person, type Reply, room, startTestCloud, type TestCloud } from './test-cloud';

const time = useFakeTime();
let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  time.stop();
});
afterEach(() => cloud.close());

const passUntil = <T>(client: DoordeerClient, promise: Promise<T>) =>
  time.passUntil(promise, () => client.load.inFlight === 0);

const reply =
  (status: number, body = '', headers: Record<string, string> = {}): Reply =>
  (_arrival, response) =>
    response.writeHead(status, headers).end(body);

const page = '<!doctype html><title>Sign in</title>';

/** One after the other for `ms`, as pages do. Returns the failures. */
async function askFor(client: DoordeerClient, ms: number): Promise<VendorError[]> {
  const until = performance.now() + ms;
  const failures: VendorError[] = [];
  while (performance.now() < until) {
    failures.push(await passUntil(client, failure<VendorError>(client.call('getMaster', room))));
    await time.pass(100);
  }
  return failures;
}

describe('a server that is not the cloud', () => {
  it.each<[string, Reply, object]>([
    ['404', reply(404), { reason: 'not-found' }],
    ['410', reply(410), { reason: 'not-found' }],
    ['a redirect', reply(302, '', { location: 'https://other.example' }), { reason: 'redirected' }],
    ['a web page', reply(200, page), { reason: 'web-page' }],
    ['a web page that forbids', reply(403, page), { reason: 'web-page' }],
  ])('gets the password a few times only, and is named while it rests: %s', async (_what, given, named) => {
    cloud.reply = given;
    const client = cloud.client();
    const failures = await askFor(client, 10_000);
    // Three, and one for every 2 seconds. The last try may wait, and have a second.
    expect(cloud.arrivals.length).toBeLessThanOrEqual(10);
    for (const error of failures) expect(error).toMatchObject(named);
    const before = cloud.arrivals.length;
    const held = await failure<VendorError>(
      client.call('assignMaster', { ...room, master: 'm@x' }, { maxCooldownMs: 0 }),
    );
    expect(held).toMatchObject({ ...named, isHeldBack: true, outcome: 'rejected', retryable: false });
    expect(cloud.arrivals).toHaveLength(before);
  });

  it('is asked for another account, and again as soon as the cloud is back', async () => {
    cloud.reply = reply(302);
    const client = cloud.client();
    await askFor(client, 1_000);
    const before = cloud.arrivals.length;
    await failure(client.call('getMaster', { ...room, account: 'other@harbor.example' }));
    expect(cloud.arrivals).toHaveLength(before + 1);
    cloud.reply = (_arrival, response) => answer(response, { re: 1, mainer: 'm@x' });
    await time.pass(2_000);
    await expect(passUntil(client, client.call('getMaster', room))).resolves.toEqual({ master: 'm@x' });
  });
});

it('the cloud itself, with single bad answers or pictures that are gone, is asked on', async () => {
  let n = 0;
  cloud.reply = (arrival, response, request) => {
    n += 1;
    if (arrival.method === 'GET' || n % 3 !== 0) return reply(404)(arrival, response, request);
    return answer(response, { re: 1, mainer: '' });
  };
  const client = cloud.client();
  for (let i = 0; i < 12; i += 1)
    await passUntil(
      client,
      client.call('getMaster', room).catch(() => {}),
    );
  for (let i = 0; i < 6; i += 1)
    expect(await passUntil(client, failure<VendorError>(client.picture('/a.png', person)))).toMatchObject({
      status: 404,
    });
  expect(cloud.arrivals).toHaveLength(18);
});

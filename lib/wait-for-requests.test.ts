import { once } from 'node:events';
import { createServer, get, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { waitForRequests, watchRequests } from './wait-for-requests';

const open: ServerResponse[] = [];
const server = createServer((_request, response) => {
  open.push(response);
});
beforeAll(async () => {
  watchRequests();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const longer = 60_000;

/** Waits until the server has the request. */
async function ask(path: string): Promise<{ end: () => void; hangUp: () => void }> {
  const before = open.length;
  const request = get({ port: (server.address() as AddressInfo).port, path }, (answer) => answer.resume());
  request.on('error', () => {});
  while (open.length === before) await new Promise((resolve) => setImmediate(resolve));
  const response = open.at(-1) as ServerResponse;
  return { end: () => response.end('done'), hangUp: () => request.destroy() };
}

async function isHeld(waiting: Promise<void>): Promise<boolean> {
  let held = true;
  void waiting.then(() => {
    held = false;
  });
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  return held;
}

it('does not wait while no request waits', async () => {
  expect(await isHeld(waitForRequests(longer))).toBe(false);
});

it('waits until every page is answered, or its reader has gone', async () => {
  const [one, other] = [await ask('/people'), await ask('/api/events?q=export')];
  const waiting = waitForRequests(longer);
  expect(await isHeld(waiting)).toBe(true);
  one.end();
  other.hangUp();
  await waiting;
});

it('does not wait for downloads and streams, which may be itself', async () => {
  const asked = [await ask('/api/events/export?format=csv'), await ask('/api/events/stream')];
  expect(await isHeld(waitForRequests(longer))).toBe(false);
  for (const { end } of asked) end();
});

it('does not wait for a reading that waits for the cloud', async () => {
  const { end } = await ask('/api/readings/room?gid=G1&channel=7&what=facts');
  expect(await isHeld(waitForRequests(longer))).toBe(false);
  end();
});

it('waits no longer than its limit', async () => {
  const { end } = await ask('/people');
  await waitForRequests(5);
  end();
});

it('rests while people come and go', async () => {
  const { end } = await ask('/people');
  end();
  await waitForRequests(longer);
  expect(await isHeld(waitForRequests(longer, 300))).toBe(true);
});

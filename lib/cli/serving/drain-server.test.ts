import { Agent, createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { useFakeTime } from '../../testing/fake-time';
import { sendRequest } from '../../testing/send-request';
import { createDrain, type DrainLimits } from './drain-server';

const time = useFakeTime();

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve() {
  time.stop();
  const server = createServer();
  const drain = createDrain(server);
  const waiting: (() => void)[] = [];
  server.on('request', (request, response) => {
    drain.track(request, response);
    const answer = () => response.end(`answer to ${request.url}`);
    if (request.url?.startsWith('/slow')) waiting.push(answer);
    else answer();
  });
  const letGo = () => {
    for (const answer of waiting.splice(0)) answer();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { server, drain, port, letGo, waiting };
}

const limits = { listenMs: 300, underWayMs: 60_000, quietMs: 1_000 };

async function ask(port: number, path: string, agent: Agent): Promise<{ text: string; closes: boolean }> {
  const { text, headers } = await sendRequest(port, path, { agent });
  return { text, closes: headers.connection === 'close' };
}

/** Begins a stop, and returns once nothing listens any more. */
async function beginStop({ server, drain }: Awaited<ReturnType<typeof serve>>, limits: DrainLimits) {
  const stop = { isOver: false, over: Promise.resolve() };
  stop.over = drain.stop(limits).then(() => {
    stop.isOver = true;
  });
  await time.pass(limits.listenMs);
  await time.until(() => !server.listening);
  return { stop, finish: () => time.passUntil(stop.over, () => true) };
}

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true });
  ends.push(() => agent.destroy());
  return agent;
}

test('requests in progress are answered in full, and their connections end with the answer', async () => {
  const served = await serve();
  const agent = keepAlive();
  const answers = Promise.all(
    Array.from({ length: 200 }, (_, index) => ask(served.port, `/slow/${index}`, agent)),
  );
  await time.until(() => served.waiting.length === 200);
  const { stop, finish } = await beginStop(served, limits);
  await time.pass(limits.quietMs);
  expect(stop.isOver).toBe(false);
  served.letGo();
  const all = await answers;
  expect(all.map(({ text }) => text)).toEqual(all.map((_, index) => `answer to /slow/${index}`));
  expect(all.every(({ closes }) => closes)).toBe(true);
  await finish();
});

test('for a moment new requests are answered, on new and on open connections; then none is accepted', async () => {
  const { server, drain, port } = await serve();
  const agent = keepAlive();
  // Two connections stay open.
  expect(
    (await Promise.all([ask(port, '/a', agent), ask(port, '/b', agent)])).map(({ closes }) => closes),
  ).toEqual([false, false]);
  const stopped = drain.stop(limits);
  expect(drain.isStopping).toBe(true);
  expect(await ask(port, '/kept', agent)).toEqual({ text: 'answer to /kept', closes: true });
  expect(await ask(port, '/new', new Agent())).toEqual({ text: 'answer to /new', closes: true });
  await time.pass(limits.listenMs);
  await time.until(() => !server.listening);
  expect(await ask(port, '/late', agent)).toEqual({ text: 'answer to /late', closes: true });
  await time.passUntil(stopped, () => true);
  await expect(ask(port, '/never', new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('all connections that were made and not yet accepted are answered', async () => {
  const served = await serve();
  const { port } = served;
  const answers = Promise.all(Array.from({ length: 120 }, (_, index) => ask(port, `/${index}`, new Agent())));
  const { finish } = await beginStop(served, { listenMs: 0, underWayMs: 60_000, quietMs: 100 });
  expect((await answers).map(({ text }) => text)).toEqual(
    Array.from({ length: 120 }, (_, index) => `answer to /${index}`),
  );
  await finish();
});

test('a request that has arrived in part is waited for', async () => {
  const served = await serve();
  const received: Socket[] = [];
  served.server.on('connection', (one) => received.push(one));
  const socket = await opened(served.port);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\n');
  await time.until(() => text.includes('answer to /first'));
  const bytesBefore = received[0]?.bytesRead ?? 0;
  socket.write('GET /second HTTP/1.1\r\nHo');
  await time.until(() => (received[0]?.bytesRead ?? 0) > bytesBefore);
  const { stop, finish } = await beginStop(served, limits);
  await time.pass(1.5 * limits.quietMs);
  expect(stop.isOver).toBe(false);
  socket.write('st: a\r\n\r\n');
  await time.until(() => text.includes('answer to /second'));
  await finish();
  await time.until(() => socket.closed);
});

test('requests without an answer at the end of the time are cut', async () => {
  const served = await serve();
  const hanging = ask(served.port, '/slow', keepAlive()).catch((error: NodeJS.ErrnoException) => error.code);
  await time.until(() => served.waiting.length === 1);
  const { finish } = await beginStop(served, { listenMs: 10, underWayMs: 100, quietMs: 10 });
  await finish();
  expect(await hanging).toBe('ECONNRESET');
});

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    ends.push(() => socket.destroy());
  });
}

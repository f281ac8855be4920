import { Agent, createServer, request as httpRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createDrain } from './drain-server';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function serve() {
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

function ask(port: number, path: string, agent: Agent): Promise<{ text: string; closes: boolean }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ port, host: '127.0.0.1', path, agent }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ text, closes: response.headers.connection === 'close' });
    });
    sent.on('error', reject).end();
  });
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};

function keepAlive(): Agent {
  const agent = new Agent({ keepAlive: true });
  ends.push(() => agent.destroy());
  return agent;
}

test('requests in progress are answered in full, and their connections end with the answer', async () => {
  const { server, drain, port, letGo, waiting } = await serve();
  const agent = keepAlive();
  const answers = Promise.all(Array.from({ length: 200 }, (_, index) => ask(port, `/slow/${index}`, agent)));
  await until(() => waiting.length === 200);
  const stopped = drain.stop(limits);
  let isStopped = false;
  stopped.then(() => {
    isStopped = true;
  });
  await until(() => !server.listening);
  expect(isStopped).toBe(false);
  letGo();
  const all = await answers;
  expect(all.map(({ text }) => text)).toEqual(all.map((_, index) => `answer to /slow/${index}`));
  expect(all.every(({ closes }) => closes)).toBe(true);
  await stopped;
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
  await until(() => !server.listening);
  expect(await ask(port, '/late', agent)).toEqual({ text: 'answer to /late', closes: true });
  await stopped;
  await expect(ask(port, '/never', new Agent())).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('all connections that were made and not yet accepted are answered', async () => {
  const { drain, port } = await serve();
  const answers = Promise.all(Array.from({ length: 120 }, (_, index) => ask(port, `/${index}`, new Agent())));
  await drain.stop({ listenMs: 0, underWayMs: 60_000, quietMs: 100 });
  expect((await answers).map(({ text }) => text)).toEqual(
    Array.from({ length: 120 }, (_, index) => `answer to /${index}`),
  );
});

test('a request that has arrived in part is waited for', async () => {
  const { server, drain, port } = await serve();
  const socket = await opened(port);
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write('GET /first HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(() => text.includes('answer to /first'));
  socket.write('GET /second HTTP/1.1\r\nHo');
  const stopped = drain.stop(limits);
  await until(() => !server.listening);
  socket.write('st: a\r\n\r\n');
  await stopped;
  await until(() => socket.closed);
  expect(text).toContain('answer to /second');
});

test('requests without an answer at the end of the time are cut', async () => {
  const { drain, port } = await serve();
  const hanging = ask(port, '/slow', keepAlive()).catch((error: NodeJS.ErrnoException) => error.code);
  await opened(port);
  await drain.stop({ listenMs: 10, underWayMs: 100, quietMs: 10 });
  expect(await hanging).toBe('ECONNRESET');
});

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
    ends.push(() => socket.destroy());
  });
}

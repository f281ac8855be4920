import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discardBody, type ReceivedBody, receiveBody } from './limit-body';

const most = 6_500_000;
const statuses = { 'too-large': 413, busy: 503, aborted: 400 } as const;
const statusOf = (body: ReceivedBody) => (typeof body === 'string' ? statuses[body] : 200);

let server: Server;
let port: number;

beforeEach(async () => {
  server = createServer(async (request, response) => {
    response.statusCode = statusOf(await receiveBody(request, response, { most, network: 'a network' }));
    response.end();
    if (response.statusCode !== 200) discardBody(request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a server that listens on a port is an object.
  port = (server.address() as AddressInfo).port;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const chunkBytes = 65_536;
const chunk = `10000\r\n${'a'.repeat(chunkBytes)}\r\n`;

/** Sends a body in chunks, waits for the refusal, and leaves in the middle of the body. */
async function leaveAfterRefusal(): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  const answered = once(socket, 'data');
  socket.write('POST / HTTP/1.1\r\nHost: doordesk.test\r\nTransfer-Encoding: chunked\r\n\r\n');
  for (let sent = 0; sent <= most; sent += chunkBytes) socket.write(chunk);
  const [answer] = await answered;
  expect(String(answer)).toMatch(/^HTTP\/1\.1 413 /);
  socket.destroy();
  await once(socket, 'close');
}

test('clients that leave after a refusal take no room from others', async () => {
  // Together more than one network may have under way.
  for (let client = 0; client < 6; client++) await leaveAfterRefusal();
  const body = 'x'.repeat(1_000_000);
  expect((await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).status).toBe(200);
});

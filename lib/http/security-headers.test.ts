import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyOfData, setSecurityHeaders } from './security-headers';

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  setSecurityHeaders(response);
  if (path.endsWith('/kept')) response.setHeader('Cache-Control', 'private, max-age=60');
  if (path.endsWith('/picture') && !response.hasHeader('Content-Security-Policy'))
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
  if (path.endsWith('/own')) response.writeHead(200, { 'Cache-Control': 'no-store, no-transform' });
  if (path.endsWith('/fails')) response.statusCode = 500;
  response.end('{}');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const ask = async (path: string) =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).headers;

test.each([
  ['/api/rooms', 'no-store'],
  ['/api/pictures/kept', 'private, max-age=60'],
  ['/api/pictures/own', 'no-store, no-transform'],
  ['/_next/static/a.js', 'no-store'],
  ['/events/', 'no-store'],
  ['/fails', 'no-store'],
])('%s has every header, and is cached as its own header says: %s', async (path, keeping) => {
  const headers = await ask(path);
  expect(headers.get('cache-control')).toBe(keeping);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains');
  expect(headers.get('content-security-policy')).toBe(policyOfData);
});

test('a handler’s own policy stays: Next drops it where another one is set before', async () => {
  expect((await ask('/api/picture')).get('content-security-policy')).toBe("default-src 'none'; sandbox");
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { setSecurityHeaders } from './security-headers';

const server = createServer((request, response) => {
  const path = request.url ?? '/';
  setSecurityHeaders(response, path);
  if (path.endsWith('/kept')) response.setHeader('Cache-Control', 'private, max-age=60');
  if (path.endsWith('/own')) response.writeHead(200, { 'Cache-Control': 'no-store, no-transform' });
  response.end('{}');
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

test.each([
  ['/api/rooms', 'no-store'],
  ['/api/pictures/kept', 'private, max-age=60'],
  ['/api/pictures/own', 'no-store, no-transform'],
  // Pages get theirs from the proxy, files from Next.
  ['/events', null],
])('%s is cached as its own header says: %s', async (path, keeping) => {
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  expect(headers.get('cache-control')).toBe(keeping);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toBe(
    path.startsWith('/api/')
      ? "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
      : null,
  );
});

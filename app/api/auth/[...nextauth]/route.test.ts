import { NextRequest } from 'next/server';
import { beforeEach, expect, test, vi } from 'vitest';
import { POST } from './route';

const site = 'http://localhost:3000';
beforeEach(() => {
  vi.stubEnv('NEXTAUTH_URL', site);
});

async function post(path: string, type: string, body: string): Promise<Response> {
  const headers = { 'content-type': type, origin: site };
  const request = new NextRequest(`${site}/api/auth/${path}`, { method: 'POST', body, headers });
  return POST(request, { params: Promise.resolve({ nextauth: path.split('/') }) });
}

test.each([
  ['application/json', '{"intent":"link"}'],
  ['application/json', '{'],
  ['application/json', 'null'],
  ['text/plain', 'intent=link'],
  ['multipart/form-data', 'x'],
  ['multipart/form-data; boundary=a', '--a'],
])('a body that is no form does not lead to the issuer, and is no fault: %s %j', async (type, body) => {
  const response = await post('signin/oidc', type, body);
  expect([response.status, await response.json()]).toEqual([400, { error: 'invalid-input' }]);
});

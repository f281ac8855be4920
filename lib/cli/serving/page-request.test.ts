import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { preparePage } from './page-request';

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (preparePage(request, response)) response.end(JSON.stringify(request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

const cookie = 'other=1; next-auth.session-token=anything';

const ask = (path: string, { cookie, ...init }: RequestInit & { cookie?: string } = {}) =>
  fetch(`${origin}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
  });

/** The headers that Next receives. */
const passed = async (answer: Promise<Response>) => (await (await answer).json()) as IncomingHttpHeaders;

describe('every page', () => {
  test('is personal and never stored', async () => {
    expect((await ask('/', { cookie })).headers.get('cache-control')).toBe('private, no-store');
    expect((await ask('/')).headers.get('cache-control')).toBe('private, no-store');
  });

  test('other answers are left as they are', async () => {
    for (const path of ['/api/health', '/_next/static/chunks/one.js']) {
      const { headers } = await ask(path, { cookie });
      expect([headers.get('cache-control'), headers.get('content-security-policy')]).toEqual([null, null]);
    }
  });
});

test.each(['//', '//:', '//evil.example/x', '/\\\\'])(
  'an address such as %s is a page like others',
  async (path) => {
    const answer = await ask(path);
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toMatch(/^\/login\?from=%2F%2F/);
  },
);

describe('the content security policy', () => {
  const policyOf = async (path: string) =>
    (await ask(path, { cookie })).headers.get('content-security-policy') ?? '';

  test('lets only scripts with the answer’s own nonce run', async () => {
    const [one, other] = [await policyOf('/'), await policyOf('/')];
    expect(one).toMatch(/script-src 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic';/);
    expect(one).not.toBe(other);
    expect(one).not.toMatch(/script-src[^;]*unsafe/);
    for (const part of [
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
      "form-action 'self'",
    ]) {
      expect(one).toContain(part);
    }
    expect(one).toContain('report-uri /api/csp-report');
  });

  test('gives Next the same nonce, and ignores a nonce in the request', async () => {
    const answer = await ask('/', {
      cookie,
      headers: { 'x-nonce': 'forged', 'content-security-policy': 'x' },
    });
    const policy = answer.headers.get('content-security-policy');
    const given = (await answer.json()) as IncomingHttpHeaders;
    expect(given['content-security-policy']).toBe(policy);
    expect(policy).toContain(`'nonce-${given['x-nonce']}'`);
    expect(given['x-nonce']).not.toBe('forged');
  });
});

describe('over https', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('only the cookie that no other server can set opens a page; the former one is removed, with a reason', async () => {
    vi.stubEnv('NEXTAUTH_URL', 'https://doordesk.test');
    const own = '__Host-next-auth.session-token=anything';
    expect((await ask('/events', { cookie: own })).status).toBe(200);
    const former = await ask('/events', { cookie: '__Secure-next-auth.session-token=anything' });
    expect(former.headers.get('location')).toBe('/login?from=%2Fevents&ended=upgraded');
    expect(former.headers.get('set-cookie')).toBe(
      '__Secure-next-auth.session-token=; Path=/; Max-Age=0; Secure',
    );
  });
});

describe('without a session cookie', () => {
  const locationOf = async (path: string, init: Parameters<typeof ask>[1] = {}) => {
    const answer = await ask(path, init);
    return answer.status === 307 ? answer.headers.get('location') : null;
  };

  test('a page leads to the sign-in page and remembers the way back', async () => {
    expect(await locationOf('/events?type=call')).toBe('/login?from=%2Fevents%3Ftype%3Dcall');
    expect(await locationOf('/')).toBe('/login');
    expect(await locationOf('/', { cookie: 'not-next-auth.session-token=1' })).toBe('/login');
  });

  test('the way back has no marks of the framework', async () => {
    expect(await locationOf('/events?type=call&_rsc=1x2y')).toBe('/login?from=%2Fevents%3Ftype%3Dcall');
    expect(await locationOf('/events?_rsc=1x2y')).toBe('/login?from=%2Fevents');
  });

  test('pages that need no session, files and actions pass', async () => {
    for (const path of ['/login', '/register', '/forgot-password', '/icon.svg']) {
      expect(await locationOf(path)).toBeNull();
    }
    expect(await locationOf('/rooms/g/1', { method: 'POST' })).toBeNull();
  });

  test('a request cannot claim another path', async () => {
    const given = await passed(ask('/events', { cookie, headers: { 'x-doordesk-path': '//evil.example' } }));
    expect(given['x-doordesk-path']).toBe('/events');
  });
});

import { NextRequest } from 'next/server';
import { describe, expect, test } from 'vitest';
import { proxy } from '@/proxy';

const ask = (
  path: string,
  init: { method?: string; cookie?: string; headers?: Record<string, string> } = {},
) =>
  proxy(
    new NextRequest(`http://doordesk.test${path}`, {
      method: init.method ?? 'GET',
      headers: { ...init.headers, ...(init.cookie ? { cookie: init.cookie } : {}) },
    }),
  );
const cookie = 'next-auth.session-token=anything';

describe('every page', () => {
  test('is personal and never stored', () => {
    expect(ask('/', { cookie }).headers.get('cache-control')).toBe('private, no-store');
    expect(ask('/').headers.get('cache-control')).toBe('private, no-store');
  });
});

describe('the content security policy', () => {
  const policyOf = (path: string) => ask(path, { cookie }).headers.get('content-security-policy') ?? '';

  test('lets only scripts with the answer’s own nonce run', () => {
    const [one, other] = [policyOf('/'), policyOf('/')];
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

  test('gives Next the same nonce, and ignores a nonce in the request', () => {
    const answer = ask('/', { cookie, headers: { 'x-nonce': 'forged', 'content-security-policy': 'x' } });
    const nonce = answer.headers.get('x-middleware-request-x-nonce');
    expect(answer.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(nonce).not.toBe('forged');
  });
});

describe('without a session cookie', () => {
  const locationOf = (path: string, method = 'GET') => ask(path, { method }).headers.get('location');

  test('a page leads to the sign-in page and remembers the way back', () => {
    expect(locationOf('/events?type=call')).toContain('/login?from=%2Fevents%3Ftype%3Dcall');
    expect(locationOf('/')).toMatch(/\/login$/);
  });

  test('pages that need no session, and actions, pass', () => {
    for (const path of ['/login', '/register', '/forgot-password']) {
      expect(locationOf(path)).toBeNull();
    }
    expect(locationOf('/rooms/g/1', 'POST')).toBeNull();
  });

  test('a request cannot claim another path', () => {
    const answer = ask('/events', { cookie, headers: { 'x-doordesk-path': '//evil.example' } });
    expect(answer.headers.get('x-middleware-request-x-doordesk-path')).toBe('/events');
  });
});

import { connect } from 'node:net';
import { expect, test } from './fixtures';
import { stranger } from './visitor';

test('health and readiness tell a stranger no more than ok', { tag: '@journey' }, async ({ request }) => {
  for (const address of ['/api/health', '/api/ready']) {
    const response = await request.get(address);
    expect(response.status()).toBe(200);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers()['cache-control']).toContain('no-store');
  }
});

test('next-auth’s addresses answer a stranger, or are not there, and none breaks', async ({ desk }) => {
  const nobody = stranger(desk);
  const statusOf = async (path: string, init?: RequestInit) => {
    const answer = await nobody.ask(`/api/auth/${path}`, init);
    await answer.body?.cancel();
    return answer.status;
  };
  for (const path of ['csrf', 'session', 'providers']) expect.soft(await statusOf(path), path).toBe(200);
  for (const path of ['verify-request', '_log', 'callback/credentials', 'nonsense', '__proto__'])
    expect.soft(await statusOf(path), path).toBe(404);
  expect(await statusOf('_log', { method: 'POST', body: '{}' })).toBe(404);
  const json = { 'content-type': 'application/json' };
  for (const body of ['{bad', 'null', '[]', '{"csrfToken":1}'])
    expect
      .soft(await statusOf('callback/credentials', { method: 'POST', headers: json, body }), body)
      .toBeLessThan(500);
});

test('next-auth’s answers, which are short, are not packed for the way', async ({ desk }) => {
  const answer = await stranger(desk).ask('/api/auth/csrf', { headers: { 'accept-encoding': 'gzip' } });
  expect(await answer.json()).toHaveProperty('csrfToken');
  expect(answer.headers.get('content-encoding')).toBeNull();
});

test('every answer forbids what it can: pages, redirects, handlers, files and what is not there', {
  tag: '@journey',
}, async ({ page, desk }) => {
  const nobody = stranger(desk);
  await page.goto('/login');
  const script = await page.locator('script[src]').first().getAttribute('src');
  const paths = [
    '/login',
    '/events',
    '/api/health',
    '/api/events',
    '/api/none/such',
    '/none.txt',
    '/events/',
    '/robots.txt',
    '/manifest.webmanifest',
    '/icon-512.png',
    '/.well-known/security.txt',
    script ?? '',
  ];
  for (const path of paths) {
    const answer = await nobody.ask(path);
    const text = await answer.text();
    const header = (name: string) => answer.headers.get(name) ?? '';
    expect.soft(header('x-content-type-options'), path).toBe('nosniff');
    expect.soft(header('strict-transport-security'), path).toMatch(/max-age=\d{8}/);
    expect.soft(header('x-frame-options'), path).toBe('DENY');
    expect.soft(header('referrer-policy'), path).toBe('same-origin');
    expect.soft(header('cross-origin-opener-policy'), path).toBe('same-origin');
    expect.soft(header('permissions-policy'), path).toContain('camera=()');
    expect.soft(header('content-security-policy'), path).toContain("frame-ancestors 'none'");
    if (path === script) {
      expect(header('cache-control')).toContain('immutable');
      continue;
    }
    expect.soft(header('cache-control'), path).toContain('no-store');
    if (path.endsWith('security.txt')) expect(text).toMatch(/^Contact: .+\nExpires: /);
    if (path === '/robots.txt') expect(text).toContain('Disallow: /');
    if (path.startsWith('/api/none'))
      expect([answer.status, JSON.parse(text)]).toEqual([404, { error: 'not-found' }]);
  }
});

test('a browser can install the desk, and keeps nothing of it', async ({ page }) => {
  await page.goto('/login');
  const browser = await page.context().newCDPSession(page);
  const { url, errors, data } = await browser.send('Page.getAppManifest');
  expect(new URL(url).pathname).toBe('/manifest.webmanifest');
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? '')).toMatchObject({ display: 'standalone', start_url: '/' });
  const kept = await page.evaluate(async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: await caches.keys(),
  }));
  expect(kept).toEqual({ workers: 0, caches: [] });
});

test('web sockets that no page has are refused and closed, by the server that Next listens to', async ({
  desk,
}) => {
  const { hostname, port, host } = new URL(desk.url);
  // Next begins to listen to web sockets at the first request.
  await stranger(desk).ask('/login');
  const head = `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const untilClosed = async () => {
    const socket = connect(Number(port), hostname, () => socket.write(head));
    let answer = '';
    for await (const chunk of socket.setEncoding('utf8')) answer += chunk;
    return answer.split(' ')[1];
  };
  const answers = await Promise.all(Array.from({ length: 30 }, untilClosed));
  expect(answers).toEqual(Array(30).fill('400'));
});

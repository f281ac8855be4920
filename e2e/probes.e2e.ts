import { expect, test } from './fixtures';
import { stranger } from './visitor';

test('health and readiness tell a stranger no more than ok', async ({ request }) => {
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

import { expect, test } from './fixtures';

test('health and readiness tell a stranger no more than ok', async ({ request }) => {
  for (const address of ['/api/health', '/api/ready']) {
    const response = await request.get(address);
    expect(response.status()).toBe(200);
    expect(await response.json()).toEqual({ ok: true });
    expect(response.headers()['cache-control']).toContain('no-store');
  }
});

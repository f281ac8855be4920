import { afterEach, expect, test, vi } from 'vitest';
import { GET } from '@/app/api/security/route';
import { readEnv } from '@/lib/env';
import { securityText } from './security-text';

afterEach(() => vi.unstubAllEnvs());

test('says whom to tell of a security fault, for less than a year', async () => {
  vi.stubEnv('NEXTAUTH_URL', 'https://desk.example');
  const response = GET();
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const text = await response.text();
  expect(text).toContain('Contact: mailto:security@desk.example\n');
  expect(text).toContain('Canonical: https://desk.example/.well-known/security.txt\n');
  const expires = Date.parse(/^Expires: (.+)$/m.exec(text)?.[1] ?? '');
  expect(expires - Date.now()).toBeGreaterThan(100 * 24 * 3_600_000);
  expect(expires - Date.now()).toBeLessThan(365 * 24 * 3_600_000);
});

test('names the contact of the settings, which is an address', () => {
  vi.stubEnv('DOORDESK_SECURITY_CONTACT', 'https://desk.example/report');
  expect(securityText()).toContain('Contact: https://desk.example/report\n');
  expect(() => readEnv({ ...process.env, DOORDESK_SECURITY_CONTACT: 'call Anna\nCanonical: x' })).toThrow(
    'DOORDESK_SECURITY_CONTACT must be written mailto:, tel: or https:',
  );
});

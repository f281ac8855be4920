import { afterEach, expect, test, vi } from 'vitest';
import { authOptions } from './options';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['https://desk.example', '__Host-next-auth.session-token', true],
  ['http://localhost:3000', 'next-auth.session-token', false],
])('at %s the session cookie is %s', (address, name, secure) => {
  vi.stubEnv('NEXTAUTH_URL', address);
  expect(authOptions().cookies?.sessionToken).toEqual({
    name,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  });
});

import { expect, test } from 'vitest';
import { safePath } from './safe-path';

test.each(['/rooms/g1/3', '/events?type=call&type=card', '/', '/buildings/Harbor%20View'])(
  'leads to %s',
  (path) => {
    expect(safePath(path)).toBe(path);
  },
);

test('leads to an address of this site, and keeps only its path', () => {
  expect(safePath('https://desk.example/rooms?q=1#x', 'https://desk.example')).toBe('/rooms?q=1');
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/./ /../\\evil.example',
  '/.//evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'http://doordesk.invalid@evil.example/',
  `/${'a'.repeat(3_000)}`,
  '/login?from=/login',
  '/api/auth/signout',
  '',
  undefined,
  ['/a', '/b'],
  'http://[',
])('leads home instead of to %s', (given) => {
  const path = safePath(given);
  expect(new URL(path, 'https://desk.example').origin).toBe('https://desk.example');
  if (path !== '/') expect(path).not.toMatch(/^\/[/\\]/);
});

test('never leaves the site, for any input', () => {
  for (const given of ['//evil.example', '/\\evil.example', '/.//evil.example', 'https:evil.example']) {
    expect(safePath(given)).toBe('/');
  }
});

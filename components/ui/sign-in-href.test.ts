import { expect, it } from 'vitest';
import { carriedRooms, newDoorcodeHref } from '@/components/doorcodes/carried-rooms';
import { safePath } from '@/lib/auth/safe-path';
import { signInHref } from './sign-in-href';

it('leads back to the page, with the rooms that were carried to it', () => {
  const keys = Array.from({ length: 300 }, (_, index) => `room-${index}`);
  const form = new URL(newDoorcodeHref(keys), 'https://desk.example');
  const login = new URL(signInHref(form), 'https://desk.example');
  expect(login.pathname).toBe('/login');
  expect(safePath(login.searchParams.get('from'))).toBe(form.pathname + form.search);
  expect(carriedRooms(login.hash)).toEqual(keys);
});

import { expect, test } from 'vitest';
import { carriedRooms, newDoorcodeHref } from './carried-rooms';

test('hundreds of rooms come back from an address as they went in, and not to the server', () => {
  const keys = Array.from({ length: 500 }, (_, n) => `key-${n},#%/?`);
  const href = new URL(newDoorcodeHref(keys), 'http://doordesk.test');
  expect(carriedRooms(href.hash)).toEqual(keys);
  expect(href.pathname + href.search).toBe('/doorcodes/new');
  for (const other of ['', '#', '#main', '#%E0%A4%A']) expect(carriedRooms(other)).toEqual([]);
});

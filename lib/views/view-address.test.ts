import { expect, it } from 'vitest';
import type { ViewPage } from '@/lib/abilities/destinations';
import { openingAddress, viewAddress } from './view-address';

it.each<[ViewPage, string, string, string]>([
  ['masters', 'state=none', '/masters?state=none&view=1', '/masters?open=1'],
  ['masters', '', '/masters?view=1', '/masters?open=1'],
  ['health', 'sign=silent', '/events/health?sign=silent&view=1', '/events/health?open=1'],
  [
    'rooms',
    'master=none&building=Elbhof',
    '/buildings/Elbhof?master=none&view=1',
    '/buildings/Elbhof?open=1',
  ],
  // A building without a name, and one whose name looks like two folders.
  ['rooms', 'building=%7E', '/buildings/~?view=1', '/buildings/~?open=1'],
  ['rooms', 'building=A%2FB', '/buildings/A%2FB?view=1', '/buildings/A%2FB?open=1'],
])('a view of %s with ?%s is at %s', (page, query, address, opening) => {
  expect(viewAddress({ page, id: '1', query })).toBe(address);
  expect(openingAddress({ page, id: '1', query })).toBe(opening);
});

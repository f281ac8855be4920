import { expect, test } from 'vitest';
import { placeOf } from './request-place';

const at = (verb: string, facts = {}) => placeOf({ verb, facts, job: null })?.href;

test('an approved request leads to the page where it is carried out', () => {
  expect(at('members.change', { about: 'x' })).toBe('/members');
  expect(at('members.settings')).toBe('/members');
  expect(at('connections.remove', { about: 'x' })).toBe('/connections');
  expect(at('sign-in.begin-owner')).toBe('/settings');
  const facts = { door: { gid: 'G 1', channel: 2 } };
  for (const verb of ['rooms.reveal', 'masters.remove', 'shares.remove', 'doorcodes.revoke'])
    expect(at(verb, facts)).toBe('/rooms/G%201/2');
  expect(at('rooms.reveal')).toBeUndefined();
});

test('a job carries its request out by itself', () => {
  const job = { id: 'job', kind: 'remove-masters' as const, params: {}, shown: 'running' as const };
  expect(placeOf({ verb: 'masters.remove', facts: {}, job })).toBeNull();
});

import { describe, expect, it } from 'vitest';
import type { Relation, Role } from '../doordeer/words';
import { destinationNames, destinations, destinationsOf } from './destinations';

const of = (role: Role, ...relations: Relation[]) => destinationsOf({ role, relations, grants: null });

describe('destinationsOf', () => {
  it('shows a manager everything, even before there is a room', () => {
    expect(of('manager')).toEqual(destinationNames);
  });

  it('leaves out doorcodes for a landlord who is master of no room', () => {
    expect(of('landlord', 'landlord')).not.toContain('doorcodes');
    expect(of('landlord', 'landlord', 'landlord-and-master')).toContain('doorcodes');
  });

  it('lets a room master share but not assign', () => {
    const seen = of('landlord', 'master');
    expect(seen).toContain('shares');
    expect(seen).not.toContain('masters');
    expect(seen).not.toContain('people');
  });

  it('leaves a sub-master their codes and events', () => {
    const others = ['masters', 'shares', 'people', 'keys', 'members'];
    expect(of('tenant', 'sub-master')).toEqual(destinationNames.filter((name) => !others.includes(name)));
  });
});

it('gives each page a letter of its own', () => {
  const keys = destinationNames.map((name) => destinations[name].key);
  expect(new Set(keys).size).toBe(keys.length);
});

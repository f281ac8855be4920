import { describe, expect, it } from 'vitest';
import { noGrants } from '../auth/grants';
import type { Grants } from '../db/tables/members';
import type { Relation, Role } from '../doordeer/words';
import { type DestinationName, destinationNames, destinations, destinationsOf } from './destinations';

const of = (role: Role, ...relations: Relation[]) =>
  destinationsOf({ role, relations, grants: null, member: null });
const isForAll = (name: DestinationName) => name !== 'approvals';

describe('destinationsOf', () => {
  it('shows a manager everything, even before there is a room', () => {
    expect(of('manager')).toEqual(destinationNames.filter(isForAll));
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
    const others = ['masters', 'shares', 'people', 'keys', 'approvals', 'members'];
    expect(of('tenant', 'sub-master')).toEqual(destinationNames.filter((name) => !others.includes(name)));
  });

  it('shows approvals to members who may approve, and to people who wait for one', () => {
    const base = { role: 'manager', relations: [] } as const;
    const member = { id: crypto.randomUUID(), name: 'Ann' };
    const seen = (grants: Partial<Grants>, hasAsked = false) =>
      destinationsOf({ ...base, member, grants: { ...noGrants, ...grants }, hasAsked }).includes('approvals');
    expect(seen({ workspace: ['approve'] })).toBe(true);
    expect(seen({ workspace: ['members'], everywhere: ['reveal'] })).toBe(false);
    expect(seen({ everywhere: ['reveal'] }, true)).toBe(true);
    expect(destinationsOf({ ...base, member: null, grants: null, hasAsked: true })).toContain('approvals');
  });
});

it('gives each page a letter of its own', () => {
  const keys = destinationNames.map((name) => destinations[name].key);
  expect(new Set(keys).size).toBe(keys.length);
});

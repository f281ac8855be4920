import { describe, expect, it } from 'vitest';
import type { Scope } from '@/lib/auth/scope';
import type { Relation, Role } from '@/lib/doordeer/words';
import { mayRoom, refuseRoom } from './rooms';

const relations: Relation[] = ['landlord', 'landlord-and-master', 'master', 'sub-master', 'other'];

describe('who may reveal a door’s fixed password', () => {
  const cases: [Role, Relation, boolean][] = (['manager', 'landlord', 'tenant'] as const).flatMap((role) =>
    relations.map((relation): [Role, Relation, boolean] => [
      role,
      relation,
      role === 'manager' || ['landlord', 'landlord-and-master', 'master'].includes(relation),
    ]),
  );
  it.each(cases)('%s whose relation is %s: %s', (role, relation, may) => {
    expect(mayRoom({ role, grants: null }, { relation, buildingName: '' }, 'reveal')).toBe(may);
    expect(mayRoom({ role, grants: null }, { relation, buildingName: '' }, 'see')).toBe(true);
    expect(mayRoom({ role, grants: null }, { relation, buildingName: '' }, 'refresh')).toBe(true);
  });
});

describe('a channel', () => {
  const own = {
    gid: 'G1',
    channel: 3,
    roomKey: 'r',
    buildingName: 'B',
    unitLabel: '1',
    relation: 'sub-master',
  } as const;
  // Only a session can make a whole scope. The rule reads these two fields.
  const scope = { role: 'tenant', grants: null, channels: [own] } as unknown as Scope;

  it('of another person is not found, whatever is requested', () => {
    for (const at of [
      { gid: 'G2', channel: 3 },
      { gid: 'G1', channel: 4 },
    ]) {
      expect(refuseRoom(scope, at, 'see')).toBe('not-found');
      expect(refuseRoom(scope, at, 'reveal')).toBe('not-found');
    }
  });

  it('that the account only shares is refused with a message', () => {
    expect(refuseRoom(scope, own, 'reveal')).toBe('not-allowed');
    expect(refuseRoom(scope, own, 'refresh')).toBeNull();
  });
});

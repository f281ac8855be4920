import { describe, expect, test } from 'vitest';
import type { Relation, Role } from '@/lib/doordeer/words';
import { mayRegister } from './registers';

const relations: Relation[] = ['master', 'landlord', 'landlord-and-master', 'sub-master', 'other'];
const table: Record<Role, Relation[]> = {
  manager: relations,
  landlord: ['landlord', 'landlord-and-master'],
  tenant: [],
};

describe.each(Object.entries(table))('as %s', (role, allowed) => {
  test.each(relations)('whose relation to the room is %s', (relation) => {
    expect(mayRegister({ role: role as Role, grants: null }, { relation, buildingName: '' })).toBe(
      allowed.includes(relation),
    );
  });
});

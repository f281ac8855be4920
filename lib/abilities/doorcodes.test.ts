import { describe, expect, test } from 'vitest';
import type { Relation, Role } from '@/lib/doordeer/words';
import { type DoorcodeAction, mayDoorcode } from './doorcodes';

const actions: DoorcodeAction[] = ['see', 'issue', 'revoke'];

const table: Record<Role, Record<Relation, boolean>> = {
  manager: { master: true, landlord: true, 'landlord-and-master': true, 'sub-master': true, other: true },
  landlord: {
    master: true,
    landlord: false,
    'landlord-and-master': true,
    'sub-master': true,
    other: false,
  },
  tenant: {
    master: true,
    landlord: false,
    'landlord-and-master': true,
    'sub-master': true,
    other: false,
  },
};

describe.each(Object.entries(table))('as %s', (role, relations) => {
  test.each(Object.entries(relations))('whose relation to the room is %s', (relation, allowed) => {
    const granted = actions.filter((action) =>
      mayDoorcode(
        { role: role as Role, grants: null },
        { relation: relation as Relation, buildingName: '' },
        action,
      ),
    );
    expect(granted).toEqual(allowed ? actions : []);
  });
});

import { describe, expect, test } from 'vitest';
import type { Relation, Role } from '@/lib/doordeer/words';
import { type MasterAction, mayMaster } from './masters';

const actions: MasterAction[] = ['see', 'assign', 'replace', 'remove'];
const all = new Set<MasterAction>(actions);
const nothing = new Set<MasterAction>();

const table: Record<Role, Record<Relation, Set<MasterAction>>> = {
  manager: {
    master: all,
    landlord: all,
    'landlord-and-master': all,
    'sub-master': all,
    other: all,
  },
  landlord: {
    master: nothing,
    landlord: all,
    'landlord-and-master': all,
    'sub-master': nothing,
    other: nothing,
  },
  tenant: {
    master: nothing,
    landlord: nothing,
    'landlord-and-master': nothing,
    'sub-master': nothing,
    other: nothing,
  },
};

describe.each(Object.entries(table))('as %s', (role, relations) => {
  test.each(Object.entries(relations))('whose relation to the room is %s', (relation, allowed) => {
    const granted = actions.filter((action) =>
      mayMaster(
        { role: role as Role, grants: null },
        { relation: relation as Relation, buildingName: '' },
        action,
      ),
    );
    expect(granted).toEqual(actions.filter((action) => allowed.has(action)));
  });
});

import { describe, expect, test } from 'vitest';
import type { Relation, Role } from '@/lib/doordeer/words';
import { mayShare, type ShareAction } from './shares';

const actions: ShareAction[] = ['see', 'add', 'remove'];
const all = new Set<ShareAction>(actions);
const nothing = new Set<ShareAction>();
const seeing = new Set<ShareAction>(['see']);

const table: Record<Role, Record<Relation, Set<ShareAction>>> = {
  manager: { master: all, landlord: all, 'landlord-and-master': all, 'sub-master': all, other: all },
  landlord: {
    master: all,
    landlord: seeing,
    'landlord-and-master': all,
    'sub-master': nothing,
    other: nothing,
  },
  tenant: {
    master: all,
    landlord: nothing,
    'landlord-and-master': all,
    'sub-master': nothing,
    other: nothing,
  },
};

describe.each(Object.entries(table))('as %s', (role, relations) => {
  test.each(Object.entries(relations))('whose relation to the room is %s', (relation, allowed) => {
    const granted = actions.filter((action) =>
      mayShare(
        { role: role as Role, grants: null },
        { relation: relation as Relation, buildingName: '' },
        action,
      ),
    );
    expect(granted).toEqual(actions.filter((action) => allowed.has(action)));
  });
});

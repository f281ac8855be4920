import { expect, test } from 'vitest';
import type { Relation } from '@/lib/doordeer/words';
import { presetNames } from '@/lib/members/roster/presets';
import { grantsOfPreset } from '@/lib/testing/preset-grants';
import { mayOrderJob } from './jobs';

const at = { relation: 'other' as const, buildingName: 'North House' };

test('a member orders jobs where they may change masters, shares or doorcodes', () => {
  const ordering = presetNames.filter((name) =>
    mayOrderJob({ role: 'manager', grants: grantsOfPreset(name, ['North House']) }, at),
  );
  expect(ordering).toEqual(['owner', 'manager', 'leasing', 'caretaker', 'front-desk']);
  const elsewhere = grantsOfPreset('caretaker', ['South House']);
  expect(mayOrderJob({ role: 'manager', grants: elsewhere }, at)).toBe(false);
});

test.each<[Relation, boolean]>([
  ['master', true],
  ['sub-master', true],
  ['other', false],
])('a resident whose relation to the room is %s', (relation, may) => {
  expect(mayOrderJob({ role: 'tenant', grants: null }, { ...at, relation })).toBe(may);
});

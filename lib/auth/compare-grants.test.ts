import { expect, test } from 'vitest';
import type { Grants } from '@/lib/db/tables/members';
import { compareGrants } from './compare-grants';

const none: Grants = { workspace: [], everywhere: [], buildings: [] };

test('names what is given and what is taken away, in the workspace, everywhere and in single buildings', () => {
  const before: Grants = {
    workspace: ['members', 'approve'],
    everywhere: ['people'],
    buildings: [{ name: 'North House', capabilities: ['doorcodes'] }],
  };
  const after: Grants = {
    workspace: ['approve'],
    everywhere: ['people', 'export'],
    buildings: [{ name: 'South House', capabilities: ['people', 'reveal'] }],
  };
  expect(compareGrants(before, after)).toEqual({
    gets: {
      workspace: [],
      everywhere: ['export'],
      buildings: [{ name: 'South House', capabilities: ['reveal'] }],
    },
    loses: {
      workspace: ['members'],
      everywhere: [],
      buildings: [{ name: 'North House', capabilities: ['doorcodes'] }],
    },
  });
});

test('who sees all events has those of today, whether they are named or not', () => {
  const all: Grants = { ...none, everywhere: ['events'] };
  const today: Grants = { ...none, everywhere: ['events-of-today'] };
  expect(compareGrants(all, today)).toEqual({ gets: none, loses: all });
  expect(compareGrants(today, { ...none, everywhere: ['events-of-today', 'events'] })).toEqual({
    gets: all,
    loses: none,
  });
});

test('what is the same gives and takes nothing', () => {
  const same: Grants = { ...none, buildings: [{ name: 'North House', capabilities: ['people'] }] };
  expect(compareGrants(same, same)).toEqual({ gets: none, loses: none });
});

import { describe, expect, it, test } from 'vitest';
import type { BuildingCapability, Grants } from '@/lib/db/tables/members';
import {
  coversGrants,
  mayEverywhere,
  mayIn,
  mayInWorkspace,
  maySomewhere,
  noGrants,
  seesAnything,
  seesBuilding,
  sharedGrants,
  todayOnly,
} from './grants';

const caretaker: Grants = {
  workspace: [],
  everywhere: [],
  buildings: [{ name: 'Harbor View', capabilities: ['events', 'people', 'doorcodes'] }],
};
const auditor: Grants = { workspace: [], everywhere: ['events', 'people'], buildings: [] };
const owner: Grants = {
  workspace: ['members', 'approve'],
  everywhere: ['events', 'people', 'doorcodes'],
  buildings: [],
};

describe('what a member may do', () => {
  it('is limited to their buildings', () => {
    const who = { grants: caretaker };
    expect(mayIn(who, 'Harbor View', 'doorcodes')).toBe(true);
    expect(mayIn(who, 'Harbor View', 'masters')).toBe(false);
    expect(mayIn(who, 'Park Lane', 'doorcodes')).toBe(false);
    // No name of a building reaches the object's own properties.
    expect(mayIn(who, '__proto__', 'doorcodes')).toBe(false);
    expect(mayIn(who, 'constructor', 'doorcodes')).toBe(false);
    expect(seesBuilding(who, 'Park Lane')).toBe(false);
    expect(mayEverywhere(who, 'doorcodes')).toBe(false);
    expect(maySomewhere(who, 'doorcodes')).toBe(true);
    expect(maySomewhere(who, 'reveal')).toBe(false);
  });

  it('holds in every building where it was given everywhere', () => {
    expect(mayIn({ grants: auditor }, 'a building that comes later', 'people')).toBe(true);
    expect(mayInWorkspace({ grants: auditor }, 'members')).toBe(false);
    expect(mayInWorkspace({ grants: owner }, 'members')).toBe(true);
  });

  it('is everything for a vendor sign-in, and nothing after a removal', () => {
    expect(mayIn({ grants: null }, 'Harbor View', 'reveal')).toBe(true);
    expect(mayInWorkspace({ grants: null }, 'members')).toBe(true);
    expect(seesAnything({ grants: null })).toBe(true);
    expect(seesAnything({ grants: noGrants })).toBe(false);
    expect(seesBuilding({ grants: noGrants }, 'Harbor View')).toBe(false);
  });

  it('shows events of today to who sees all events', () => {
    expect(mayIn({ grants: caretaker }, 'Harbor View', 'events-of-today')).toBe(true);
    expect(todayOnly({ grants: caretaker })?.('Harbor View') ?? false).toBe(false);
    const frontDesk: Grants = {
      ...noGrants,
      buildings: [{ name: 'Harbor View', capabilities: ['doorcodes', 'events-of-today'] }],
    };
    expect(mayIn({ grants: frontDesk }, 'Harbor View', 'events')).toBe(false);
    expect(todayOnly({ grants: frontDesk })?.('Harbor View')).toBe(true);
    expect(todayOnly({ grants: frontDesk })?.('Park Lane')).toBe(false);
  });
});

describe('giving', () => {
  test.each<[string, Grants | null, Grants, boolean]>([
    ['a vendor sign-in gives anything', null, owner, true],
    ['an owner gives what they have', owner, caretaker, true],
    ['a caretaker gives nothing everywhere', caretaker, { ...noGrants, everywhere: ['people'] }, false],
    [
      'nor in another building',
      caretaker,
      { ...noGrants, buildings: [{ name: 'Park Lane', capabilities: ['people'] }] },
      false,
    ],
    ['nor for the workspace', caretaker, { ...noGrants, workspace: ['settings'] }, false],
    ['an owner without reveal does not give it', owner, { ...noGrants, everywhere: ['reveal'] }, false],
    ['nothing can be given by all', noGrants, noGrants, true],
  ])('%s', (_, has, wanted, may) => {
    expect(coversGrants(has, wanted)).toBe(may);
  });
});

describe('what an owner sees as a member', () => {
  it('is what both may see', () => {
    const seen = sharedGrants(caretaker, { ...owner, everywhere: ['events', 'people'] });
    expect(seen.buildings).toEqual([
      { name: 'Harbor View', capabilities: ['events-of-today', 'events', 'people'] },
    ]);
    expect(sharedGrants(owner, caretaker)).toMatchObject({
      workspace: [],
      everywhere: [],
      buildings: [{ name: 'Harbor View' }],
    });
    expect(sharedGrants(caretaker, null)).toBe(caretaker);
    expect(sharedGrants(caretaker, noGrants)).toEqual(noGrants);
  });
});

test('what two may both includes today’s events where one of them sees all', () => {
  const of = (...everywhere: BuildingCapability[]): Grants => ({ workspace: [], everywhere, buildings: [] });
  expect(
    sharedGrants(of('events', 'doorcodes'), of('events-of-today', 'doorcodes')).everywhere.sort(),
  ).toEqual(['doorcodes', 'events-of-today']);
});

import { describe, expect, it } from 'vitest';
import { noGrants } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import type { BuildingCapability, Grants } from '@/lib/db/tables/members';
import type { Role } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { buildingHref, readBuildingAddress } from '@/lib/places/building-address';
import { type BuildingAction, mayBuilding, refuseBuilding } from './buildings';

const registersIn = (name: string): [string, BuildingCapability] => [name, 'registers'];

describe('what each role may do to a building', () => {
  it.each<[Role, BuildingAction, boolean]>([
    ['manager', 'see', true],
    ['manager', 'keep-details', true],
    ['manager', 'choose-zone', true],
    ['landlord', 'see', true],
    ['landlord', 'keep-details', true],
    ['landlord', 'choose-zone', true],
    ['tenant', 'see', true],
    ['tenant', 'keep-details', false],
    ['tenant', 'choose-zone', true],
  ])('%s, %s: %s', (role, action, may) => {
    expect(mayBuilding({ role, grants: null }, 'Harbor View', action)).toBe(may);
  });

  it.each<[string, Partial<Grants>, boolean]>([
    ['no events', { everywhere: ['registers'] }, true],
    ['all events', { everywhere: ['registers', 'events'] }, true],
    ['only today’s events', { everywhere: ['registers', 'events-of-today'] }, false],
    [
      'only today’s events, and the settings',
      { everywhere: ['registers', 'events-of-today'], workspace: ['settings'] },
      true,
    ],
    [
      'only today’s events of another building',
      {
        buildings: [
          { name: 'Harbor View', capabilities: ['registers'] },
          { name: 'Next door', capabilities: ['events-of-today'] },
        ],
      },
      false,
    ],
  ])('a member who sees %s chooses the clock: %s', (_, given, may) => {
    const who = { role: 'manager' as const, grants: { ...noGrants, ...given } };
    expect(mayBuilding(who, 'Harbor View', 'choose-zone')).toBe(may);
    expect(mayBuilding(who, 'Harbor View', 'keep-details')).toBe(true);
  });

  it('does not find another account’s building or door', () => {
    const scope = {
      role: 'manager',
      grants: null,
      channels: [{ gid: 'G1', buildingName: 'Harbor View' }],
      cameras: [{ gid: 'C1', buildingName: 'Car park' }],
      sharedGids: new Set(),
      // Only a session can make a whole scope. The rule reads these fields.
    } as unknown as Scope;
    expect(refuseBuilding(scope, { building: 'Harbor View' }, 'keep-details')).toBeNull();
    expect(refuseBuilding(scope, { building: 'Car park' }, 'keep-details')).toBeNull();
    expect(refuseBuilding(scope, { gid: 'C1' }, 'keep-details')).toBeNull();
    expect(refuseBuilding(scope, { building: 'harbor view' }, 'see')).toBe('not-found');
    expect(refuseBuilding(scope, { gid: 'G2' }, 'keep-details')).toBe('not-found');
  });

  it.each<[string, [string, BuildingCapability][], string[], ErrorCode | null]>([
    ['in each building that it serves', [...['A', 'B'].map(registersIn)], [], null],
    ['in the one that is listed first', [registersIn('A'), ['B', 'doorcodes']], [], 'not-allowed'],
    ['in the one that is listed last', [['A', 'doorcodes'], registersIn('B')], [], 'not-allowed'],
    [
      'in each one that is seen, and it serves one more',
      [...['A', 'B'].map(registersIn)],
      ['G1'],
      'not-allowed',
    ],
    ['in none that is seen', [], [], 'not-allowed'],
  ])('a member keeps a door’s details with registers %s', (_, given, shared, refusal) => {
    const buildings = given.map(([name, capability]) => ({ name, capabilities: [capability] }));
    const scope = {
      role: 'manager',
      grants: { ...noGrants, buildings },
      channels: ['A', 'B'].map((buildingName) => ({ gid: 'G1', buildingName })),
      cameras: [],
      sharedGids: new Set(shared),
      // Only a session can make a whole scope. The rule reads these fields.
    } as unknown as Scope;
    expect(refuseBuilding(scope, { gid: 'G1' }, 'keep-details')).toBe(refusal);
    expect(refuseBuilding(scope, { gid: 'G1' }, 'see')).toBeNull();
  });
});

describe('a building’s address', () => {
  it.each([
    'Harbor View',
    "O'Brien's Court",
    '海港花园',
    'A/B',
    '100%',
    '%20',
    '',
    '.',
    '..',
    '~',
    '~x',
    '=1+1',
    'a\nb',
  ])('leads back to %j', (name) => {
    const address = buildingHref(name);
    const { pathname } = new URL(address, 'https://desk.example');
    expect(pathname.split('/')).toHaveLength(3);
    expect(readBuildingAddress(pathname.split('/')[2] ?? '')).toBe(name);
  });

  it('that is malformed names no building', () => {
    expect(readBuildingAddress('%E0%A4%A')).toBeNull();
    expect(readBuildingAddress('Harbor%00View')).toBeNull();
  });
});

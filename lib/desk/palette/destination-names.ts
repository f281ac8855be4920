import type { Standing } from '../../auth/scope';
import type { Relation } from '../../doordeer/words';

export const destinationNames = [
  'overview',
  'buildings',
  'masters',
  'shares',
  'doorcodes',
  'events',
  'people',
  'keys',
  'jobs',
  'exports',
  'audit',
  'settings',
] as const;
export type DestinationName = (typeof destinationNames)[number];

type Rule = 'everyone' | readonly Relation[];

// docs/vendor.md, "Who may do what": relations for which a page is useful. A manager has a use for all.
const landlords = ['landlord', 'landlord-and-master'] as const;
const rules: Record<DestinationName, Rule> = {
  overview: 'everyone',
  buildings: 'everyone',
  masters: landlords,
  shares: [...landlords, 'master'],
  doorcodes: ['landlord-and-master', 'master', 'sub-master'],
  events: 'everyone',
  people: landlords,
  keys: landlords,
  jobs: 'everyone',
  exports: 'everyone',
  audit: 'everyone',
  settings: 'everyone',
};

/** In the order of the navigation. This is no access check: each page and action decides for itself. */
export function destinationsOf({ role, relations }: Pick<Standing, 'role' | 'relations'>): DestinationName[] {
  return destinationNames.filter((name) => {
    const rule = rules[name];
    return role === 'manager' || rule === 'everyone' || rule.some((relation) => relations.includes(relation));
  });
}

export function addressOf(name: DestinationName): string {
  return name === 'overview' ? '/' : `/${name}`;
}

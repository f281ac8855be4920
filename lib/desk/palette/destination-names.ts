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

// Who has something to do on a page, by their relation to any room (docs/vendor.md, "Who may do what"). A manager has
// on all.
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

/**
 * The pages that are of use to this person, in the order of the rail. Leaving one out hides no power: each page and
 * action decides for itself.
 */
export function destinationsOf({ role, relations }: Pick<Standing, 'role' | 'relations'>): DestinationName[] {
  return destinationNames.filter((name) => {
    const rule = rules[name];
    return role === 'manager' || rule === 'everyone' || rule.some((relation) => relations.includes(relation));
  });
}

/** A page's address. */
export function addressOf(name: DestinationName): string {
  return name === 'overview' ? '/' : `/${name}`;
}

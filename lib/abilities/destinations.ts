import { type Granted, mayInWorkspace, maySomewhere } from '@/lib/auth/grants';
import type { BuildingCapability, WorkspaceCapability } from '@/lib/db/tables/members';
import type { Standing } from '../auth/standing';
import type { Relation, Role } from '../doordeer/words';
import type { ErrorCode } from '../errors';
import { rolesWithMembers } from './members';

export const destinationGroups = ['property', 'access', 'registers', 'desk'] as const;

export type Destination = {
  /** Of the rail; null: above all groups. */
  group: (typeof destinationGroups)[number] | null;
  /** After `g`, the letter that goes to the page. */
  key: string;
  /** Relations for which the page is useful (docs/vendor.md, "Who may do what"). A manager has a use for all. */
  use: 'everyone' | readonly Relation[];
  /** A member needs one of these capabilities in at least one building. */
  needs?: readonly BuildingCapability[];
  needsInWorkspace?: WorkspaceCapability;
  roles?: readonly Role[];
  /** Only for members with the capability, and for people who asked for something. */
  forMembers?: true;
  /** Its list can have saved views. */
  views?: true;
};

const landlords = ['landlord', 'landlord-and-master'] as const;

/** The pages of the rail, in its order. A page's name is its address, and the namespace whose title is its name in words. */
const pages = {
  overview: { group: null, key: 'o', use: 'everyone' },
  buildings: { group: 'property', key: 'b', use: 'everyone', views: true },
  masters: { group: 'access', key: 'm', use: landlords, needs: ['people', 'masters'], views: true },
  shares: {
    group: 'access',
    key: 's',
    use: [...landlords, 'master'],
    needs: ['people', 'masters'],
    views: true,
  },
  doorcodes: {
    group: 'access',
    key: 'd',
    use: ['landlord-and-master', 'master', 'sub-master'],
    needs: ['people', 'doorcodes'],
    views: true,
  },
  events: { group: 'property', key: 'e', use: 'everyone', needs: ['events', 'events-of-today'], views: true },
  people: { group: 'registers', key: 'p', use: landlords, needs: ['people', 'registers'], views: true },
  keys: { group: 'registers', key: 'k', use: landlords, needs: ['people', 'registers'], views: true },
  jobs: { group: 'desk', key: 'j', use: 'everyone', views: true },
  exports: { group: 'desk', key: 'x', use: 'everyone', needs: ['export'], views: true },
  approvals: { group: 'desk', key: 'v', use: 'everyone', needsInWorkspace: 'approve', forMembers: true },
  connections: { group: 'desk', key: 'c', use: 'everyone', needsInWorkspace: 'connections' },
  members: {
    group: 'desk',
    key: 'r',
    use: 'everyone',
    roles: rolesWithMembers,
    needsInWorkspace: 'members',
  },
  audit: { group: 'desk', key: 'a', use: 'everyone', views: true },
  settings: { group: 'desk', key: ',', use: 'everyone' },
} as const satisfies Record<string, Destination>;

export type DestinationName = keyof typeof pages;

export const destinations: Record<DestinationName, Destination> = pages;

// The keys of an object of ours: no others are in it.
export const destinationNames = Object.keys(pages) as DestinationName[];

/** In the order of the navigation. This is no access check: each page and action decides for itself. */
export function destinationsOf({
  role,
  relations,
  grants,
  member,
  hasAsked = false,
}: Pick<Standing, 'role' | 'relations' | 'grants' | 'member'> & {
  /** A request of this person waits for approval. */
  hasAsked?: boolean;
}): DestinationName[] {
  return destinationNames.filter((name) => {
    const { use, roles, forMembers } = destinations[name];
    if (roles && !roles.includes(role)) return false;
    if (forMembers && hasAsked) return true;
    if (forMembers && !member) return false;
    if (refuseDestination({ grants }, name)) return false;
    return role === 'manager' || use === 'everyone' || use.some((relation) => relations.includes(relation));
  });
}

/** Why a member does not get a page: what they may not use is not found. A vendor sign-in gets all pages. */
export function refuseDestination(granted: Granted, name: DestinationName): ErrorCode | null {
  const { needs, needsInWorkspace } = destinations[name];
  if (needs && !needs.some((capability) => maySomewhere(granted, capability))) return 'not-found';
  return needsInWorkspace && !mayInWorkspace(granted, needsInWorkspace) ? 'not-found' : null;
}

/**
 * Lists with saved views on a page below one of the rail. `table` names their columns in preferences. A view of rooms
 * holds its building, which is a part of its address.
 */
const innerLists = {
  health: { address: '/events/health', table: 'door-health', below: 'events' },
  rooms: { address: '/buildings/[building]', table: 'building-rooms', below: 'buildings' },
} as const;

type InnerList = keyof typeof innerLists;

export type ViewPage =
  | {
      [Name in DestinationName]: (typeof pages)[Name] extends { views: true } ? Name : never;
    }[DestinationName]
  | InnerList;

const isInner = (name: DestinationName | ViewPage): name is InnerList => Object.hasOwn(innerLists, name);

// Names from two objects of ours, of `pages` only those with `views`.
export const viewPages = [
  ...destinationNames.filter((name) => destinations[name].views),
  ...Object.keys(innerLists),
] as ViewPage[];

/** `refuseDestination` for pages with lists: those below a page of the rail follow it. */
export function refuseViewPage(granted: Granted, page: ViewPage): ErrorCode | null {
  return refuseDestination(granted, isInner(page) ? innerLists[page].below : page);
}

/** The name of a page's table in stored preferences. */
export function tableOf(page: ViewPage): string {
  return isInner(page) ? innerLists[page].table : page;
}

/** With its name in the person's language. `waiting`: how many things there need this person. */
export type NamedDestination = { name: DestinationName; title: string; waiting?: number };

export function addressOf(name: DestinationName | ViewPage): string {
  if (isInner(name)) return innerLists[name].address;
  return name === 'overview' ? '/' : `/${name}`;
}

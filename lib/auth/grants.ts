import {
  type BuildingCapability,
  buildingCapabilities,
  type Grants,
  type WorkspaceCapability,
} from '@/lib/db/tables/members';

/** What a scope may see and do. Null: all, as a vendor account signed in for itself has no limits but the cloud's. */
export type Granted = { readonly grants: Grants | null };

export const noGrants: Grants = { workspace: [], everywhere: [], buildings: [] };

type Rights = ReadonlySet<BuildingCapability>;
type Index = { readonly everywhere: Rights; readonly byName: ReadonlyMap<string, Rights> };

/** Lists of 10,000 rooms ask for each room. */
const indexes = new WeakMap<Grants, Index>();

function indexOf(grants: Grants): Index {
  const known = indexes.get(grants);
  if (known) return known;
  const rights = (own: readonly BuildingCapability[]): Rights => {
    const all = new Set([...grants.everywhere, ...own]);
    // Who sees all events also sees those of today.
    return all.has('events') ? all.add('events-of-today') : all;
  };
  const index = {
    everywhere: rights([]),
    byName: new Map(grants.buildings.map(({ name, capabilities }) => [name, rights(capabilities)])),
  };
  indexes.set(grants, index);
  return index;
}

export function mayIn({ grants }: Granted, building: string, capability: BuildingCapability): boolean {
  if (!grants) return true;
  const { byName, everywhere } = indexOf(grants);
  return (byName.get(building) ?? everywhere).has(capability);
}

/** Whether the building is found at all. */
export function seesBuilding({ grants }: Granted, building: string): boolean {
  if (!grants || grants.everywhere.length > 0) return true;
  return (indexOf(grants).byName.get(building)?.size ?? 0) > 0;
}

export function seesEveryBuilding({ grants }: Granted): boolean {
  return !grants || grants.everywhere.length > 0;
}

export function seesAnything({ grants }: Granted): boolean {
  return !grants || seesEveryBuilding({ grants }) || grants.buildings.length + grants.workspace.length > 0;
}

/** The test for buildings of which only today's events may be seen. Null: there are none. */
export function todayOnly(granted: Granted): ((building: string) => boolean) | null {
  const { grants } = granted;
  if (!grants || grants.everywhere.includes('events')) return null;
  const isToday =
    grants.everywhere.includes('events-of-today') ||
    grants.buildings.some(
      ({ capabilities }) => capabilities.includes('events-of-today') && !capabilities.includes('events'),
    );
  if (!isToday) return null;
  return (building) => seesOnlyToday(granted, building);
}

/** Of this building only today's events may be seen: one without any may still have earlier ones. */
export function seesOnlyToday(granted: Granted, building: string): boolean {
  return mayIn(granted, building, 'events-of-today') && !mayIn(granted, building, 'events');
}

/** In every building, also in those that come later and those that are gone. */
export function mayEverywhere({ grants }: Granted, capability: BuildingCapability): boolean {
  return !grants || includes(grants.everywhere, capability);
}

function includes(capabilities: readonly BuildingCapability[], wanted: BuildingCapability): boolean {
  return capabilities.includes(wanted) || (wanted === 'events-of-today' && capabilities.includes('events'));
}

/** In at least one building. */
export function maySomewhere({ grants }: Granted, capability: BuildingCapability): boolean {
  if (!grants || includes(grants.everywhere, capability)) return true;
  return grants.buildings.some(({ capabilities }) => includes(capabilities, capability));
}

export function mayInWorkspace({ grants }: Granted, capability: WorkspaceCapability): boolean {
  return !grants || grants.workspace.includes(capability);
}

/** For lists in words: who sees all events also sees those of today, so only the wider one is named. */
export function withoutIncluded<C extends string>(capabilities: readonly C[]): C[] {
  const has: readonly string[] = capabilities;
  return capabilities.filter((one) => one !== 'events-of-today' || !has.includes('events'));
}

/** What both allow. */
export function sharedGrants(one: Grants, other: Grants | null): Grants {
  if (!other) return one;
  const names = new Set([...one.buildings, ...other.buildings].map(({ name }) => name));
  const both = (building: string) =>
    buildingCapabilities.filter(
      (capability) =>
        mayIn({ grants: one }, building, capability) && mayIn({ grants: other }, building, capability),
    );
  return {
    workspace: one.workspace.filter((capability) => other.workspace.includes(capability)),
    // By what they include: who has all events also has those of today.
    everywhere: buildingCapabilities.filter(
      (capability) =>
        mayEverywhere({ grants: one }, capability) && mayEverywhere({ grants: other }, capability),
    ),
    buildings: [...names]
      .map((name) => ({ name, capabilities: both(name) }))
      .filter(({ capabilities }) => capabilities.length > 0),
  };
}

/** Whether `wanted` gives nothing that `granted` does not have: no one can give more than they have. */
export function coversGrants(granted: Grants | null, wanted: Grants): boolean {
  if (!granted) return true;
  return (
    wanted.workspace.every((capability) => granted.workspace.includes(capability)) &&
    wanted.everywhere.every((capability) => mayEverywhere({ grants: granted }, capability)) &&
    wanted.buildings.every(({ name, capabilities }) =>
      capabilities.every((capability) => mayIn({ grants: granted }, name, capability)),
    )
  );
}

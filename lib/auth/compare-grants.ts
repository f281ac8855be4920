import type { BuildingCapability, Grants } from '@/lib/db/tables/members';
import { withoutIncluded } from './grants';

/** What a change of rights gives and takes away, place by place. */
export function compareGrants(before: Grants, after: Grants): { gets: Grants; loses: Grants } {
  return { gets: onlyIn(after, before), loses: onlyIn(before, after) };
}

/** Whether both let a person do the same, however they are written. */
export function isSameGrants(one: Grants, other: Grants): boolean {
  const { gets, loses } = compareGrants(one, other);
  return [gets, loses].every(
    ({ workspace, everywhere, buildings }) => workspace.length + everywhere.length + buildings.length === 0,
  );
}

function onlyIn(one: Grants, other: Grants): Grants {
  const own = new Map(other.buildings.map(({ name, capabilities }) => [name, capabilities]));
  const lacks = (given: readonly BuildingCapability[], had: readonly BuildingCapability[]) =>
    withoutIncluded(
      given.filter((name) => !had.includes(name) && !(name === 'events-of-today' && had.includes('events'))),
    );
  return {
    workspace: one.workspace.filter((name) => !other.workspace.includes(name)),
    everywhere: lacks(one.everywhere, other.everywhere),
    buildings: one.buildings
      .map(({ name, capabilities }) => ({
        name,
        capabilities: lacks(capabilities, [...other.everywhere, ...(own.get(name) ?? [])]),
      }))
      .filter(({ capabilities }) => capabilities.length > 0),
  };
}

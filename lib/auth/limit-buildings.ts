import { type SqlBool, sql } from 'kysely';
import type { BuildingCapability } from '@/lib/db/tables/members';
import { type Granted, mayEverywhere, mayIn } from './grants';

type May = (capability: BuildingCapability) => boolean;

/** The buildings in which a person may what `test` asks for. Null: all, also those that come later and those that are gone. */
export function buildingsWhere(granted: Granted, test: (may: May) => boolean): string[] | null {
  const { grants } = granted;
  if (!grants || test((capability) => mayEverywhere(granted, capability))) return null;
  return grants.buildings
    .map(({ name }) => name)
    .filter((name) => test((capability) => mayIn(granted, name, capability)));
}

/**
 * A condition on a column of building names: all of them are among `seen`. A row without names is about all buildings, so
 * only who sees all of them sees it.
 */
export function isWithin(column: string, seen: readonly string[] | null) {
  if (seen === null) return sql<SqlBool>`true`;
  return sql<SqlBool>`(${sql.ref(column)} <@ ${seen}::text[] and cardinality(${sql.ref(column)}) > 0)`;
}

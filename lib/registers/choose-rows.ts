import { type SqlBool, sql } from 'kysely';
import { DeskError } from '@/lib/errors';
import type { BulkSelection } from '@/lib/table/selection';

/** Throws `conflict` if the number of rows is not the one on the button, or `not-found` if a row is not this account's. */
export function requireChosen(
  selection: BulkSelection,
  expected: number,
  found: readonly { id: string }[],
): void {
  if (!selection.all && found.length !== new Set(selection.ids).size) throw new DeskError('not-found');
  if (found.length !== expected) throw new DeskError('conflict');
}

/** As one parameter: PostgreSQL takes at most 65,535 in a statement. */
export function amongIds(rows: readonly { id: string }[]) {
  return sql<SqlBool>`id = any(${rows.map(({ id }) => id)}::uuid[])`;
}

/** For the audit log, which limits the length of a detail. */
export function namesFor(names: readonly string[], most = 40): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, + ${names.length - most}` : shown;
}

export function whoFor(entries: readonly { name: string; unit: string }[]): string {
  return namesFor(
    entries.map(({ name, unit }) => (unit ? `${name} (${unit})` : name)),
    3,
  );
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** PostgreSQL refuses a query with an id that is not a UUID. */
export function uuids(ids: readonly string[]): string[] {
  return ids.filter((id) => uuid.test(id));
}

/** For the audit log. Empty as soon as one entry belongs to no building: then only who sees all buildings sees it. */
export function buildingsOf(entries: readonly { building: string }[]): string[] {
  const names = new Set(entries.map(({ building }) => building));
  return names.has('') ? [] : [...names];
}

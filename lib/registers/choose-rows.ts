import { type SqlBool, sql } from 'kysely';
import { DeskError } from '@/lib/errors';
import type { BulkSelection } from '@/lib/table/selection';

/**
 * Throws when a bulk change would not be what the person agreed to: another number of rows than stood on the button
 * (`conflict`), or a row that is not this account's (`not-found`). Nothing is done then.
 */
export function requireChosen(
  selection: BulkSelection,
  expected: number,
  found: readonly { id: string }[],
): void {
  if (!selection.all && found.length !== new Set(selection.ids).size) throw new DeskError('not-found');
  if (found.length !== expected) throw new DeskError('conflict');
}

/** As one parameter: of more than 65,535 the database takes no statement. */
export function amongIds(rows: readonly { id: string }[]) {
  return sql<SqlBool>`id = any(${rows.map(({ id }) => id)}::uuid[])`;
}

/** Names for the audit log, as many as fit beside the rest. */
export function namesFor(names: readonly string[], most = 40): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown}, + ${names.length - most}` : shown;
}

/** Names whom a change affected, for the message that offers to undo it. */
export function whoFor(entries: readonly { name: string; unit: string }[]): string {
  return namesFor(
    entries.map(({ name, unit }) => (unit ? `${name} (${unit})` : name)),
    3,
  );
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Ids that cannot be a row's would make PostgreSQL refuse the query. */
export function uuids(ids: readonly string[]): string[] {
  return ids.filter((id) => uuid.test(id));
}

import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';

/** A database for a migration. The cast: a migration has no table types, but Kysely's type requires them. */
export function untyped(db: Kysely<Database>): Kysely<unknown> {
  return db as never;
}

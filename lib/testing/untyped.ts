import type { Kysely } from 'kysely';
import type { Database } from '../db/schema';

/** A database for a migration. */
export function untyped(db: Kysely<Database>): Kysely<unknown> {
  // A migration has no table types, but Kysely's type requires them.
  return db as never;
}

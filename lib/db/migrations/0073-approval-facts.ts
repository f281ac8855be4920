import { type Kysely, sql } from 'kysely';

/**
 * What a request gives or changes, for the page to say in the reader's language, and the member or connection that it is
 * about. Earlier requests name both in their subject only.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table approval add column facts jsonb not null default '{}'`.execute(db);
}

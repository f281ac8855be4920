import { type Kysely, sql } from 'kysely';

/** Since when a list has been met with an entry of which nothing can be read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table event_stream add column blank_since timestamptz`.execute(db);
}

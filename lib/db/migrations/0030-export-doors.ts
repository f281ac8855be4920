import { type Kysely, sql } from 'kysely';

/** Of a file of events: how many doors it is about, and which of them were not read to their end. Null: not noted then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_file add column doors jsonb`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** Tells a device list that is the same as the one kept, which then need not be written again; null: write it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table device_list add column content_hash bytea`.execute(db);
}

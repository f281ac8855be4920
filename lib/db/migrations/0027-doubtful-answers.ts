import { type Kysely, sql } from 'kysely';

/**
 * Answers that are kept and not believed as they stand: a doorcode whose window cannot be read, and a device list that
 * came empty after a filled one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table doorcode add column window_unreadable boolean not null default false`.execute(db);
  // Since when the cloud has listed nothing; null: its last answer listed something, or the empty list is believed.
  await sql`alter table device_list add column empty_since timestamptz`.execute(db);
}

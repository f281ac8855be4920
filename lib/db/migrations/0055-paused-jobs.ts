import { type Kysely, sql } from 'kysely';

/** A person paused the job. It waits, and no sign-in continues it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table job add column paused boolean not null default false`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** Each step of a job names the connection that it went through. Null: it was not sent yet, or an older build sent it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table job_step add column connection_id uuid`.execute(db);
}

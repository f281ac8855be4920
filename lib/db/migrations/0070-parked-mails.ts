import { type Kysely, sql } from 'kysely';

/**
 * Whether a mail about the parked connection is still to be sent. A connection that is already parked gets none: its
 * workspace has known it for long.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table connection add column mail_due boolean not null default false`.execute(db);
}

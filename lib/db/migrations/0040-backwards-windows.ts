import { type Kysely, sql } from 'kysely';

/** A listed doorcode whose window ends before it begins counted as expired, and is one whose window cannot be read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    update doorcode set window_unreadable = true
    where not window_unreadable and to_wall collate "C" < from_wall`.execute(db);
}

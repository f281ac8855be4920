import { type Kysely, sql } from 'kysely';

/** A scheduled file holds all that its filter finds, or the day, week or month before it alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_schedule add column covers text not null default 'all' check (covers in ('all', 'period'))`.execute(
    db,
  );
}

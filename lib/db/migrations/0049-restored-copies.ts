import { type Kysely, sql } from 'kysely';

/** A row for each restore of a backup into this database. Until `allowed_at` is set, no call to the cloud is sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table restored_copy (
      id bigint generated always as identity primary key,
      made_at timestamptz not null,
      restored_at timestamptz not null default now(),
      allowed_at timestamptz
    )`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What keeps the archive going by itself: who looks at a door, and consent to go on signed out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // looked_at: when somebody last had this door before them; such doors are read more often.
  await sql`alter table event_door add column looked_at timestamptz`.execute(db);

  // "Keep the archive going while I am signed out". sealed_password is null once withdrawn or refused by the cloud.
  await sql`
    create table archive_consent (
      id uuid primary key,
      workspace_id uuid not null unique references workspace (id),
      actor text not null,
      sealed_password bytea,
      given_at timestamptz not null,
      refused_at timestamptz
    )`.execute(db);

  // Events of whole doors that have no room yet, found by whom they name.
  await sql`
    create index event_roomless on event (workspace_id, gid, who_id, at)
      where stream is null and channel is null and who_id is not null`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What an account has set: its profile picture's address, and the phones that get push messages. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table profile_picture (
      workspace_id uuid primary key references workspace (id),
      picture_url text not null,
      updated_at timestamptz not null
    )`.execute(db);

  // Tokens and certificates let anybody send messages to the phone: sealed, and never shown again.
  await sql`
    create table push_phone (
      id uuid primary key,
      workspace_id uuid not null references workspace (id),
      name text not null,
      push_type integer not null,
      phone text not null check (phone in ('ios', 'android')),
      app_key text not null,
      sealed_token bytea not null,
      sealed_certificate bytea,
      popup_activity text not null,
      added_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index push_phone_workspace on push_phone (workspace_id, added_at)`.execute(db);

  await sql`
    create table push_list (
      workspace_id uuid primary key references workspace (id),
      state text not null check (state in ('sent', 'unknown')),
      sent_at timestamptz not null
    )`.execute(db);
}

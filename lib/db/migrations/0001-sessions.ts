import { type Kysely, sql } from 'kysely';

/** Who is signed in: workspaces, sessions with their sealed passwords, and the tries that throttles count. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The account exactly as typed: the vendor may tell upper from lower case, and folding would merge two people.
  await sql`
    create table workspace (
      id uuid primary key default gen_random_uuid(),
      account text not null,
      role text not null check (role in ('manager', 'landlord', 'tenant')),
      created_at timestamptz not null default now(),
      unique (account, role)
    )`.execute(db);

  await sql`
    create table session (
      id uuid primary key,
      token_hash bytea not null unique,
      workspace_id uuid not null references workspace (id),
      actor text not null,
      sealed_password bytea not null,
      user_agent text not null,
      created_at timestamptz not null,
      last_used_at timestamptz not null,
      expires_at timestamptz not null,
      reauthenticated_at timestamptz
    )`.execute(db);
  await sql`create index session_workspace on session (workspace_id)`.execute(db);

  // Why a session is gone, so that /login can say it. Holds no secret; swept after a day.
  await sql`
    create table ended_session (
      token_hash bytea primary key,
      reason text not null,
      ended_at timestamptz not null
    )`.execute(db);

  await sql`
    create table throttle_try (
      id bigint generated always as identity primary key,
      bucket text not null,
      tried_at timestamptz not null,
      pending boolean not null
    )`.execute(db);
  await sql`create index throttle_try_bucket on throttle_try (bucket, tried_at)`.execute(db);
}

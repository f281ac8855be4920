import { type Kysely, sql } from 'kysely';

/**
 * Bulk changes with their steps, and doorcodes that were asked for. pg-boss keeps its queues in a schema of its own
 * and decides who runs a job; what was done, and how it ended, stands here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table job (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null,
      kind text not null,
      state text not null check (state in ('queued', 'running', 'waiting', 'done', 'cancelled')),
      params jsonb not null,
      actor text not null,
      account text not null,
      role text not null,
      session_id uuid not null,
      retry_of uuid references job (id),
      request_key uuid not null,
      runner uuid,
      wait_code text,
      cancel_asked_at timestamptz,
      created_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      unique (workspace_id, request_key)
    )`.execute(db);
  await sql`create index job_recent on job (workspace_id, created_at desc)`.execute(db);
  await sql`create index job_open on job (state) where state in ('queued', 'running', 'waiting')`.execute(db);

  await sql`
    create table job_step (
      job_id uuid not null references job (id) on delete cascade,
      position integer not null,
      target jsonb not null,
      state text not null check (state in
        ('pending', 'running', 'verified', 'unverified', 'failed', 'unknown', 'skipped')),
      code text,
      already boolean not null default false,
      found text,
      intent_seq bigint,
      tried_at timestamptz,
      read_at timestamptz,
      primary key (job_id, position)
    )`.execute(db);

  await sql`
    create table doorcode_request (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null,
      batch uuid not null,
      gid text not null,
      channel bigint not null,
      name text not null,
      lock_ids jsonb not null,
      from_wall text not null,
      to_wall text not null,
      to_at timestamptz not null,
      state text not null check (state in ('asked', 'sending', 'confirming', 'confirmed', 'failed', 'unknown')),
      code text,
      picture_url text,
      doorcode_id uuid,
      known_before jsonb,
      session_id uuid not null,
      actor text not null,
      asked_at timestamptz not null default now(),
      sent_at timestamptz,
      read_at timestamptz,
      tries integer not null default 0,
      next_try_at timestamptz,
      unique (workspace_id, batch, gid, channel)
    )`.execute(db);
  await sql`create index doorcode_request_due on doorcode_request (next_try_at) where next_try_at is not null`.execute(
    db,
  );
}

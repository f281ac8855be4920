import { type Kysely, sql } from 'kysely';

/** What is not kept for ever: a rule per building, holds against it, and what the sync compares with afterwards. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The rule is also its job: due_at says when it runs next; cutoff, intent_seq and affected are those of the run under
  // way, written with each portion, so that whichever process goes on after a crash knows how far it was.
  await sql`
    create table retention_rule (
      workspace_id uuid not null references workspace (id),
      building_name text not null,
      mode text not null check (mode in ('delete', 'anonymise')),
      days integer not null check (days > 0),
      actor text not null,
      account text not null,
      changed_at timestamptz not null default now(),
      due_at timestamptz not null default now(),
      cutoff timestamptz,
      intent_seq bigint,
      affected bigint not null default 0,
      finished_at timestamptz,
      last_affected bigint,
      primary key (workspace_id, building_name)
    )`.execute(db);
  await sql`create index retention_rule_due on retention_rule (due_at)`.execute(db);

  // building_name null: every building. Days of each building's own clock, both included; to_day null: until removed.
  await sql`
    create table retention_hold (
      workspace_id uuid not null references workspace (id),
      id uuid not null default gen_random_uuid(),
      building_name text,
      name text not null,
      reason text not null,
      from_day date not null,
      to_day date check (to_day >= from_day),
      actor text not null,
      changed_at timestamptz not null default now(),
      primary key (workspace_id, id)
    )`.execute(db);

  // Set when an event was made anonymous: what the cloud still tells of it is recognised by this keyed digest.
  await sql`alter table event add column trace bytea`.execute(db);

  // The same of deleted events, of those alone that the sync still compares with what the cloud lists.
  await sql`
    create table event_trace (
      workspace_id uuid not null,
      gid text not null,
      stream bigint,
      place bigint not null,
      trace bytea not null,
      unique nulls not distinct (workspace_id, gid, stream, place)
    )`.execute(db);

  // Of a stretch's `size`, how many were deleted. The stretch stays proven: nothing of it is read again.
  await sql`alter table event_stretch add column pruned bigint not null default 0`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/** What was deleted from a register a moment ago, so that it can be put back. One removal is one batch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // An entry is kept apart instead of marked: no list, search, count or export has to remember leaving it out.
  await sql`
    create table removed_entry (
      batch uuid not null,
      workspace_id uuid not null references workspace (id),
      register text not null check (register in ('person', 'handed_key')),
      entry jsonb not null,
      held_keys uuid[] not null,
      removed_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index removed_entry_batch on removed_entry (batch)`.execute(db);
  await sql`create index removed_entry_age on removed_entry (removed_at)`.execute(db);
}

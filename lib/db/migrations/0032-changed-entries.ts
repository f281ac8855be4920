import { type Kysely, sql } from 'kysely';

/** What bulk changes of a register replaced, so that they can be undone for an hour. One change is one batch. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table changed_entry (
      workspace_id uuid not null references workspace (id),
      batch uuid not null,
      register text not null check (register in ('person', 'handed_key')),
      entry_id uuid not null,
      revision integer not null,
      entry jsonb not null,
      changed_at timestamptz not null default now(),
      primary key (workspace_id, batch, entry_id)
    )`.execute(db);
  await sql`create index changed_entry_age on changed_entry (changed_at)`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * Views that an account has saved under a name. `page` says of which list, so that other lists can have them without
 * another table. The filters are kept as the page's address has them: the one parser of the page reads a view too, and a
 * filter that comes later needs no change here.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // folded: the name as names are compared; two that differ in case alone would be one to whoever reads them.
  // columns: which are hidden and in which order, null for how each person has them.
  await sql`
    create table saved_view (
      workspace_id uuid not null references workspace (id),
      id uuid not null default gen_random_uuid(),
      page text not null,
      name text not null check (char_length(name) between 1 and 80),
      folded text not null,
      query text not null check (char_length(query) <= 8000),
      columns jsonb,
      density text,
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      revision integer not null default 1,
      primary key (workspace_id, id),
      unique (workspace_id, page, folded)
    )`.execute(db);
}

import { type Kysely, sql } from 'kysely';

/**
 * Who sees only some buildings sees only what is about these. `buildings` is null for what is about all of them, and for
 * rows of an older version, which did not keep it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table export_file add column buildings text[]`.execute(db);
  // stop_code: why it stopped by itself, as an ErrorCode. Null: it runs, or a person paused it.
  await sql`alter table export_schedule add column buildings text[], add column stop_code text`.execute(db);

  // A view that a person does not see must not reserve its name. The check takes a lock, so it needs no index.
  await sql`alter table saved_view drop constraint saved_view_workspace_id_page_folded_key`.execute(db);

  // The MAC of an entry without any of these may be of an older version: see lib/audit/compute-mac.ts.
  await sql`
    alter table audit_entry
      add column member_id uuid,
      add column connection_id uuid,
      add column network text,
      add column device text,
      add column buildings text[]`.execute(db);
  await sql`
    create index audit_entry_member on audit_entry (workspace_id, member_id, seq desc)
    where member_id is not null`.execute(db);
}

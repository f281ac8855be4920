import { type Kysely, sql } from 'kysely';

/**
 * Search and order no longer go by the database's case rules: doorcodes, rooms, files, schedules and the audit log get
 * the folded text and the order keys that the registers have. `refreshTextKeys` (lib/db/text-keys.ts) fills them, in
 * portions, after the migrations of a start.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const columns: Record<string, readonly string[]> = {
    doorcode: ['folded', 'order_name'],
    room_channel: ['folded', 'order_unit', 'order_building'],
    export_file: ['folded'],
    export_schedule: ['folded'],
    saved_view: ['order_name'],
  };
  for (const [table, names] of Object.entries(columns)) {
    for (const name of names) {
      await sql`
        alter table ${sql.table(table)} add column ${sql.ref(name)} text not null collate "C" default ''`.execute(
        db,
      );
    }
  }
  // Next to the log and not in it: an entry is never changed, and its chain covers what it says and nothing derived.
  await sql`
    create table audit_text (
      seq bigint primary key,
      workspace_id uuid,
      folded text not null,
      order_actor text not null collate "C",
      order_subject text not null collate "C"
    )`.execute(db);
  await sql`
    create table text_key_state (
      one boolean primary key default true check (one),
      version text not null
    )`.execute(db);
  await sql`insert into text_key_state (version) values ('')`.execute(db);
}

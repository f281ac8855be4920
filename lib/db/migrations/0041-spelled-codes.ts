import { type Kysely, sql } from 'kysely';

/**
 * Files of events: a text that spells the code of a sign, such as `[U+200B]`, is told from one that has the sign, as
 * `fileText` of lib/files/write/visible-text.ts does.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter function export_visible(text) rename to export_shown`.execute(db);
  // Not strict: such a function would not be inlined, and this one is asked of each text of a file.
  await sql`
    create function export_visible(given text) returns text
    language sql immutable parallel safe cost 2000 as ${sql.raw(`$body$
      select export_shown(case when strpos(given, '[U+') > 0
        then regexp_replace(given, '\\[(?=U\\+[0-9A-F]{4,6}\\])', '[U+005B]', 'g') else given end) $body$`)}`.execute(
    db,
  );
}

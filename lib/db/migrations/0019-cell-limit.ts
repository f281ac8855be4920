import { type Kysely, sql } from 'kysely';

/**
 * Excel counts a cell's 32,767 characters in UTF-16, where an emoji is two: a longer one makes it refuse the whole file.
 * Says in SQL what lib/files/write/workbook-cells.ts says in TypeScript.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function export_cut(given text) returns text
    language plpgsql immutable strict parallel safe as ${sql.raw(`$$
    declare
      made text := left(given, 32767);
      over int := length(regexp_replace(made, '[^\\U00010000-\\U0010ffff]', '', 'g')) + length(made) - 32767;
    begin
      -- Each round takes off no more characters than there are too many: what is cut off may count twice.
      while over > 0 loop
        made := left(made, -((over + 1) / 2));
        over := length(regexp_replace(made, '[^\\U00010000-\\U0010ffff]', '', 'g')) + length(made) - 32767;
      end loop;
      return made;
    end $$`)}`.execute(db);

  await sql`
    create or replace function export_cell(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$$
    declare
      made text := export_visible(given);
    begin
      if length(made) > 16383 then made := export_cut(made); end if;
      made := regexp_replace(made, '_(?=x[0-9A-Fa-f]{4}_)', '_x005F_', 'g');
      made := replace(replace(replace(made, '&', '&amp;'), '<', '&lt;'), '>', '&gt;');
      return translate(replace(made, chr(13), '_x000D_'), chr(65534) || chr(65535), chr(65533) || chr(65533));
    end $$`)}`.execute(db);
}

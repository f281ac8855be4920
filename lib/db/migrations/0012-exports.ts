import { type Kysely, sql } from 'kysely';

/**
 * Exports: functions that write one text as a file's field, what is known of each file, and files made on a schedule.
 * The functions say in SQL what lib/export says in TypeScript, so that a million lines leave the database finished;
 * a property test holds the two together.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const layout = new Set(['\t', '\n', '\r']);
  const hidden = charactersLike(
    /[\p{Cc}\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u,
    layout,
  );
  // The joiners stay between two of these.
  const joined = charactersLike(/[\p{L}\p{M}\p{So}]/u);
  const blank = charactersLike(/[\s\p{Z}\p{Cf}\p{Cc}]/u);
  const space = charactersLike(/\s/u);
  const unseen = charactersLike(
    /[\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/u,
  );

  // The cost, far over what it really is, has the planner keep results and not ask twice about one name.
  await sql`
    create function export_visible(given text) returns text
    language plpgsql immutable strict parallel safe cost 2000 as ${sql.raw(`$$
    declare
      chars text[];
      whole int;
      c text;
      hide boolean;
      made text := '';
    begin
      if given !~ '[${hidden}]' then return given; end if;
      chars := string_to_array(given, null);
      whole := cardinality(chars);
      for i in 1..whole loop
        c := chars[i];
        if ascii(c) in (8204, 8205) then
          hide := i = 1 or i = whole
            or chars[greatest(i - 1, 1)] !~ '[${joined}]' or chars[least(i + 1, whole)] !~ '[${joined}]';
        else
          hide := c ~ '[${hidden}]';
        end if;
        if hide then
          c := upper(to_hex(ascii(c)));
          c := '[U+' || lpad(c, greatest(4, length(c)), '0') || ']';
        end if;
        made := made || c;
      end loop;
      return made;
    end $$`)}`.execute(db);

  await sql`
    create function export_csv(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$$
    declare
      made text := export_visible(given);
    begin
      if made ~ '^[${blank}]*[=+@\\u002d\\uff1d\\uff0b\\uff0d\\uff20]|^[\\u0009\\u000a\\u000d]' then
        made := '''' || made;
      end if;
      if made ~ '[",;\\u0009\\u000a\\u000d]|^[${space}]|[${space}]$' then
        return '"' || replace(made, '"', '""') || '"';
      end if;
      return made;
    end $$`)}`.execute(db);

  await sql`
    create function export_json(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$$
    declare
      written text := to_json(given)::text;
      made text := '';
      c text;
    begin
      if written !~ '[${unseen}]' then return written; end if;
      foreach c in array string_to_array(written, null) loop
        made := made || case when c ~ '[${unseen}]' then '\\u' || lpad(to_hex(ascii(c)), 4, '0') else c end;
      end loop;
      return made;
    end $$`)}`.execute(db);

  // Of a cell: no longer than Excel takes; _x000D_ is how a workbook writes a carriage return, so that what looks like
  // one is written out, and two characters that XML cannot hold are replaced.
  await sql`
    create function export_cell(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$$
    declare
      made text := left(export_visible(given), 32767);
    begin
      made := regexp_replace(made, '_(?=x[0-9A-Fa-f]{4}_)', '_x005F_', 'g');
      made := replace(replace(replace(made, '&', '&amp;'), '<', '&lt;'), '>', '&gt;');
      return translate(replace(made, chr(13), '_x000D_'), chr(65534) || chr(65535), chr(65533) || chr(65533));
    end $$`)}`.execute(db);

  // One file of events: asked for in the browser, or made on a schedule. The manifest is kept as it was signed.
  await sql`
    create table export_file (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      schedule_id uuid,
      due_at timestamptz,
      state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
      code text,
      format text not null check (format in ('csv', 'xlsx', 'json')),
      name text not null,
      query text not null,
      filter jsonb not null,
      locale text not null,
      actor text not null,
      account text not null,
      role text not null,
      intent_seq bigint,
      tries integer not null default 0,
      rows bigint,
      bytes bigint,
      sha256 text,
      manifest text,
      kept boolean not null default false,
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      unique (schedule_id, due_at)
    )`.execute(db);
  await sql`create index export_file_recent on export_file (workspace_id, started_at desc)`.execute(db);
  await sql`create index export_file_open on export_file (started_at) where state = 'running'`.execute(db);
  await sql`create index export_file_sha256 on export_file (sha256) where sha256 is not null`.execute(db);

  // A kept file's bytes. In the database and not in the data folder: any process may make a file and any other give it
  // out, and they share nothing but the database.
  await sql`
    create table export_chunk (
      export_id uuid not null references export_file (id) on delete cascade,
      position integer not null,
      bytes bytea not null,
      primary key (export_id, position)
    )`.execute(db);

  await sql`
    create table export_schedule (
      id uuid primary key default gen_random_uuid(),
      workspace_id uuid not null references workspace (id),
      name text not null,
      view_id uuid,
      query text not null,
      format text not null check (format in ('csv', 'xlsx', 'json')),
      locale text not null,
      every text not null check (every in ('day', 'week', 'month')),
      weekday integer not null check (weekday between 1 and 7),
      month_day integer not null check (month_day between 1 and 31),
      hour integer not null check (hour between 0 and 23),
      zone text not null,
      keep_files integer not null check (keep_files between 1 and 100),
      paused boolean not null default false,
      next_due timestamptz not null,
      actor text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index export_schedule_of on export_schedule (workspace_id, created_at)`.execute(db);
  await sql`create index export_schedule_due on export_schedule (next_due) where not paused`.execute(db);
}

/** The characters that a pattern of one character takes, as the inside of a bracket in PostgreSQL's regular expressions. */
function charactersLike(pattern: RegExp, except: ReadonlySet<string> = new Set()): string {
  const ranges: string[] = [];
  let start: number | null = null;
  for (let point = 1; point <= 0x110000; point++) {
    const surrogate = point >= 0xd800 && point <= 0xdfff;
    const char = point < 0x110000 && !surrogate ? String.fromCodePoint(point) : '';
    const taken = char !== '' && !except.has(char) && pattern.test(char);
    if (taken) start ??= point;
    if (taken || start === null) continue;
    ranges.push(start === point - 1 ? escaped(start) : `${escaped(start)}-${escaped(point - 1)}`);
    start = null;
  }
  return ranges.join('');
}

function escaped(point: number): string {
  return `\\U${point.toString(16).padStart(8, '0')}`;
}

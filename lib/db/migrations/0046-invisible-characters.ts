import { type Kysely, sql } from 'kysely';

/**
 * Files of events: marks every character that shows nothing, and keeps only those that a script or an emoji needs, as
 * lib/text/mark-hidden.ts does. A property test compares the two.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const layout = new Set(['\t', '\n', '\r']);
  const invisible = /[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/u;
  const hidden = charactersLike(invisible, layout);
  const letter = charactersLike(/\p{L}/u);
  const virama = charactersLike(
    /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u1039\u17d2\u1b44\ua9c0]/u,
  );
  const cursive = charactersLike(
    /(?=[\p{L}\p{M}])[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Mongolian}\p{scx=Nko}\p{scx=Mandaic}\p{scx=Adlam}]/u,
  );
  const neverJoined =
    '\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee\\u06ef\\u0710\\u0715-\\u0719\\u071e\\u0728\\u072a\\u072c\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779';
  const mongolian = charactersLike(/(?=\p{L})\p{Script=Mongolian}/u);
  const emoji = charactersLike(/\p{Extended_Pictographic}/u);
  const emojiEnd = charactersLike(/[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f/u);

  await sql`
    create or replace function export_shown(given text) returns text
    language plpgsql immutable strict parallel safe cost 2000 as ${sql.raw(`$$
    declare
      chars text[];
      c text;
      b text;
      a text;
      needed boolean;
      made text := '';
    begin
      if given !~ '[${hidden}]' then return given; end if;
      chars := string_to_array(given, null);
      for i in 1..cardinality(chars) loop
        c := chars[i];
        if c ~ '[${hidden}]' then
          b := case when i > 1 then chars[i - 1] else '' end;
          a := coalesce(chars[i + 1], '');
          needed := case ascii(c)
            when 8205 then b ~ '[${virama}]' or (a ~ '[${virama}]' and b ~ '[${letter}]')
              or (b ~ '[${emojiEnd}]' and a ~ '[${emoji}]')
            when 8204 then (b ~ '[${virama}]' and a ~ '[${letter}]') or (a ~ '[${virama}]' and b ~ '[${letter}]')
              or (b ~ '[${cursive}]' and b !~ '[${neverJoined}]' and a ~ '[${cursive}]')
            when 65038 then b ~ '[${emoji}]' or (b ~ '[0-9#*]' and ascii(a) = 8419)
            when 65039 then b ~ '[${emoji}]' or (b ~ '[0-9#*]' and ascii(a) = 8419)
            when 6155 then b ~ '[${mongolian}]'
            when 6156 then b ~ '[${mongolian}]'
            when 6157 then b ~ '[${mongolian}]'
            when 6159 then b ~ '[${mongolian}]'
            else false
          end;
          if not needed then
            c := upper(to_hex(ascii(c)));
            c := '[U+' || lpad(c, greatest(4, length(c)), '0') || ']';
          end if;
        end if;
        made := made || c;
      end loop;
      return made;
    end $$`)}`.execute(db);

  const unseen = charactersLike(
    /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029\u2800\ufff9-\ufffb]/u,
  );
  await sql`
    create or replace function export_json(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$$
    declare
      written text := to_json(given)::text;
      made text := '';
      c text;
      over int;
    begin
      if written !~ '[${unseen}]' then return written; end if;
      foreach c in array string_to_array(written, null) loop
        if c ~ '[${unseen}]' then
          over := ascii(c) - 65536;
          c := case when over < 0 then '\\u' || lpad(to_hex(ascii(c)), 4, '0')
            else '\\u' || to_hex(55296 + (over >> 10)) || '\\u' || to_hex(56320 + (over & 1023)) end;
        end if;
        made := made || c;
      end loop;
      return made;
    end $$`)}`.execute(db);
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

import { type Kysely, sql } from 'kysely';

// Signs that begin a formula; the full-width and small forms are taken for the plain ones by programs set to Chinese or
// Japanese.
const signs = '=+@\\u002d\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b';
const digits = '0-9\\uff10-\\uff19';
// What stands in numbers, dates, times, fractions and amounts, next to digits. A blank of one of these kinds groups digits
// in some countries; the ordinary one is not among them.
const marks =
  ".,:/'%()\\u002d\\u2212\\u2019\\uff0e\\uff0c\\uff1a\\uff0f\\uff05\\uff08\\uff09\\u00a0\\u2009\\u202f" +
  '$\\u00a2-\\u00a5\\u20a0-\\u20bf\\uff04\\uffe0\\uffe1\\uffe5\\uffe6';
const any = `${digits}${marks} `;
const clock =
  '\\u5e74\\u6708\\u65e5\\u65f6\\u6642\\u70b9\\u9ede\\u5206\\u79d2\\ub144\\uc6d4\\uc77c\\uc2dc\\ubd84\\ucd08';
const halfDay = '\\u4e0a\\u4e0b\\u5348\\u524d\\u5f8c\\uc624\\uc804\\ud6c4';

const months = [
  'january february march april may june july august september october november december',
  'jan feb mar apr jun jul aug sep sept oct nov dec',
  'januar jänner februar märz maerz mai juni juli oktober dezember mär mrz okt dez',
  'janvier février fevrier mars avril juin juillet août aout septembre octobre novembre décembre decembre',
  'janv févr fevr avr juil déc',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre ene abr ago dic',
  'gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre gen mag giu lug set ott',
  'janeiro fevereiro março maio junho julho setembro outubro novembro dezembro fev out',
  'januari februari maart mei augustus mrt',
];
const weekdays = [
  'monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun',
  'montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so',
];
const constants = [
  'true false wahr falsch vrai faux verdadero falso vero verdadeiro waar onwaar sant falskt sand falsk tosi epätosi',
  'prawda fałsz истина ложь',
  '#n/a #null! #div/0! #value! #ref! #name? #num!',
];

/** Words as a pattern that takes any case: what "any case" means differs between the two languages. */
function words(lists: readonly string[]): string {
  const each = lists.join(' ').split(' ');
  return `(?:${each.map((word) => [...word].map(anyCase).join('')).join('|')})`;
}

function anyCase(letter: string): string {
  const capital = letter.toUpperCase();
  if (capital !== letter) return `[${letter}${capital}]`;
  return /\w/.test(letter) ? letter : `[${letter}]`;
}

const numbers = `[${any}]*[${digits}][${any}]*`;
const half = '[AaPp][.]?[Mm][.]?';
const month = `(?:[Dd][Ee] )?${words(months)}[.]?(?: [Dd][Ee])?`;

const changed = [
  // Asked of texts of any length: zeros that go, and more digits than a cell shows or a number keeps.
  `^0[0-9]+$|^[0-9]{12,}$|^[0-9]*[\\uff10-\\uff19][${digits}]*$`,
  `^[.,]?[${digits}][${digits}.,]*[Ee\\uff25\\uff45][+\\u002d]?[${digits}]+$`,
  `^${numbers}${half}$|^${numbers} [AaPp][.]?$`,
  `^(?:${words(weekdays)}[., ]+)?(?:${numbers}${month}[${any}]*|${month}${numbers})(?:${half})?$`,
  `^[${halfDay}]* ?${numbers}[${clock}][${any}${clock}${halfDay}]*$|^[${halfDay}]+${numbers}$`,
  `^[${digits}]{4}-[${digits}]{2}-[${digits}]{2}[Tt][${digits}:.,+Zz\\u002d]*$`,
  `^${words(constants)}$`,
];

/**
 * CSV files of events: a text that a spreadsheet would change, or calculate, gets an apostrophe in front, by the rule of
 * lib/files/write/spreadsheet-text.ts; `export_exact` writes a text as it is.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const blank = charactersLike(/[\s\p{Z}\p{Cf}\p{Cc}]/u);
  const space = charactersLike(/\s/u);
  const begin = `[;,|\\u0009\\u000a\\u000d][${blank}"]*`;
  const unsafe = `^[${blank}"]*[${signs}]|${begin}''*[${signs}]|^[${blank}]|[${blank}]$`;
  const [first = '', ...rest] = changed.map((pattern) => pattern.replaceAll("'", "''"));
  const inText = (characters: string) => characters.replaceAll("'", "''");

  await sql`
    create function export_changed(bare text) returns boolean
    language sql immutable strict parallel safe cost 2000 as ${sql.raw(`$body$
      select case
        when bare ~ '${unsafe}' then true
        when bare !~ '[${digits}]|^[TtFfWwVvSsEePpИиЛл#]' then false
        when bare ~ '${first}' then true
        when bare ~ '^[${inText(any)}]+$' and bare ~ '[${digits}]' and bare ~ '[${inText(marks)}]' then true
        when length(bare) > 255 then false
        else ${rest.map((pattern) => `bare ~ '${pattern}'`).join('\n          or ')} end $body$`)}`.execute(
    db,
  );
  await sql`
    create function export_exact(given text) returns text
    language sql immutable strict parallel safe cost 2000 as ${sql.raw(`$body$
      select case when given ~ '[",;|\\u0009\\u000a\\u000d]|^[${space}]|[${space}]$'
        then '"' || replace(given, '"', '""') || '"' else given end $body$`)}`.execute(db);
  await sql`
    create or replace function export_csv(given text) returns text
    language plpgsql immutable strict parallel safe cost 5000 as ${sql.raw(`$body$
    declare
      made text := export_visible(given);
    begin
      if export_changed(ltrim(made, '''')) then
        made := '''' || regexp_replace(made, '(${begin})(''*[${signs}])', '\\1''\\2', 'g');
      end if;
      return export_exact(made);
    end $body$`)}`.execute(db);
}

/** The characters that a pattern of one character takes, as the inside of a bracket in PostgreSQL's regular expressions. */
function charactersLike(pattern: RegExp): string {
  const ranges: string[] = [];
  let start: number | null = null;
  for (let point = 1; point <= 0x110000; point++) {
    const surrogate = point >= 0xd800 && point <= 0xdfff;
    const char = point < 0x110000 && !surrogate ? String.fromCodePoint(point) : '';
    const taken = char !== '' && pattern.test(char);
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

import { type RawBuilder, sql } from 'kysely';
import { eventTypeKey } from '@/lib/archive/events/labels';
import { type EventFilter, type EventOrder, filterEvents } from '@/lib/archive/search/filter';
import { eventTypes } from '@/lib/archive/search/schema';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { csvField, exactField } from '../write/cell';
import type { ExportFormat } from '../write/format';
import { inlineParameters } from '../write/inline-parameters';
import { jsonText } from '../write/json-lines';
import { textCell } from '../write/workbook-cells';
import type { ExportedEvent, ExportWords } from './export-rows';

/** How one format writes its fields. The SQL functions are from migrations 0012 and 0034. */
type Dialect = {
  known: (text: string) => string;
  text: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  time: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  number: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  plain: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  wall: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  utc: (value: RawBuilder<unknown>) => RawBuilder<unknown>;
  none: string;
  before: (key: keyof ExportedEvent, first: boolean) => string;
  end: string;
};

const asIs = (value: RawBuilder<unknown>) => value;
const ahead = sql`(extract(epoch from event.wall - (event.at at time zone 'UTC')) / 60)::int`;
const instantText = sql`case when length(event.at::text) = 22
  then overlay(left(event.at::text, 19) placing 'T' from 11) || 'Z'
  else to_char(event.at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`;
const quoted = (value: RawBuilder<unknown>) => sql`'"' || ${value} || '"'`;
// Days since Excel's day 0. Excel has none before 1900, so earlier times are written as text.
const serial = (moment: RawBuilder<unknown>, text: RawBuilder<unknown>) =>
  sql`case when ${moment} >= '1900-03-01' and ${moment} < '10000-01-01'
    then '<c s="1"><v>' || (extract(epoch from ${moment})::float8 / 86400 + 25569)::text || '</v></c>'
    else '<c t="inlineStr"><is><t>' || ${text} || '</t></is></c>' end`;

const csv: Dialect = {
  known: csvField,
  text: (value) => sql`export_csv(${value})`,
  time: (value) => sql`'''' || ${value}`,
  number: asIs,
  plain: asIs,
  wall: asIs,
  utc: () => instantText,
  none: '',
  before: (_, first) => (first ? '' : ','),
  end: '\r\n',
};

const dialects: Record<ExportFormat | 'exact-csv', Dialect> = {
  csv,
  'exact-csv': {
    ...csv,
    known: exactField,
    text: (value) => sql`export_exact(${value})`,
    time: asIs,
  },
  json: {
    known: jsonText,
    text: (value) => sql`export_json(${value})`,
    time: quoted,
    number: asIs,
    plain: quoted,
    wall: quoted,
    utc: () => quoted(instantText),
    none: 'null',
    before: (key, first) => `${first ? '{' : ','}"${key}":`,
    end: '}\n',
  },
  xlsx: {
    known: textCell,
    text: (value) =>
      sql`'<c t="inlineStr"><is><t xml:space="preserve">' || export_cell(${value}) || '</t></is></c>'`,
    time: (value) => sql`'<c t="inlineStr"><is><t>' || ${value} || '</t></is></c>'`,
    number: (value) => sql`'<c><v>' || ${value} || '</v></c>'`,
    plain: (value) => sql`'<c t="inlineStr"><is><t>' || ${value} || '</t></is></c>'`,
    wall: (value) => serial(sql`event.wall`, value),
    utc: () => serial(sql`(event.at at time zone 'UTC')`, instantText),
    none: '<c/>',
    before: (_, first) => (first ? '<row>' : ''),
    end: '</row>',
  },
};

/**
 * A query whose rows are the finished lines of an export, in the list's order; null when nothing can match. The
 * database writes the lines, and Doordesk only passes the bytes on. Costly escaping of names is in a side query, whose
 * results PostgreSQL caches (Memoize): once per name instead of once per event.
 */
export async function eventLines(
  scope: StandingScope,
  filter: EventFilter & EventOrder,
  {
    format,
    exact = false,
    words,
    readings,
  }: { format: ExportFormat; exact?: boolean; words: ExportWords; readings?: Readings },
): Promise<string | null> {
  const matches = await filterEvents(scope, filter);
  if (!matches) return null;
  const found = getDb()
    .selectFrom('event')
    .select(['workspace_id', 'at', 'id', 'gid', 'channel', 'attribution', 'type', 'who_id', 'time_text'])
    .select(['wall', 'zone', 'fit', 'building_name', 'unit_label'])
    .where(matches);
  const dialect = dialects[format === 'csv' && exact ? 'exact-csv' : format];
  const compiled = sql`
    select ${lineOf(dialect, words)}
    from (${found}) as event
    left join lateral (${whoFields(dialect)}) as who on true
    left join lateral (${nameOfDoor('door_detail', 'name')}) as named on true
    left join lateral (${nameOfDoor('door', 'default_name')}) as usual on true
    left join lateral (${placeFields(dialect, readings)}) as place on true
    order by ${sql.raw(filter.dir === 'asc' ? 'event.at, event.id' : 'event.at desc, event.id desc')}`.compile(
    getDb(),
  );
  return inlineParameters(compiled);
}

const order = [
  'localTime',
  'zone',
  'utcTime',
  'timeAsSent',
  'timeNote',
  'event',
  'typeNumber',
  'account',
  'doorcode',
  'building',
  'door',
  'gid',
  'room',
  'channel',
  'roomKnownBy',
  'reading',
  'zoneName',
] as const satisfies readonly (keyof ExportedEvent)[];

function lineOf(dialect: Dialect, words: ExportWords): RawBuilder<unknown> {
  const fields: Record<(typeof order)[number], RawBuilder<unknown>> = {
    localTime: orNone(dialect, dialect.wall(sql`event.wall::text`)),
    // Hours and minutes as one number, which to_char writes with its sign.
    zone: sql`case when event.fit = 'invalid' then ${dialect.none}
      else ${orNone(dialect, dialect.plain(sql`'UTC' || to_char(${ahead} / 60 * 100 + ${ahead} % 60, 'SG00:00')`))} end`,
    utcTime: sql`case when event.fit = 'invalid' then ${dialect.none} else ${dialect.utc(sql``)} end`,
    // Usually the door's local time, unchanged. Only other texts need escaping.
    timeAsSent: sql`case when event.time_text = event.wall::text
      then ${dialect.time(sql`event.time_text`)} else ${dialect.text(sql`event.time_text`)} end`,
    timeNote: sql`case event.fit when 'skipped' then ${dialect.known(words.fit('skipped'))}
      when 'repeated' then ${dialect.known(words.fit('repeated'))}
      when 'invalid' then ${dialect.known(words.fit('invalid'))} else ${dialect.none} end`,
    event: typeWord(dialect, words),
    typeNumber: dialect.number(sql`event.type::text`),
    account: orNone(dialect, sql`who.account`),
    doorcode: orNone(dialect, sql`who.code`),
    building: sql`place.building`,
    door: sql`place.door`,
    gid: sql`place.gid`,
    room: sql`place.room`,
    channel: orNone(dialect, dialect.number(sql`event.channel::text`)),
    roomKnownBy: sql`case event.attribution when 'stream' then ${dialect.known(words.attribution('stream'))}
      when 'account' then ${dialect.known(words.attribution('account'))}
      when 'code' then ${dialect.known(words.attribution('code'))} else ${dialect.none} end`,
    reading: sql`place.reading`,
    zoneName: sql`place.zone`,
  };
  const parts = order.flatMap((key, index) => {
    const before = dialect.before(key, index === 0);
    return before === '' ? [fields[key]] : [sql`${before}::text`, fields[key]];
  });
  return sql`${sql.join(parts, sql` || `)} || ${dialect.end}`;
}

function orNone(dialect: Dialect, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce(${value}, ${dialect.none})`;
}

function typeWord(dialect: Dialect, words: ExportWords): RawBuilder<unknown> {
  const cases = eventTypes.map(
    (type) => sql`when ${type} then ${dialect.known(words.type(eventTypeKey(Number(type)), Number(type)))}`,
  );
  const other = words.type('other', 0).replace(/0/, '%number%');
  const [before = '', after = ''] = other.split('%number%');
  return sql`case event.type ${sql.join(cases, sql` `)}
    else ${dialect.text(sql`${before} || event.type::text || ${after}`)} end`;
}

// `offset 0` keeps each of these a separate query, whose results are cached.

function whoFields(dialect: Dialect): RawBuilder<unknown> {
  return sql`select ${dialect.text(sql`event_who.account`)} as account, ${dialect.text(sql`event_who.code_name`)} as code
    from event_who where event_who.workspace_id = event.workspace_id and event_who.id = event.who_id offset 0`;
}

type Readings = ReadonlyMap<string, string>;

function readingOf(dialect: Dialect, readings: Readings = new Map()): RawBuilder<unknown> {
  if (readings.size === 0) return sql`${dialect.none}::text`;
  const cases = [...readings].map(([gid, text]) => sql`when ${gid} then ${dialect.known(text)}`);
  return sql`case event.gid ${sql.join(cases, sql` `)} else ${dialect.none} end`;
}

function nameOfDoor(table: 'door' | 'door_detail', column: string): RawBuilder<unknown> {
  const of = (name: string) => sql.ref(`${table}.${name}`);
  return sql`select ${of(column)} as name from ${sql.table(table)}
    where ${of('workspace_id')} = event.workspace_id and ${of('gid')} = event.gid offset 0`;
}

function placeFields(dialect: Dialect, readings: Readings | undefined): RawBuilder<unknown> {
  return sql`select
      ${dialect.text(sql`event.building_name`)} as building,
      ${dialect.text(sql`coalesce(nullif(named.name, ''), nullif(usual.name, ''), event.gid)`)} as door,
      ${dialect.text(sql`event.gid`)} as gid,
      ${orNone(dialect, dialect.text(sql`event.unit_label`))} as room,
      ${orNone(dialect, dialect.text(sql`case when event.zone !~ '^[+-]' then event.zone end`))} as zone,
      ${readingOf(dialect, readings)} as reading
    offset 0`;
}

import { z } from 'zod';
import { DeskError } from '@/lib/errors';
import { fieldErrors, wrongNames } from '@/lib/text/field-errors';
import { nameFromAddress } from './name-in-address';
import { pageRows } from './page-rows';
import { readSearchParams, type SearchRecord } from './search-params';

export const mostRows = 500;

// PostgreSQL refuses NUL in text, and no name that a person searches for holds a control character.
const printable = (text: string) => !/\p{Cc}/u.test(text);
/** A parameter that is given several times, with different values, is none that a filter takes: it stays a list. */
const single = (value: unknown) => (Array.isArray(value) && new Set(value).size === 1 ? value[0] : value);
const list = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined && one !== '');
export const blankIsAbsent = (value: unknown) => (single(value) === '' ? undefined : single(value));

export const textFilter = (most = 200) =>
  z.preprocess((value) => single(value) ?? '', z.string().trim().max(most).refine(printable));

export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(blankIsAbsent, z.enum(values).optional());

export const anyOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(list, z.array(z.enum(values)).max(values.length));

export const anyText = (most = 200) =>
  z.preprocess(list, z.array(z.string().min(1).max(200).refine(printable)).max(most));

/** The vendor's names may be empty: `?building=` names none, `?building=~` the empty one. */
export const anyName = (most = 200) =>
  z.preprocess(
    list,
    z.array(z.string().min(1).max(1_000).refine(printable).transform(nameFromAddress)).max(most),
  );

export const dayFilter = () =>
  z.preprocess(
    blankIsAbsent,
    z.iso
      .date('badDate')
      // Neither the calendar nor PostgreSQL has a year 0.
      .refine((day) => !day.startsWith('0000'), 'badDate')
      .optional(),
  );

export const switchFilter = () =>
  z.preprocess((value) => single(value) ?? '', z.enum(['', '0', '1'])).transform((value) => value === '1');

const whole = (fallback: number, most: number) =>
  z.preprocess(
    (value) => (single(value) === undefined || single(value) === '' ? fallback : single(value)),
    z
      .union([
        z.number(),
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      ])
      .pipe(z.int().min(0).max(most)),
  );

/**
 * Parses a table's address for page, data handler and export, so that a filter means the same to all. The first
 * sort is the default. Strict: an export that drops an unknown filter reveals too much. Pages use
 * `parseTableQuery`, which falls back.
 */
export function tableQuery<const S extends readonly [string, ...string[]], F extends z.ZodRawShape>(shape: {
  sorts: S;
  filters: F;
  defaultDir?: 'asc' | 'desc';
}) {
  const base = {
    q: textFilter(),
    sort: z.preprocess((value) => blankIsAbsent(value) ?? shape.sorts[0], z.enum(shape.sorts)),
    dir: z.preprocess((value) => blankIsAbsent(value) ?? shape.defaultDir ?? 'asc', z.enum(['asc', 'desc'])),
    offset: whole(0, 100_000_000),
    limit: whole(pageRows, mostRows),
  };
  return z.object({ ...shape.filters, ...base });
}

/** Which ticked rows match the filter. The ids go in a body: an address cannot hold thousands, and must not filter invisibly. */
export function tickedQuery<T extends z.ZodRawShape>(schema: z.ZodObject<T>) {
  return schema.extend({ ids: z.array(z.string().min(1).max(300)).min(1).max(mostRows) });
}

export type Ticked = { ids?: readonly string[] | undefined };

/** The table's filters and a format (`json` means JSON lines). `exact=1` makes CSV for programs, with texts unchanged. */
export function exportQuery<T extends z.ZodRawShape>(schema: z.ZodObject<T>) {
  return schema.extend(exportShape);
}

const exportShape = {
  format: z.preprocess((value) => blankIsAbsent(value) ?? 'csv', z.enum(['csv', 'xlsx', 'json'])),
  exact: switchFilter(),
};
const exportParts = z.object(exportShape);
export type ExportQuery = z.output<typeof exportParts>;

export type TableState = { q: string; sort: string; dir: 'asc' | 'desc' } & Record<string, unknown>;

/** What a table needs to know of its page's address. Plain JSON. */
export type ListState = {
  state: TableState;
  /** Default order, which is left out of the address. */
  defaults: Pick<TableState, 'sort' | 'dir'>;
  /** Unknown order or range of the address, named above the table. It does not change which rows match. */
  ignored: string[];
  /** Parameters of the page, or of other programs, that are not of the list. Nothing that the list asks for has them. */
  foreign: string[];
  /** False: this person may not have it as a file. */
  exported?: boolean;
};

/** `unread`: names of filters that are not understood. There is then no query, so that no page can show other rows. */
export type ListAddress<S extends z.ZodObject> =
  | { unread: null; query: z.output<S>; table: ListState }
  | { unread: string[]; query: null; table: null };

/** The address of a list, for its query and for its table. */
export function parseListAddress<S extends z.ZodObject & z.ZodType<TableState>>(
  schema: S,
  params: SearchRecord,
): ListAddress<S> {
  const { query, ignored, unread } = parseTableQuery(schema, params);
  if (unread.length > 0) return { unread, query: null, table: null };
  const { sort, dir } = parseTableQuery(schema, {}).query;
  const foreign = Object.keys(params).filter((name) => !(name in schema.shape));
  return { unread: null, query, table: { state: query, defaults: { sort, dir }, ignored, foreign } };
}

/** Parameters that do not change which rows match. All others of a schema are filters. */
const notNarrowing = new Set(['sort', 'dir', 'offset', 'limit']);

/**
 * Unreadable values get their default. Those of order and range are named in `ignored`: an old bookmark opens. Those of
 * filters are named in `unread`: `query` then matches more than the address asks for, and must not be used as if it did
 * not (docs/decisions/118).
 */
export function parseTableQuery<S extends z.ZodObject>(
  schema: S,
  params: SearchRecord | URLSearchParams,
): { query: z.output<S>; ignored: string[]; unread: string[] } {
  const record = params instanceof URLSearchParams ? readSearchParams(params) : { ...params };
  const first = schema.safeParse(record);
  if (first.success) return { query: first.data, ignored: [], unread: [] };
  const wrong = wrongNames(first.error);
  return {
    query: schema.parse(Object.fromEntries(Object.entries(record).filter(([key]) => !wrong.includes(key)))),
    ignored: wrong.filter((key) => notNarrowing.has(key)),
    unread: wrong.filter((key) => !notNarrowing.has(key)),
  };
}

/**
 * The query of "all that match". A filter that is not understood must never widen what is changed, so that unknown names
 * are refused too. Our own tables leave out those of the page's address (`ListState.foreign`).
 */
export function parseSelectedQuery<S extends z.ZodObject>(schema: S, query: SearchRecord): z.output<S> {
  const unknown = Object.keys(query).filter((name) => !(name in schema.shape));
  if (unknown.length > 0)
    throw new DeskError('invalid-input', Object.fromEntries(unknown.map((name) => [name, 'invalid'])));
  const parsed = schema.safeParse(query);
  if (!parsed.success) throw new DeskError('invalid-input', fieldErrors(parsed.error));
  return parsed.data;
}

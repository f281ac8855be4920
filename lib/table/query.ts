import { z } from 'zod';
import { nameFromAddress } from './name-in-address';
import { pageRows } from './page-rows';
import { readSearchParams, type SearchRecord } from './search-params';

export const mostRows = 500;

// PostgreSQL refuses NUL in text, and no name that a person looks for holds a control character.
const printable = (text: string) => !/\p{Cc}/u.test(text);
const last = (value: unknown) => (Array.isArray(value) ? value.at(-1) : value);
const list = (value: unknown) =>
  (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined && one !== '');
const blankIsAbsent = (value: unknown) => (last(value) === '' ? undefined : last(value));

/** Free text, trimmed; empty when absent. */
export const textFilter = (most = 200) =>
  z.preprocess((value) => last(value) ?? '', z.string().trim().max(most).refine(printable));

/** One of the given values, or absent. */
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(blankIsAbsent, z.enum(values).optional());

/** Any of the given values: the key repeated (`?state=live&state=used`); empty list when absent. */
export const anyOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.preprocess(list, z.array(z.enum(values)).max(values.length));

/** Any of values that are not known beforehand (building names, doors), the key repeated. */
export const anyText = (most = 200) =>
  z.preprocess(list, z.array(z.string().min(1).max(200).refine(printable)).max(most));

/** Any of the vendor's names, which may be empty: `?building=` names none, `?building=~` the empty one. */
export const anyName = (most = 200) =>
  z.preprocess(
    list,
    z.array(z.string().min(1).max(1_000).refine(printable).transform(nameFromAddress)).max(most),
  );

/** A day, `YYYY-MM-DD`, or absent. */
export const dayFilter = () =>
  z.preprocess(
    blankIsAbsent,
    z.iso
      .date('badDate')
      // The calendar has no year 0, and neither has the database.
      .refine((day) => !day.startsWith('0000'), 'badDate')
      .optional(),
  );

/** On (`1`) or off. */
export const switchFilter = () =>
  z.preprocess((value) => last(value) ?? '', z.enum(['', '0', '1'])).transform((value) => value === '1');

const whole = (fallback: number, most: number) =>
  z.preprocess(
    (value) => (last(value) === undefined || last(value) === '' ? fallback : last(value)),
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
 * The parser of a table's address: text, order, range and the table's own filters. Page, data handler and export are
 * all given this one schema, so they can never disagree about what a filter means.
 *
 * `sorts[0]` is the order when the address names none. Strict: a handler answers 400 to a value it does not
 * understand, because an export that quietly drops a filter hands out more than was asked for. Pages use
 * `parseTableQuery`, which falls back instead.
 *
 * @example
 * export const roomsQuery = tableQuery({
 *   sorts: ['label', 'building', 'codes'],
 *   filters: { building: anyText(), state: oneOf(['no-master', 'unread']) },
 * });
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

/**
 * The schema of a question about ticked rows: which of them does the table's filter match? It goes in a body: thousands of
 * ids fit no address, and no address narrows a list in a way that the page does not show.
 */
export function tickedQuery<T extends z.ZodRawShape>(schema: z.ZodObject<T>) {
  return schema.extend({ ids: z.array(z.string().min(1).max(300)).min(1).max(mostRows) });
}

/** Narrows a list to rows by their ids; absent: not at all. */
export type Ticked = { ids?: readonly string[] | undefined };

/**
 * The schema of an export: the table's own filters and a format (`json` means JSON lines). `exact=1` makes CSV for programs:
 * texts stand there as they are, and a spreadsheet may change or calculate them.
 */
export function exportQuery<T extends z.ZodRawShape>(schema: z.ZodObject<T>) {
  return schema.extend({
    format: z.preprocess((value) => blankIsAbsent(value) ?? 'csv', z.enum(['csv', 'xlsx', 'json'])),
    exact: switchFilter(),
  });
}

/**
 * Reads a page's address. What cannot be understood falls back to its default and is named in `ignored`, so that the
 * page can say so: a bookmark that has gone stale still opens, and nobody mistakes an unfiltered list for a filtered one.
 */
export function parseTableQuery<T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  params: SearchRecord | URLSearchParams,
): { query: z.output<z.ZodObject<T>>; ignored: string[] } {
  const record = params instanceof URLSearchParams ? readSearchParams(params) : { ...params };
  const first = schema.safeParse(record);
  if (first.success) return { query: first.data, ignored: [] };
  const ignored = [...new Set(first.error.issues.map((issue) => String(issue.path[0])))];
  return {
    query: schema.parse(Object.fromEntries(Object.entries(record).filter(([key]) => !ignored.includes(key)))),
    ignored,
  };
}

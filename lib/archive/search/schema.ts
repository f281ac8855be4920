import { z } from 'zod';
import { anyName, anyOf, anyText, exportQuery, tableQuery } from '@/lib/table/query';

/** Event types that the vendor's document names; anything else is "other (n)". */
export const eventTypes = ['0', '1', '2', '3', '4', '5'] as const;
export const otherTypes = 'other';

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index)) as [string, ...string[]];

const last = (value: unknown) => (Array.isArray(value) ? value.at(-1) : value);
const blankIsAbsent = (value: unknown) => (last(value) === '' ? undefined : last(value));

/** A day or a minute of a wall clock: `2026-11-24` or `2026-11-24T09:30`. Which clock, the key `zone` says. */
const moment = z.preprocess(
  blankIsAbsent,
  z
    .union([
      z.iso.date(),
      z.iso.datetime({ local: true, precision: -1 }),
      z.iso.datetime({ local: true, precision: 0 }),
    ])
    // The calendar has no year 0, and neither has the database.
    .refine((text) => !text.startsWith('0000'))
    .optional(),
);

// Where events can lie: the vendor's years have four digits, by a clock that may be a day from UTC.
const [earliest, latest] = [Date.UTC(999, 11, 30), Date.UTC(10_000, 0, 3)];
export const isPlace = (text: string) =>
  Number(text.split('.')[0]) >= earliest && Number(text.split('.')[0]) <= latest;

const cursor = z.preprocess(
  blankIsAbsent,
  z
    .string()
    .regex(/^-?\d{1,16}\.\d{1,18}$/)
    .refine(isPlace)
    .optional(),
);

/** The parser of `/events`: page, data handler and export read one address alike. */
export const eventsQuery = tableQuery({
  sorts: ['time'],
  defaultDir: 'desc',
  filters: {
    building: anyName(),
    /** gid */
    door: anyText(),
    /** A room's key, as `Scope.channels` has it. */
    room: anyText(),
    type: anyOf([...eventTypes, otherTypes]),
    /** Hour of the day, 0 to 23, by the clock that `zone` says. */
    hour: anyOf(numbers(0, 23)),
    /** 1 Monday to 7 Sunday. */
    weekday: anyOf(numbers(1, 7)),
    from: moment,
    /** Included: `2026-11-24` means to the end of that day. */
    to: moment,
    /** The clock of `hour`, `weekday`, `from` and `to`: each building's own, or one IANA zone for all. */
    zone: z.preprocess(
      (value) => blankIsAbsent(value) ?? 'building',
      z
        .string()
        .max(60)
        .refine((zone) => zone === 'building' || isZone(zone)),
    ),
    /** Where the list begins, by the clock of `zone`: it is moved there, not narrowed. */
    at: moment,
    /** Only what stands further down the list than this place: older, or with `dir=asc` newer … */
    after: cursor,
    /** … or only what stands further up. */
    before: cursor,
  },
});
export type EventsQuery = z.output<typeof eventsQuery>;

/** Whether an address names a time, which means nothing without a clock. */
export function isTimed(params: Partial<Record<string, unknown>>): boolean {
  return ['from', 'to', 'at', 'hour', 'weekday'].some((key) => params[key] !== undefined);
}

export const eventsExportQuery = exportQuery(eventsQuery);

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

import { z } from 'zod';
import { anyName, anyOf, anyText, blankIsAbsent, exportQuery, tableQuery } from '@/lib/table/query';

export const eventTypes = ['0', '1', '2', '3', '4', '5'] as const;
export const otherTypes = 'other';

const numbers = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String(first + index)) as [string, ...string[]];

/** A day, minute or second of a wall clock, such as `2026-11-24T09:30`. The key `zone` says which clock. */
const moment = z.preprocess(
  blankIsAbsent,
  z
    .union([
      z.iso.date(),
      z.iso.datetime({ local: true, precision: -1 }),
      z.iso.datetime({ local: true, precision: 0 }),
    ])
    // A wall clock's time has no offset, which the formats above accept.
    .refine((text) => !text.startsWith('0000') && !text.endsWith('Z'))
    .optional(),
);

// The range of possible events: the vendor's years have four digits, and a clock may be a day from UTC.
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

export const eventsQuery = tableQuery({
  sorts: ['time'],
  defaultDir: 'desc',
  filters: {
    building: anyName(),
    door: anyText(),
    room: anyText(),
    type: anyOf([...eventTypes, otherTypes]),
    hour: anyOf(numbers(0, 23)),
    weekday: anyOf(numbers(1, 7)),
    from: moment,
    /** Inclusive: `2026-11-24` means to the end of that day. */
    to: moment,
    /** The clock of `hour`, `weekday`, `from` and `to`: `building` is each building's own, else one IANA zone. */
    zone: z.preprocess(
      (value) => blankIsAbsent(value) ?? 'building',
      z
        .string()
        .max(60)
        .refine((zone) => zone === 'building' || isZone(zone)),
    ),
    /** Where the list begins, by the clock of `zone`. It does not narrow the list. */
    at: moment,
    /** Only events further down than this cursor: older, or newer with `dir=asc`. */
    after: cursor,
    /** Only events further up than this cursor. */
    before: cursor,
  },
});
export type EventsQuery = z.output<typeof eventsQuery>;

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

import { z } from 'zod';
import { readFilterAddress } from '@/lib/archive/search/filter-address';
import { coverages, exportFormats, exportStates } from '@/lib/db/tables/exports';
import { isZoneName } from '@/lib/devices/time-zone';
import { locales } from '@/lib/i18n/preferences/names';
import { anyOf, tableQuery } from '@/lib/table/query';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function isFileId(text: string): boolean {
  return uuid.test(text);
}

const id = z.string().regex(uuid);
const whole = (least: number, most: number) =>
  z.coerce.number('badNumber').int('badNumber').min(least, 'badNumber').max(most, 'badNumber');

export const scheduleInput = z.object({
  id: z.union([id, z.literal('')]),
  name: z
    .string()
    .trim()
    .min(1, 'required')
    .max(80, 'tooLong')
    .refine((name) => !/\p{Cc}/u.test(name), 'invalid'),
  /** A saved view, whose filter is read when a file is due. Empty: `query` is the filter. */
  view: z.union([id, z.literal('')]).default(''),
  /** The filter as in the address of the events page. */
  query: z
    .string()
    .max(4_000, 'tooLong')
    .refine((text) => {
      try {
        readFilterAddress(text);
        return true;
      } catch {
        return false;
      }
    }, 'invalid'),
  covers: z.enum(coverages, 'badChoice').default('all'),
  format: z.enum(['csv', 'xlsx', 'json'], 'badChoice'),
  locale: z.enum(locales),
  every: z.enum(['day', 'week', 'month'], 'badChoice'),
  weekday: whole(1, 7),
  monthDay: whole(1, 31),
  hour: whole(0, 23),
  zone: z.string().max(60).refine(isZoneName, 'badChoice'),
  keepFiles: whole(1, 100),
});
export type ScheduleInput = z.output<typeof scheduleInput>;

export const scheduleId = z.object({ id });
export const pauseInput = z.object({ id, paused: z.boolean() });

export const filesQuery = tableQuery({
  sorts: ['at', 'count', 'size'],
  defaultDir: 'desc',
  filters: { state: anyOf(exportStates), format: anyOf(exportFormats) },
});
export type FilesQuery = z.output<typeof filesQuery>;

import { z } from 'zod';
import { isZoneName } from '@/lib/devices/time-zone';
import { anyOf, tableQuery } from '@/lib/table/query';

export const buildingsQuery = tableQuery({
  sorts: ['name', 'doors', 'rooms', 'vacant', 'codes', 'heard'],
  filters: { zone: anyOf(['chosen', 'vendor', 'assumed']) },
});
export type BuildingsQuery = z.output<typeof buildingsQuery>;

/** A control character would break a table row or a label. It is refused, not cut out. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .max(most, 'tooLong')
    .refine((text) => !/\p{Cc}/u.test(text), 'invalid');

const lines = (most: number) =>
  z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .max(most, 'tooLong')
        .refine((text) => !/[^\P{Cc}\n\t]/u.test(text), 'invalid'),
    );

const building = z.string().max(1_000);

const buildingTexts = { address: lines(500), notes: lines(4_000) };
const doorTexts = { name: line(80), place: line(200), note: lines(2_000) };

/** `was`: what the form began with. If something else is stored by now, another tab has changed it. */
export const buildingDetailsInput = z.object({ building, ...buildingTexts, was: z.object(buildingTexts) });

export const buildingZoneInput = z.object({
  building,
  /** Empty: the doors' own clock. */
  zone: z.string().refine((zone) => zone === '' || isZoneName(zone), 'buildings.errors.noSuchZone'),
});

export const doorDetailsInput = z.object({
  gid: z.string().min(1).max(200),
  ...doorTexts,
  was: z.object(doorTexts),
});

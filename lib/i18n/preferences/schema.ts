import { z } from 'zod';
import type { ColumnPreference } from '@/lib/db/tables/views';
import {
  densities,
  patternDisplays,
  stepDisplays,
  themes,
  timeDisplays,
  timelineDisplays,
  visitDisplays,
  zoneDisplays,
} from './names';

export const columnPreferenceSchema = z.object({
  hidden: z.array(z.string().max(40)).max(40),
  order: z.array(z.string().max(40)).max(40),
}) satisfies z.ZodType<ColumnPreference>;

const known = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values).catch(values[0] as T[number]);

/** Not personal and no access right, so it lives in cookies. */
export const preferencesSchema = z.object({
  theme: known(themes),
  density: known(densities),
  times: known(timeDisplays),
  zones: known(zoneDisplays),
  /** The browser's IANA zone, as sent on the first visit. */
  ownZone: z.string().refine(isZone).catch('UTC'),
  /** `1`: a visit is one row. Otherwise every event is a row. */
  visits: known(visitDisplays),
  /** Charts of the events. */
  patterns: known(patternDisplays),
  /** The bars above the events. */
  timeline: known(timelineDisplays),
  /** `0`: the first steps on the overview are hidden. */
  steps: known(stepDisplays),
  tables: z.record(z.string().max(40), columnPreferenceSchema).catch({}),
});
export type Preferences = z.output<typeof preferencesSchema>;

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

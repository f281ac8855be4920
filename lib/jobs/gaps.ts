import type { ReadingState } from '@/lib/db/tables/readings';
import type { ErrorCode } from '@/lib/errors';
import type { Place } from './places';

/**
 * Rooms whose facts are not fully known. Read them before the facts themselves: what is read meanwhile then makes a page
 * look again. The other way round it would believe a list whole that lacks what came in between, and never look again.
 */
export type Gaps = {
  rooms: number;
  unread: number;
  failed: number;
  refused: number;
  /** Why reading failed, where it did. */
  code: ErrorCode | null;
  /** The oldest reading there is; null when nothing was ever read. */
  readAt: string | null;
};

/** The error that stands in place of a list of which nothing is known because reading it failed. */
export function nothingKnown(gaps: Gaps): ErrorCode | null {
  return gaps.readAt === null && gaps.failed + gaps.refused > 0 ? gaps.code : null;
}

export type Reading = { state: ReadingState; error_code: string | null; read_at: Date | null };

/** How well the facts of these places are known, counted by flat. */
export function gapsOf(places: readonly Place[], readingOf: (place: Place) => Reading | undefined): Gaps {
  const gaps: Gaps = { rooms: 0, unread: 0, failed: 0, refused: 0, code: null, readAt: null };
  for (const flat of Map.groupBy(places, (place) => place.roomKey).values()) {
    const readings = flat.map(readingOf);
    const troubled = readings.find((reading) => reading && reading.state !== 'ok');
    gaps.rooms++;
    if (readings.some((reading) => reading === undefined)) gaps.unread++;
    else if (troubled?.state === 'failed') gaps.failed++;
    else if (troubled?.state === 'refused') gaps.refused++;
    gaps.code ??= (troubled?.error_code as ErrorCode | null | undefined) ?? null;
    for (const reading of readings) {
      const at = reading?.read_at?.toISOString();
      if (at && (gaps.readAt === null || at < gaps.readAt)) gaps.readAt = at;
    }
  }
  return gaps;
}

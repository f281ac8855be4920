import type { ReadingState } from '@/lib/db/tables/readings';
import type { ErrorCode } from '@/lib/errors';
import type { Place } from '@/lib/places/data';
import { isOld, timeOf } from './age';

/** Read gaps before the facts. Otherwise a fact read in between would be missing from a list that counts as complete. */
export type Gaps = {
  rooms: number;
  unread: number;
  failed: number;
  refused: number;
  old: number;
  code: ErrorCode | null;
  readAt: string | null;
};

/** A list or count may miss something, or hold something that is over. */
export function isIncomplete({ unread, failed, old }: Pick<Gaps, 'unread' | 'failed' | 'old'>): boolean {
  return unread + failed + old > 0;
}

/** Whether to show a count: every room was read lately, and the cloud shows some of them to this account. */
export function isCountable(gaps: Gaps): boolean {
  return !isIncomplete(gaps) && gaps.rooms > gaps.refused;
}

/** The error to show in place of a list of which nothing is known. */
export function nothingKnown(gaps: Gaps): ErrorCode | null {
  return gaps.readAt === null && gaps.failed + gaps.refused > 0 ? gaps.code : null;
}

export type Reading = { state: ReadingState; error_code: ErrorCode | null; read_at: Date | null };

export function gapsOf(places: readonly Place[], readingOf: (place: Place) => Reading | undefined): Gaps {
  return gapsOfFlats(
    [...Map.groupBy(places, (place) => place.roomKey).values()].map((flat) =>
      flat.map((place) => {
        const reading = readingOf(place);
        return {
          state: reading?.state ?? ('unread' as const),
          code: reading?.error_code ?? null,
          readAt: reading?.read_at ?? null,
        };
      }),
    ),
  );
}

export type Known = { state: ReadingState | 'unread'; code: ErrorCode | null; readAt: string | null };

/** The cloud did not answer: a reason that all lists of a page share. A refusal is about one list. */
export function isOutage({ state, code }: Pick<Known, 'state' | 'code'>): boolean {
  return state === 'failed' && !code?.startsWith('refused-');
}

type KnownAt = Omit<Known, 'readAt'> & { readAt: string | Date | null };

export function gapsOfFlats(flats: readonly (readonly KnownAt[])[]): Gaps {
  const gaps: Gaps = { rooms: 0, unread: 0, failed: 0, refused: 0, old: 0, code: null, readAt: null };
  const now = Date.now();
  let oldest = Number.POSITIVE_INFINITY;
  for (const flat of flats) {
    const { state, code } = worstOf(flat, now);
    gaps.rooms++;
    if (state === 'old') gaps.old++;
    else if (state !== 'ok') gaps[state]++;
    gaps.code ??= code;
    for (const { readAt } of flat) if (readAt !== null) oldest = Math.min(oldest, timeOf(readAt));
  }
  if (Number.isFinite(oldest)) gaps.readAt = new Date(oldest).toISOString();
  return gaps;
}

export function sumGaps(lots: readonly Gaps[]): Gaps {
  const sum = (key: 'rooms' | 'unread' | 'failed' | 'refused' | 'old') =>
    lots.reduce((whole, gaps) => whole + gaps[key], 0);
  return {
    rooms: sum('rooms'),
    unread: sum('unread'),
    failed: sum('failed'),
    refused: sum('refused'),
    old: sum('old'),
    code: lots.find(({ code }) => code !== null)?.code ?? null,
    readAt: lots.flatMap(({ readAt }) => readAt ?? []).sort()[0] ?? null,
  };
}

// The least certain first.
const order = ['unread', 'failed', 'old', 'refused', 'ok'] as const;

function worstOf(
  flat: readonly KnownAt[],
  now: number,
): { state: (typeof order)[number]; code: ErrorCode | null } {
  const states = new Set(
    flat.map(({ state, readAt }) => (state === 'ok' && isOld(readAt, now) ? ('old' as const) : state)),
  );
  return {
    state: order.find((state) => states.has(state)) ?? 'ok',
    code: flat.find(({ code }) => code !== null)?.code ?? null,
  };
}

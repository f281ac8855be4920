import type { Anchor } from './find-anchor';

/** A page that was asked for: its numbers, both included, and by how much these were known to have moved then. */
export type PendingPage<E> = { start: number; end: number; shift: number; answer: Promise<E[]> };

/** Pages asked for before their turn, in the order of their turns. */
export type Prefetched<E> = PendingPage<E>[];

/** A run of a list, oldest event first, in which nothing is missing. */
export type Run<E> = {
  events: E[];
  /** Records from the list's newest down to the run's oldest, both included. */
  depth: number;
  /** The depth at which reading will stop, where that is known: nothing is asked ahead of it. */
  until?: number;
  /** By how much the numbers had moved since then when the run's oldest event was last met. */
  shift: number;
  /** Nothing older is given by the cloud. */
  reachesFirst: boolean;
  /** Shows how far the numbers have moved. */
  anchor: Anchor | null;
  /** The page that the run ends with was shorter than others, as the last page of a list is. */
  isShort?: boolean;
  /** Pages asked for before their turn. */
  prefetched?: Prefetched<E> | undefined;
};

/**
 * The newest part of a stretch that is stored, oldest event first. `entire`: it is all of the stretch; `whole`: which
 * begins with the list's first record, too.
 */
export type StretchTop<E> = { events: readonly E[]; entire: boolean; whole: boolean };

/** Records that a page shares with what is held, where pages are long enough: they prove that nothing lies between. */
const overlapWanted = 12;

/** Of short pages, a long overlap would leave next to nothing; of the shortest, any. */
export function overlapOf(pageSize: number): number {
  if (pageSize <= 3) return 0;
  return Math.min(overlapWanted, Math.max(2, Math.ceil(pageSize / 4)));
}

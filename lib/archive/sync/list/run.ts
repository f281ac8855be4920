import type { Anchor } from './find-anchor';

/** `shift`: how far the numbers had moved when it was asked for. Numbers are inclusive. */
export type PendingPage<E> = { start: number; end: number; shift: number; answer: Promise<E[]> };

export type Prefetched<E> = PendingPage<E>[];

/** Part of a list without gaps, oldest event first. */
export type Run<E> = {
  events: E[];
  /** Records from the list's newest to the run's oldest, inclusive. */
  depth: number;
  until?: number;
  shift: number;
  reachesFirst: boolean;
  anchor: Anchor | null;
  /** Its oldest page was shorter than others, as a list's last page is. */
  isShort?: boolean;
  prefetched?: Prefetched<E> | undefined;
};

/** The newest part of a stretch. `entire`: it is all of it; `whole`: that begins with the list's first record. */
export type StretchTop<E> = { events: readonly E[]; entire: boolean; whole: boolean };

const overlapWanted = 12;

export function overlapOf(pageSize: number): number {
  if (pageSize <= 3) return 0;
  return Math.min(overlapWanted, Math.max(2, Math.ceil(pageSize / 4)));
}

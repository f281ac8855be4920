import type { Entry } from './align-lists';
import { type OlderPart, readBelow, readNewEnd } from './catch-up';
import { ListError, type ListFault, type Pager } from './pager';
import type { Run, StretchTop } from './run';

/** A run of one list that is stored, in which nothing is missing. `whole`: it begins with the list's first record. */
export type Stretch = { id: number; size: number; whole: boolean };
export type StoredStretch<E> = { stretch: Stretch; events: E[] };

/** Where the events of one list are kept. Each change is one transaction: a crash leaves the one before it. */
export type StretchStore<E extends Entry> = {
  /** The stretch with the newest events, and so many of these. Events are always oldest first. */
  newest(count: number): Promise<StoredStretch<E> | null>;
  oldest(stretch: Stretch, count: number): Promise<E[]>;
  /** The stretch next below, and its newest events. */
  below(stretch: Stretch, count: number): Promise<StoredStretch<E> | null>;
  /** A stretch above all others; `top` is the one that was the newest when this was read. */
  addStretch(events: readonly E[], ends: { top: Stretch | null; whole: boolean }): Promise<Stretch>;
  addNewer(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
  /** With `met`, the two stretches become one; it is whole when either was, or when `whole` says so. */
  addOlder(
    stretch: Stretch,
    events: readonly E[],
    ends: { met: Stretch | null; whole: boolean },
  ): Promise<Stretch>;
  /** Gives the top of the stretch the order of the list now: unknown events are added, none is removed. */
  reorder(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
};

/** Records that are read before they are stored, what a crash costs at most: a few pages, that progress may show. */
const portion = { least: 100, most: 1_000, pages: 10 };

function portionOf(pageSize: number): number {
  return Math.min(portion.most, Math.max(portion.least, pageSize * portion.pages));
}

/** How a reading went; what was read before a failure is stored. `more`: the list goes on below what is stored. */
export type SyncResult = { added: number; failure: unknown; more: boolean };

export type Depth<E extends Entry> = {
  /** Down until so many records are stored or the first one is. */
  keep: number;
  /** No more than so many records deeper this time. */
  most?: number;
  /** The list was read before. */
  wasRead?: boolean;
  /** Told of the newest end of the list, as soon as it is read and before anything is stored. */
  newest?: ((run: Run<E>) => void) | undefined;
  /** Told of the newest event that has come on top of what was known, as soon as that is proven. */
  arrived?: ((newest: E) => void) | undefined;
};

/**
 * Brings what is kept of one list up to its newest event, then down until `keep` records or its first one. Whatever
 * stops it, what is stored is exact, and the next run goes on from there.
 */
export async function syncList<E extends Entry>(
  list: Pager<E>,
  store: StretchStore<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  try {
    let result = await bringUp(list, fromOne(list, store), depth);
    // All is read from number one on; whether there is one more event at zero, another one to come will tell.
    if (result.failure === null && list.isUnnumbered())
      result = { ...result, failure: new ListError('unnumbered') };
    doubtAfter(result.failure, list);
    return result;
  } catch (error) {
    doubtAfter(error, list);
    throw error;
  }
}

/** While it is not known whether there is an event at zero, a list that runs up from there is never all read. */
function fromOne<E extends Entry>(
  { paging, isUnnumbered }: Pager<E>,
  store: StretchStore<E>,
): StretchStore<E> {
  const all = (whole: boolean) => whole && !(isUnnumbered() && paging.order === 'oldest-first');
  return {
    ...store,
    addStretch: (events, ends) => store.addStretch(events, { ...ends, whole: all(ends.whole) }),
    addOlder: async (stretch, events, ends) => {
      const whole = all(ends.whole);
      const nothing = events.length === 0 && ends.met === null && (!whole || stretch.whole);
      return nothing ? stretch : store.addOlder(stretch, events, { ...ends, whole });
    },
  };
}

const outright: ListFault[] = ['repeats', 'unaligned'];

/** What was found out about the list may be what is wrong: the next run asks again. */
function doubtAfter<E extends Entry>(failure: unknown, { forgetPaging, paging }: Pager<E>): void {
  if (!(failure instanceof ListError)) return;
  // Read upside down, a list that stands still cannot be followed either; which way pages run is asked in few calls.
  if (failure.reason === 'moved') paging.ascending = null;
  if (outright.includes(failure.reason)) forgetPaging();
}

async function bringUp<E extends Entry>(
  list: Pager<E>,
  store: StretchStore<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  const top = await store.newest(Math.min(compared, glanced + list.paging.pageSize));
  const all = top === null ? null : async () => held(await store.newest(compared));
  const { wasRead = false } = depth;
  const { end, failure } = await readNewEnd(list, held(top), { most: compared, all, wasRead });
  if (end === null) return { added: 0, failure, more: top !== null && !top.stretch.whole };
  const { run } = end;
  depth.newest?.(run);
  const { events, anchor, reachesFirst } = run;
  let added = 0;
  let stretch: Stretch | null = top?.stretch ?? null;
  if (end.kind === 'joined' && stretch) {
    added = end.newer.length;
    const newest = end.newer.at(-1);
    if (newest) depth.arrived?.(newest);
    if (added > 0) stretch = await store.addNewer(stretch, end.newer);
    if (end.beneath.length > 0 || (reachesFirst && !stretch.whole)) {
      const below = await store.below(stretch, compared);
      const part = await readBelow(list, run, held(below), { count: 0, ahead: end.beneath.length });
      const under = await addPart(store, stretch, part, below);
      added += under.added;
      stretch = under.stretch;
      if (part.failure !== null) return { added, failure: part.failure, more: !stretch.whole };
    }
  } else if (end.kind === 'reordered' && stretch) {
    const before = stretch.size;
    stretch = await store.reorder(stretch, events);
    added = stretch.size - before;
  } else if (events.length > 0) {
    stretch = await store.addStretch(events, { top: stretch, whole: reachesFirst });
    added = events.length;
  }
  if (failure !== null || stretch === null)
    return { added, failure, more: stretch !== null && !stretch.whole };
  const isShort = end.kind === 'apart' && run.isShort === true;
  const down = await deepen(list, store, { stretch, anchor, shift: run.shift, isShort, ...depth });
  return { ...down, added: added + down.added };
}

/** How many events of either end of a stretch a reading is compared with at most. */
export const compared = 2_000;
/** Beyond a page's length: so much of what is stored is enough to meet what has just been read, almost always. */
const glanced = 100;

type Start<E extends Entry> = Depth<E> &
  Pick<Run<E>, 'anchor' | 'shift'> & { stretch: Stretch; isShort: boolean };

async function deepen<E extends Entry>(
  list: Pager<E>,
  store: StretchStore<E>,
  { stretch: from, anchor, keep, most = Number.POSITIVE_INFINITY, shift: moved, isShort }: Start<E>,
): Promise<SyncResult> {
  let stretch = from;
  let added = 0;
  let shift = moved;
  let last: Run<E> | null = null;
  let known: readonly E[] | null = null;
  while (!stretch.whole && stretch.size < keep && added < most) {
    const below = await store.below(stretch, compared);
    const run: Run<E> = {
      events: known?.slice(0, compared) ?? (await store.oldest(stretch, compared)),
      depth: stretch.size,
      until: stretch.size + Math.min(keep - stretch.size, most - added),
      shift,
      reachesFirst: false,
      anchor,
      isShort: last === null ? isShort : known !== null && last.isShort === true,
      prefetched: last?.prefetched,
    };
    last = run;
    const { depth } = run;
    const part = await readBelow(list, run, held(below), {
      count: Math.min(portionOf(list.paging.pageSize), keep - stretch.size, most - added),
    });
    const under = await addPart(store, stretch, part, below);
    added += under.added;
    // What has just been stored need not be read back, unless something else became the oldest of it.
    const sameEnd = !part.met && part.beneath.length === 0 && part.older.length === run.depth - depth;
    known = sameEnd ? run.events : null;
    stretch = under.stretch;
    shift = run.shift;
    if (part.failure !== null) return { added, failure: part.failure, more: !stretch.whole };
    if (part.reachesFirst && part.beneath.length === 0) break;
  }
  return { added, failure: null, more: !stretch.whole };
}

/** Adds what was read below a stretch, in one transaction with the stretch that it met. */
async function addPart<E extends Entry>(
  store: StretchStore<E>,
  from: Stretch,
  { older, met, beneath, reachesFirst }: OlderPart<E>,
  below: StoredStretch<E> | null,
): Promise<{ stretch: Stretch; added: number }> {
  const stretch = await store.addOlder(from, older, {
    met: met ? (below?.stretch ?? null) : null,
    whole: reachesFirst && beneath.length === 0,
  });
  const added = older.length;
  // Where there is one more stretch further below, that may hold it already, and reading on will tell.
  if (beneath.length === 0 || (await store.below(stretch, 1)) !== null) return { stretch, added };
  const deeper = await store.addOlder(stretch, beneath, { met: null, whole: reachesFirst });
  return { stretch: deeper, added: added + beneath.length };
}

function held<E>(stored: StoredStretch<E> | null): StretchTop<E> | null {
  if (stored === null) return null;
  const { stretch, events } = stored;
  const entire = events.length === stretch.size;
  return { events, entire, whole: stretch.whole && entire };
}

import type { Entry } from './align-lists';
import { type OlderPart, readBelow, readNewEnd } from './catch-up';
import { ListError, type ListFault, type Pager } from './pager';
import type { Run, StretchTop } from './run';

/** A stored part of one list without gaps. `whole`: it begins with the list's first record. */
export type Stretch = { id: number; size: number; whole: boolean };
export type StoredStretch<E> = { stretch: Stretch; events: E[] };

export type StretchStore<E extends Entry> = {
  /** The stretch with the newest events, and up to `count` of these, oldest first. */
  newest(count: number): Promise<StoredStretch<E> | null>;
  oldest(stretch: Stretch, count: number): Promise<E[]>;
  below(stretch: Stretch, count: number): Promise<StoredStretch<E> | null>;
  addStretch(events: readonly E[], ends: { top: Stretch | null; whole: boolean }): Promise<Stretch>;
  addNewer(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
  /** With `met`, the two stretches become one, which is whole if either was or `whole` is true. */
  addOlder(
    stretch: Stretch,
    events: readonly E[],
    ends: { met: Stretch | null; whole: boolean },
  ): Promise<Stretch>;
  /** Gives the top the list's present order: unknown events are added, none is removed. */
  reorder(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
};

const portion = { least: 100, most: 1_000, pages: 10 };

function portionOf(pageSize: number): number {
  return Math.min(portion.most, Math.max(portion.least, pageSize * portion.pages));
}

/** What was read before a failure is stored. `more`: the list has older events that are not stored. */
export type SyncResult = { added: number; failure: unknown; more: boolean };

export type Depth<E extends Entry> = {
  keep: number;
  most?: number;
  /** Below a part of at most so many records, a page is read in any case. The list may end there, and then needs no other reading. */
  short?: number;
  wasRead?: boolean;
  newest?: ((run: Run<E>) => void) | undefined;
  arrived?: ((newest: E) => void) | undefined;
};

/** Stores new events, then older ones down to `keep`. After a failure the stored part is exact, and the next continues. */
export async function syncList<E extends Entry>(
  list: Pager<E>,
  store: StretchStore<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  try {
    let result = await bringUp(list, fromOne(list, store), depth);
    // All from number one is read. The next arrival shows whether an event is at zero.
    if (result.failure === null && list.isUnnumbered())
      result = { ...result, failure: new ListError('unnumbered') };
    doubtAfter(result.failure, list);
    return result;
  } catch (error) {
    doubtAfter(error, list);
    throw error;
  }
}

/** While number zero is uncertain, a list that counts up from there is never complete. */
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

function doubtAfter<E extends Entry>(failure: unknown, { forgetPaging, paging }: Pager<E>): void {
  if (!(failure instanceof ListError)) return;
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
  const { most = Number.POSITIVE_INFINITY, short = 0 } = depth;
  const down = await deepen(list, store, {
    ...depth,
    stretch,
    anchor,
    shift: run.shift,
    isShort,
    most: stretch.size <= short ? Math.max(most, 1) : most,
  });
  return { ...down, added: added + down.added };
}

/** The most events at either end of a stretch that a reading is compared with. */
export const compared = 2_000;
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
    const sameEnd = !part.met && part.beneath.length === 0 && part.older.length === run.depth - depth;
    known = sameEnd ? run.events : null;
    stretch = under.stretch;
    shift = run.shift;
    if (part.failure !== null) return { added, failure: part.failure, more: !stretch.whole };
    if (part.reachesFirst && part.beneath.length === 0) break;
  }
  return { added, failure: null, more: !stretch.whole };
}

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
  // A stretch further below may hold these already; further reading will tell.
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

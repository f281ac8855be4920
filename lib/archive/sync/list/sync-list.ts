import { type OlderPart, readBelow, readNewEnd } from './catch-up';
import { ListError, type Listed, type ListFault, type ListPages } from './pager';
import type { Held, Run } from './run';

/** A run of one list that is stored, in which nothing is missing. `whole`: it begins with the list's first record. */
export type Stretch = { id: number; size: number; whole: boolean };
export type Shelved<E> = { stretch: Stretch; events: E[] };

/** Where the events of one list are kept. Each change is one transaction: a crash leaves the one before it. */
export type Shelf<E extends Listed> = {
  /** The stretch with the newest events, and so many of these. Events are always oldest first. */
  newest(count: number): Promise<Shelved<E> | null>;
  oldest(stretch: Stretch, count: number): Promise<E[]>;
  /** The stretch next below, and its newest events. */
  below(stretch: Stretch, count: number): Promise<Shelved<E> | null>;
  /** A stretch above all others; `top` is the one that was the newest when this was read. */
  addStretch(events: readonly E[], ends: { top: Stretch | null; whole: boolean }): Promise<Stretch>;
  addNewer(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
  /** With `met`, the two stretches become one; it is whole when either was, or when `whole` says so. */
  addOlder(
    stretch: Stretch,
    events: readonly E[],
    ends: { met: Stretch | null; whole: boolean },
  ): Promise<Stretch>;
  /** The top of the stretch as the cloud tells it now: events unknown so far are added, no event is taken away. */
  retell(stretch: Stretch, events: readonly E[]): Promise<Stretch>;
};

/** Records that are read before they are stored, what a crash costs at most: a few pages, that progress may show. */
const portion = { least: 100, most: 1_000, pages: 10 };

function portionOf(pageSize: number): number {
  return Math.min(portion.most, Math.max(portion.least, pageSize * portion.pages));
}

/** How a reading went; what was read before a failure is stored. `more`: the list goes on below what is stored. */
export type SyncResult = { added: number; failure: unknown; more: boolean };

export type Depth<E extends Listed> = {
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
export async function syncList<E extends Listed>(
  list: ListPages<E>,
  shelf: Shelf<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  try {
    let result = await bringUp(list, fromOne(list, shelf), depth);
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

/** While it cannot be told whether there is an event at zero, a list that runs up from there is never all read. */
function fromOne<E extends Listed>({ ways, isUnnumbered }: ListPages<E>, shelf: Shelf<E>): Shelf<E> {
  const all = (whole: boolean) => whole && !(isUnnumbered() && ways.order === 'oldest-first');
  return {
    ...shelf,
    addStretch: (events, ends) => shelf.addStretch(events, { ...ends, whole: all(ends.whole) }),
    addOlder: async (stretch, events, ends) => {
      const whole = all(ends.whole);
      const nothing = events.length === 0 && ends.met === null && (!whole || stretch.whole);
      return nothing ? stretch : shelf.addOlder(stretch, events, { ...ends, whole });
    },
  };
}

const outright: ListFault[] = ['repeats', 'unaligned'];

/** What was found out about the list may be what is wrong: the next run asks anew. */
function doubtAfter<E extends Listed>(failure: unknown, { forgetWays, ways }: ListPages<E>): void {
  if (!(failure instanceof ListError)) return;
  // Read upside down, a list that stands still cannot be followed either; which way pages run is asked in few calls.
  if (failure.reason === 'moved') ways.ascending = null;
  if (outright.includes(failure.reason)) forgetWays();
}

async function bringUp<E extends Listed>(
  list: ListPages<E>,
  shelf: Shelf<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  const top = await shelf.newest(Math.min(compared, glanced + list.ways.pageSize));
  const all = top === null ? null : async () => held(await shelf.newest(compared));
  const { wasRead = false } = depth;
  const { end, failure } = await readNewEnd(list, held(top), { most: compared, all, wasRead });
  if (end === null) return { added: 0, failure, more: top !== null && !top.stretch.whole };
  const { run } = end;
  depth.newest?.(run);
  const { events, mark, reachesFirst } = run;
  let added = 0;
  let stretch: Stretch | null = top?.stretch ?? null;
  if (end.kind === 'joined' && stretch) {
    added = end.newer.length;
    const newest = end.newer.at(-1);
    if (newest) depth.arrived?.(newest);
    if (added > 0) stretch = await shelf.addNewer(stretch, end.newer);
    if (end.beneath.length > 0 || (reachesFirst && !stretch.whole)) {
      const below = await shelf.below(stretch, compared);
      const part = await readBelow(list, run, held(below), { count: 0, ahead: end.beneath.length });
      const under = await addPart(shelf, stretch, part, below);
      added += under.added;
      stretch = under.stretch;
      if (part.failure !== null) return { added, failure: part.failure, more: !stretch.whole };
    }
  } else if (end.kind === 'retold' && stretch) {
    const before = stretch.size;
    stretch = await shelf.retell(stretch, events);
    added = stretch.size - before;
  } else if (events.length > 0) {
    stretch = await shelf.addStretch(events, { top: stretch, whole: reachesFirst });
    added = events.length;
  }
  if (failure !== null || stretch === null)
    return { added, failure, more: stretch !== null && !stretch.whole };
  const isShort = end.kind === 'apart' && run.isShort === true;
  const down = await deepen(list, shelf, { stretch, mark, shift: run.shift, isShort, ...depth });
  return { ...down, added: added + down.added };
}

/** How many events of either end of a stretch a reading is compared with at most. */
export const compared = 2_000;
/** Beyond a page's length: so much of what is stored is enough to meet what has just been read, almost always. */
const glanced = 100;

type Start<E extends Listed> = Depth<E> &
  Pick<Run<E>, 'mark' | 'shift'> & { stretch: Stretch; isShort: boolean };

async function deepen<E extends Listed>(
  list: ListPages<E>,
  shelf: Shelf<E>,
  { stretch: from, mark, keep, most = Number.POSITIVE_INFINITY, shift: moved, isShort }: Start<E>,
): Promise<SyncResult> {
  let stretch = from;
  let added = 0;
  let shift = moved;
  let last: Run<E> | null = null;
  let known: readonly E[] | null = null;
  while (!stretch.whole && stretch.size < keep && added < most) {
    const below = await shelf.below(stretch, compared);
    const run: Run<E> = {
      events: known?.slice(0, compared) ?? (await shelf.oldest(stretch, compared)),
      depth: stretch.size,
      until: stretch.size + Math.min(keep - stretch.size, most - added),
      shift,
      reachesFirst: false,
      mark,
      isShort: last === null ? isShort : known !== null && last.isShort === true,
      ahead: last?.ahead,
    };
    last = run;
    const { depth } = run;
    const part = await readBelow(list, run, held(below), {
      count: Math.min(portionOf(list.ways.pageSize), keep - stretch.size, most - added),
    });
    const under = await addPart(shelf, stretch, part, below);
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
async function addPart<E extends Listed>(
  shelf: Shelf<E>,
  from: Stretch,
  { older, met, beneath, reachesFirst }: OlderPart<E>,
  below: Shelved<E> | null,
): Promise<{ stretch: Stretch; added: number }> {
  const stretch = await shelf.addOlder(from, older, {
    met: met ? (below?.stretch ?? null) : null,
    whole: reachesFirst && beneath.length === 0,
  });
  const added = older.length;
  // Where there is one more stretch further below, that may hold it already, and reading on will tell.
  if (beneath.length === 0 || (await shelf.below(stretch, 1)) !== null) return { stretch, added };
  const deeper = await shelf.addOlder(stretch, beneath, { met: null, whole: reachesFirst });
  return { stretch: deeper, added: added + beneath.length };
}

function held<E>(shelved: Shelved<E> | null): Held<E> | null {
  if (shelved === null) return null;
  const { stretch, events } = shelved;
  const entire = events.length === stretch.size;
  return { events, entire, whole: stretch.whole && entire };
}

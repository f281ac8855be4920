import { type Held, readBelow, readNewEnd } from './catch-up';
import { ListError, type Listed, type ListPages } from './list-pages';
import { compared } from './traces';
import type { Run } from './walk';

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
    const result = await bringUp(list, shelf, depth);
    doubtAfter(result.failure, list);
    return result;
  } catch (error) {
    doubtAfter(error, list);
    throw error;
  }
}

/** What was found out about the list may be what is wrong: the next run asks anew. */
function doubtAfter<E extends Listed>(failure: unknown, { ways }: ListPages<E>): void {
  if (!(failure instanceof ListError) || failure.reason === 'moved') return;
  Object.assign(ways, { order: null, ascending: null, lastRecord: null });
}

async function bringUp<E extends Listed>(
  list: ListPages<E>,
  shelf: Shelf<E>,
  depth: Depth<E>,
): Promise<SyncResult> {
  const top = await shelf.newest(Math.min(compared, glanced + list.ways.pageSize));
  const all = top === null ? null : async () => held(await shelf.newest(compared));
  const { end, failure } = await readNewEnd(list, held(top), compared, all);
  if (end === null) return { added: 0, failure, more: top !== null && !top.stretch.whole };
  const { events, head, reachesFirst, shift } = end.run;
  let added = 0;
  let stretch: Stretch | null = top?.stretch ?? null;
  if (end.kind === 'joined' && stretch) {
    added = end.newer.length;
    const newest = end.newer.at(-1);
    if (newest) depth.arrived?.(newest);
    if (added > 0) stretch = await shelf.addNewer(stretch, end.newer);
    const under = await addBeneath(shelf, stretch, end.beneath, reachesFirst);
    added += under.added;
    stretch = under.stretch;
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
  const down = await deepen(list, shelf, { stretch, head, shift, ...depth });
  return { ...down, added: added + down.added };
}

/** Beyond a page's length: so much of what is stored is enough to meet what has just been read, almost always. */
const glanced = 100;

type Start<E extends Listed> = Depth<E> & { stretch: Stretch; head: readonly E[]; shift: number };

async function deepen<E extends Listed>(
  list: ListPages<E>,
  shelf: Shelf<E>,
  { stretch: from, head, keep, most = Number.POSITIVE_INFINITY, shift: moved }: Start<E>,
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
      head: last?.head ?? head,
      headShift: last?.headShift,
      ahead: last?.ahead,
      restless: last?.restless ?? false,
    };
    last = run;
    const { depth } = run;
    const part = await readBelow(
      list,
      run,
      held(below),
      Math.min(portionOf(list.ways.pageSize), keep - stretch.size, most - added),
    );
    const met = part.met ? (below?.stretch ?? null) : null;
    stretch = await shelf.addOlder(stretch, part.older, {
      met,
      whole: part.reachesFirst && part.beneath.length === 0,
    });
    const under = await addBeneath(shelf, stretch, part.beneath, part.reachesFirst);
    added += part.older.length + under.added;
    // What has just been stored need not be read back, unless something else became the oldest of it.
    const sameEnd = !part.met && part.beneath.length === 0 && part.older.length === run.depth - depth;
    known = sameEnd ? run.events : null;
    stretch = under.stretch;
    shift = run.shift;
    if (part.failure !== null) return { added, failure: part.failure, more: !stretch.whole };
  }
  return { added, failure: null, more: !stretch.whole };
}

/** Adds what lies under a stretch; where there is one more below, that may hold it already, and reading on will tell. */
async function addBeneath<E extends Listed>(
  shelf: Shelf<E>,
  stretch: Stretch,
  events: readonly E[],
  reachesFirst: boolean,
): Promise<{ stretch: Stretch; added: number }> {
  if (events.length === 0 || (await shelf.below(stretch, 1)) !== null) return { stretch, added: 0 };
  const deeper = await shelf.addOlder(stretch, events, { met: null, whole: reachesFirst });
  return { stretch: deeper, added: events.length };
}

function held<E>(shelved: Shelved<E> | null): Held<E> | null {
  if (shelved === null) return null;
  const { stretch, events } = shelved;
  const entire = events.length === stretch.size;
  return { events, entire, whole: stretch.whole && entire };
}

import { connect, type Entry, shareAny, without } from './align-lists';
import type { Pager } from './pager';
import { readNewest } from './read-newest';
import { readOlder } from './read-older';
import type { Run, StretchTop } from './run';

export type NewEnd<E> =
  | { kind: 'joined'; newer: E[]; beneath: E[]; run: Run<E> }
  | { kind: 'apart'; run: Run<E> }
  /** The cloud lists this time differently: it added an event late, or removed one. */
  | { kind: 'reordered'; run: Run<E> };

/** Reads down from the newest event to what is stored, or `most` records. A failure returns with the certain events. */
export async function readNewEnd<E extends Entry>(
  list: Pager<E>,
  fetchOnce: StretchTop<E> | null,
  {
    most,
    all,
    wasRead,
  }: { most: number; all: (() => Promise<StretchTop<E> | null>) | null; wasRead: boolean },
): Promise<{ end: NewEnd<E> | null; failure: unknown }> {
  const run = await readNewest(list, { held: fetchOnce, wasRead });
  let held = fetchOnce;
  let glancing = all !== null;
  if (held === null) return { end: { kind: 'apart', run }, failure: null };
  for (;;) {
    if (glancing && run.events.length >= held.events.length && !held.entire) {
      held = (await all?.()) ?? held;
      glancing = false;
    }
    const met = connect(held.events, run.events, { heldWhole: held.whole, runWhole: run.reachesFirst });
    if (met.kind === 'joined') return { end: joinedAt(met.start, held, run), failure: null };
    if (met.kind === 'reordered') return { end: { kind: 'reordered', run }, failure: null };
    if (glancing && !held.entire) {
      held = (await all?.()) ?? held;
      glancing = false;
      continue;
    }
    const enough = most + (met.kind === 'unclear' ? mostUnsure : 0);
    if (run.reachesFirst || run.events.length >= enough) {
      if (met.kind === 'unclear') return { end: joinedAt(met.smallest, held, run), failure: null };
      return { end: { kind: repeats(run, held) ? 'reordered' : 'apart', run }, failure: null };
    }
    try {
      await readOlder(list, run);
    } catch (failure) {
      const certain = met.kind === 'apart' && !repeats(run, held);
      return { end: certain ? { kind: 'apart', run } : null, failure };
    }
  }
}

function joinedAt<E>(start: number, held: StretchTop<E>, run: Run<E>): NewEnd<E> {
  return {
    kind: 'joined',
    newer: run.events.slice(held.events.length - start),
    beneath: under(start, held, run),
    run,
  };
}

/** In a repeating pattern the stretch may fit the run at several places. The events of both together are still the run's. */
function under<E>(start: number, held: StretchTop<E>, run: Run<E>): E[] {
  return held.entire && start < 0 ? run.events.slice(0, -start) : [];
}

/** Does a run that could not be joined hold some of the same events? */
function repeats<E extends Entry>(run: Run<E>, held: StretchTop<E>): boolean {
  const [oldest] = run.events;
  const newest = held.events[held.events.length - 1];
  if (oldest === undefined || newest === undefined) return false;
  const apart = oldest.time >= newest.time && !run.events.every(({ time }) => time === newest.time);
  return !apart && shareAny(held.events, run.events);
}

export type OlderPart<E> = {
  older: E[];
  met: boolean;
  beneath: E[];
  reachesFirst: boolean;
  failure: unknown;
};

/** Reads `count` records below a stretch, or down to the next one. The first `ahead` events of `run` are not stored yet. */
export async function readBelow<E extends Entry>(
  list: Pager<E>,
  run: Run<E>,
  below: StretchTop<E> | null,
  { count, ahead = 0 }: { count: number; ahead?: number },
): Promise<OlderPart<E>> {
  const known = run.events.length - ahead;
  const added = () => run.events.length - known;
  const upTo = (met: boolean, skipped: number, failure: unknown = null): OlderPart<E> => ({
    older: run.events.slice(skipped, added()),
    met,
    beneath: [],
    reachesFirst: run.reachesFirst,
    failure,
  });
  const meeting = (lower: StretchTop<E>, start: number): OlderPart<E> => ({
    ...upTo(true, lower.events.length - start),
    beneath: under(start, lower, run),
  });
  for (;;) {
    if (below && added() > 0) {
      const met = connect(below.events, run.events, { heldWhole: below.whole, runWhole: run.reachesFirst });
      if (met.kind === 'joined') return meeting(below, met.start);
      if (run.reachesFirst && met.kind === 'unclear') return meeting(below, met.smallest);
    }
    if (run.reachesFirst || !(added() < count || (unsure(run, below) && added() < count + mostUnsure))) break;
    try {
      await readOlder(list, run);
    } catch (failure) {
      return unsure(run, below) ? { ...upTo(false, 0, failure), older: [] } : upTo(false, 0, failure);
    }
  }
  const part = upTo(false, 0);
  if (below && run.reachesFirst) {
    const { kind } = connect(below.events, run.events, { heldWhole: below.whole, runWhole: true });
    if (kind === 'apart' && !repeats(run, below)) return part;
    // The whole list was read and does not continue the stored part: the order has changed, the events are the same.
    return { ...part, older: without(part.older, below.events), met: true };
  }
  return below && unsure(run, below) ? { ...part, older: without(part.older, below.events) } : part;
}

const mostUnsure = 2_000;

function unsure<E extends Entry>(run: Run<E>, below: StretchTop<E> | null): boolean {
  if (below === null) return false;
  const met = connect(below.events, run.events, { heldWhole: below.whole, runWhole: run.reachesFirst });
  return met.kind !== 'apart' || repeats(run, below);
}

import { connect, type Entry, shareAny, without } from './align-lists';
import type { Pager } from './pager';
import { readNewest } from './read-newest';
import { readOlder } from './read-older';
import type { Run, StretchTop } from './run';

/** What reading a list's newest end brought. */
export type NewEnd<E> =
  /** These come on top of what is held, and those beneath it. */
  | { kind: 'joined'; newer: E[]; beneath: E[]; run: Run<E> }
  /** Nothing of it is held: a stretch of its own, with a gap beneath or nothing stored at all. */
  | { kind: 'apart'; run: Run<E> }
  /** The list differs for the time that is held: the cloud put an event in later, or took one out. */
  | { kind: 'reordered'; run: Run<E> };

/**
 * Reads a list from its newest event down until it meets what is held, or `most` records. A failure on the way is
 * returned with what was read, for as much of it as is certain.
 */
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
    // The newest few that are stored prove as much as all of them, as long as the run is no longer than they are.
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
      return { end: { kind: tellsAgain(run, held) ? 'reordered' : 'apart', run }, failure: null };
    }
    try {
      await readOlder(list, run);
    } catch (failure) {
      const certain = met.kind === 'apart' && !tellsAgain(run, held);
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

/**
 * What a run that covers all of a stretch has beneath it. In a pattern that repeats, it may not be clear where in the
 * run the stretch lies; that the two together are the run is clear all the same.
 */
function under<E>(start: number, held: StretchTop<E>, run: Run<E>): E[] {
  return held.entire && start < 0 ? run.events.slice(0, -start) : [];
}

/** Does a run that was not to be joined tell of the same events all the same? A clock that was set back does not do it. */
function tellsAgain<E extends Entry>(run: Run<E>, held: StretchTop<E>): boolean {
  const [oldest] = run.events;
  const newest = held.events[held.events.length - 1];
  if (oldest === undefined || newest === undefined) return false;
  // Of a run all of one second, it may not be known which end is older.
  const apart = oldest.time >= newest.time && !run.events.every(({ time }) => time === newest.time);
  return !apart && shareAny(held.events, run.events);
}

/** What reading on downwards brought, oldest first; `met`: `older` reaches the next stretch below, `beneath` lies under that. */
export type OlderPart<E> = {
  older: E[];
  met: boolean;
  beneath: E[];
  reachesFirst: boolean;
  failure: unknown;
};

/**
 * Reads on below a stretch until `count` more records, the list's first one, or the stretch below it. `run.events` are
 * the stretch's oldest events, after as many that are read and not stored yet as `ahead` says. The events that the
 * stretch below holds already are left out.
 */
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
    // While it is not clear where the stretch below begins, only reading on shows it.
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
    // The cloud's first record is newer than all that lies below: what is between the two it has forgotten.
    if (kind === 'apart' && !tellsAgain(run, below)) return part;
    // The whole list is read and does not continue what lies below: it had another order then. The events are the same.
    return { ...part, older: without(part.older, below.events), met: true };
  }
  return below && unsure(run, below) ? { ...part, older: without(part.older, below.events) } : part;
}

/** Records that are read beyond what was asked for, to find out where a stretch below begins. */
const mostUnsure = 2_000;

function unsure<E extends Entry>(run: Run<E>, below: StretchTop<E> | null): boolean {
  if (below === null) return false;
  const met = connect(below.events, run.events, { heldWhole: below.whole, runWhole: run.reachesFirst });
  return met.kind !== 'apart' || tellsAgain(run, below);
}

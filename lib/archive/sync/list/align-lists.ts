/**
 * Putting two readings of one list together by content. Events have no id and record numbers move, so what a page
 * holds is known only by comparing it with what is held already. Everything here is oldest first.
 */

/** What is compared: equal keys are events that differ only in their place. */
export type Keyed = { key: string };

/** `time` sorts; with `borrowed` it is a neighbour's, since the event's own makes no sense. */
export type Entry = Keyed & { time: string; borrowed?: boolean };

/**
 * Every index `d` of `run` at which `page` may begin, so that both agree wherever both have an event and share at
 * least `shared`. Negative: the page begins before the run. Ascending.
 */
export function placements(run: readonly Keyed[], page: readonly Keyed[], shared = 1): number[] {
  const found: number[] = [];
  for (let start = shared - page.length; start <= run.length - shared; start++) {
    if (agrees(run, page, start)) found.push(start);
  }
  return found;
}

function agrees(run: readonly Keyed[], page: readonly Keyed[], start: number): boolean {
  const last = Math.min(run.length, start + page.length);
  for (let index = Math.max(0, start); index < last; index++) {
    if (run[index]?.key !== page[index - start]?.key) return false;
  }
  return true;
}

/** Is `older` surely before `newer`, by times of their own? */
export function isBefore(older: Entry | undefined, newer: Entry | undefined): boolean {
  return (
    older !== undefined && newer !== undefined && isTimed(older) && isTimed(newer) && older.time < newer.time
  );
}

export function isTimed({ time, borrowed }: Entry): boolean {
  return time !== '' && !borrowed;
}

/**
 * The newest event that is later than the one before it, by its index; 0: there is none. A list's clock goes on from one
 * second to a later one at one place only, however many twins stand around it: the one thing in a list that cannot be
 * mistaken for another.
 */
export function newestTick(events: readonly Entry[]): number {
  let index = events.length - 1;
  while (index > 0 && !isBefore(events[index - 1], events[index])) index -= 1;
  return Math.max(0, index);
}

/** Where no time makes sense: so many agreeing events, of which not all are alike, are no coincidence. */
const surely = 8;

/** Does `page`, read just now and placed at `start` of `run`, share enough with it to leave no doubt? */
export function isProof(run: readonly Keyed[], page: readonly Entry[], start: number): boolean {
  // Of the page, which has just come: of an event that was deleted here, only its key is known.
  const shared = page.slice(Math.max(0, -start), Math.max(0, run.length - start));
  if (newestTick(shared) > 0) return true;
  // All in one second, a pattern may repeat: "abab" is found in "ababab" more than once.
  if (shared.some(isTimed)) return false;
  return shared.length >= surely && new Set(shared.map(({ key }) => key)).size > 1;
}

export type Connection =
  /** `run` begins at index `start` of `held` (negative: before it). */
  | { kind: 'joined'; start: number }
  /** They share nothing for certain: what lies between is not read yet. */
  | { kind: 'apart' }
  /** They may share something, in more than one way: reading on will tell. */
  | { kind: 'unclear'; smallest: number }
  /** Both are all of the list, and differ: the cloud has forgotten some, or lists it in another order. No event is stored twice, then. */
  | { kind: 'reordered' };

/**
 * How `run`, read just now down from the newest event, continues `held`, the newest part of what is stored. A few
 * equal events at the seam are not trusted: twins that arrived within one second would be taken for those already
 * held. With `heldWhole`, `held` begins at the list's very first event; with `runWhole`, so does `run`.
 */
export function connect(
  held: readonly Entry[],
  run: readonly Entry[],
  ends: { heldWhole: boolean; runWhole: boolean },
): Connection {
  // Both begin with the first event of the list: their places are known without any comparing.
  const bothWhole = ends.heldWhole && ends.runWhole && run.length >= held.length;
  if (bothWhole && agrees(held, run, 0)) return { kind: 'joined', start: 0 };
  const starts = placements(held, run).filter(
    // What the cloud has listed it does not take from the top: the run reaches at least as far up as what is held.
    (start) => start + run.length >= held.length && !(ends.heldWhole && start < 0),
  );
  const [smallest] = starts;
  const bothAll = ends.heldWhole && ends.runWhole;
  if (smallest === undefined) return { kind: bothAll && shareAny(held, run) ? 'reordered' : 'apart' };
  const [sure, other] = starts.filter((start) => isProof(held, run, start));
  if (sure !== undefined && other === undefined) return { kind: 'joined', start: sure };
  if (bothWhole) return { kind: 'reordered' };
  // The lowest start makes the fewest events new.
  return { kind: 'unclear', smallest };
}

export function shareAny(some: readonly Keyed[], others: readonly Keyed[]): boolean {
  const known = new Set(some.map(({ key }) => key));
  return others.some(({ key }) => known.has(key));
}

/** `events` less one of an equal kind for each of `others`. */
export function without<E extends Keyed>(events: readonly E[], others: readonly Keyed[]): E[] {
  const left = new Map<string, number>();
  for (const { key } of others) left.set(key, (left.get(key) ?? 0) + 1);
  return events.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}

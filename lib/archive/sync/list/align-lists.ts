/** Two readings of one list are compared by content: events have no id, and numbers move. All lists are oldest first. */

export type Keyed = { key: string };

/** `borrowed`: `time` is a neighbour's, because the event's own makes no sense. */
export type Entry = Keyed & { time: string; borrowed?: boolean };

/** Every index of `run` at which `page` agrees and shares at least `shared`; negative: it begins before. Ascending. */
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

export function isBefore(older: Entry | undefined, newer: Entry | undefined): boolean {
  return (
    older !== undefined && newer !== undefined && isTimed(older) && isTimed(newer) && older.time < newer.time
  );
}

export function isTimed({ time, borrowed }: Entry): boolean {
  return time !== '' && !borrowed;
}

/** The index of the newest event that is later than the one before it; 0 if none. Only one position has this step. */
export function newestTick(events: readonly Entry[]): number {
  let index = events.length - 1;
  while (index > 0 && !isBefore(events[index - 1], events[index])) index -= 1;
  return Math.max(0, index);
}

/** Without usable times, this many equal events that are not all alike are proof. */
const surely = 8;

export function isProof(run: readonly Keyed[], page: readonly Entry[], start: number): boolean {
  const shared = page.slice(Math.max(0, -start), Math.max(0, run.length - start));
  if (newestTick(shared) > 0) return true;
  // Within one second a pattern may repeat: "ababab" contains "abab" twice.
  if (shared.some(isTimed)) return false;
  return shared.length >= surely && new Set(shared.map(({ key }) => key)).size > 1;
}

export type Connection =
  | { kind: 'joined'; start: number }
  /** Nothing in common is certain; the events between them are missing. */
  | { kind: 'apart' }
  /** Several placements are possible; older events will decide. */
  | { kind: 'unclear'; smallest: number }
  /** Both are the whole list and differ: the cloud forgot events, or changed their order. */
  | { kind: 'reordered' };

/**
 * How `run`, read down from the newest event, continues `held`, the newest stored part. A few equal events do not prove a
 * join, because twins of one second look alike. `heldWhole` and `runWhole`: it begins at the list's first event.
 */
export function connect(
  held: readonly Entry[],
  run: readonly Entry[],
  ends: { heldWhole: boolean; runWhole: boolean },
): Connection {
  const bothWhole = ends.heldWhole && ends.runWhole && run.length >= held.length;
  if (bothWhole && agrees(held, run, 0)) return { kind: 'joined', start: 0 };
  const starts = placements(held, run).filter(
    // The cloud never removes events from the top, so the run reaches at least as far up as `held`.
    (start) => start + run.length >= held.length && !(ends.heldWhole && start < 0),
  );
  const [smallest] = starts;
  const bothAll = ends.heldWhole && ends.runWhole;
  if (smallest === undefined) return { kind: bothAll && shareAny(held, run) ? 'reordered' : 'apart' };
  const [sure, other] = starts.filter((start) => isProof(held, run, start));
  if (sure !== undefined && other === undefined) return { kind: 'joined', start: sure };
  if (bothWhole) return { kind: 'reordered' };
  return { kind: 'unclear', smallest };
}

export function shareAny(some: readonly Keyed[], others: readonly Keyed[]): boolean {
  const known = new Set(some.map(({ key }) => key));
  return others.some(({ key }) => known.has(key));
}

/** Removes one event of equal key for each of `others`. */
export function without<E extends Keyed>(events: readonly E[], others: readonly Keyed[]): E[] {
  const left = new Map<string, number>();
  for (const { key } of others) left.set(key, (left.get(key) ?? 0) + 1);
  return events.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}

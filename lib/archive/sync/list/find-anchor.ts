import { type Entry, isTimed, newestTick } from './align-lists';
import type { Pager, Paging } from './pager';

/**
 * A place near the top of a list that shows how far the numbers have moved: two neighbours of different
 * seconds. `depth` is that of its newest event, counted as in a run.
 */
export type Anchor = { keys: readonly string[]; depth: number };

/** Where no time makes sense, so many of the newest events are the anchor, as far as they are not all alike. */
export const untimed = 12;

/** The anchor of a run, of which `events` are the oldest and `depth` counts to the first of them. */
export function anchorOf(events: readonly Entry[], depth: number): Anchor | null {
  const tick = newestTick(events);
  const keysOf = (from: number, to: number) => events.slice(from, to).map(({ key }) => key);
  if (tick > 0) return { keys: keysOf(tick - 1, tick + 1), depth: depth - tick };
  if (events.some(isTimed)) return null;
  const keys = keysOf(Math.max(0, events.length - untimed), events.length);
  return new Set(keys).size > 1 ? { keys, depth: depth - events.length + 1 } : null;
}

/** The number of the record at a depth, once the numbers have moved by `shift`. */
export function numberAt({ order, firstRecord, lastRecord }: Paging, depth: number, shift: number): number {
  return order === 'oldest-first'
    ? (lastRecord ?? 0) - depth + 1 - shift
    : (firstRecord ?? 1) + depth - 1 + shift;
}

/** The depth of the record at a number, once the numbers have moved by `shift`. */
export function depthAt(paging: Paging, number: number, shift: number): number {
  const top = numberAt(paging, 1, shift);
  return 1 + (paging.order === 'oldest-first' ? top - number : number - top);
}

/** How far the numbers are followed at most. */
const mostFollowed = 2_000;

/**
 * By how much the numbers have moved by now; null: not known. They only ever move one way, and a page holds newer
 * events than its numbers say, never older ones. So two neighbouring numbers of which the newer event's was asked for
 * first and the older one's second, and which hold the two events of the anchor, held them at one and the same moment.
 */
export async function measureShift<E extends Entry>(
  { fetchPage, paging }: Pager<E>,
  { anchor, shift }: { anchor: Anchor | null; shift: number },
): Promise<number | null> {
  if (anchor === null) return null;
  const { keys, depth } = anchor;
  const down = paging.order === 'oldest-first';
  const first = paging.firstRecord ?? 1;
  // Oldest first, and without a gap between the numbers.
  let seen: string[] = [];
  let count = Math.min(keys.length, Math.max(1, paging.pageSize));
  for (let further = 0; further <= mostFollowed; count = Math.max(1, paging.pageSize)) {
    const number = numberAt(paging, depth, shift + further);
    const start = down ? Math.max(first, number - count + 1) : number;
    const end = down ? number : number + count - 1;
    if (end < first) return null;
    const told = (await fetchPage(start, end)).map(({ key }) => key);
    if (told.length === 0) return null;
    // Numbers above the list's last one hold nothing.
    const short = down ? end - start + 1 - told.length : 0;
    seen = short > 0 ? told : [...told, ...seen];
    further += short + told.length;
    const at = lastIndexOf(seen, keys);
    if (at !== null) return shift + further - (at + keys.length);
  }
  return null;
}

function lastIndexOf(all: readonly string[], some: readonly string[]): number | null {
  for (let at = all.length - some.length; at >= 0; at--) {
    if (some.every((key, index) => all[at + index] === key)) return at;
  }
  return null;
}

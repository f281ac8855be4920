import { type Entry, isTimed, newestTick } from './align-lists';
import type { Pager, Paging } from './pager';

/** Two neighbours of different seconds near the top: they show how far numbers moved. `depth` is the newer one's. */
export type Anchor = { keys: readonly string[]; depth: number };

export const untimed = 12;

export function anchorOf(events: readonly Entry[], depth: number): Anchor | null {
  const tick = newestTick(events);
  const keysOf = (from: number, to: number) => events.slice(from, to).map(({ key }) => key);
  if (tick > 0) return { keys: keysOf(tick - 1, tick + 1), depth: depth - tick };
  if (events.some(isTimed)) return null;
  const keys = keysOf(Math.max(0, events.length - untimed), events.length);
  return new Set(keys).size > 1 ? { keys, depth: depth - events.length + 1 } : null;
}

export function numberAt({ order, firstRecord, lastRecord }: Paging, depth: number, shift: number): number {
  return order === 'oldest-first'
    ? (lastRecord ?? 0) - depth + 1 - shift
    : (firstRecord ?? 1) + depth - 1 + shift;
}

export function depthAt(paging: Paging, number: number, shift: number): number {
  const top = numberAt(paging, 1, shift);
  return 1 + (paging.order === 'oldest-first' ? top - number : number - top);
}

const mostFollowed = 2_000;

/**
 * How far the numbers have moved by now; null if unknown. A number only ever gets newer events. So if the newer event was
 * asked for first and the older one second, both anchor events held their numbers at the same moment.
 */
export async function measureShift<E extends Entry>(
  { fetchPage, paging }: Pager<E>,
  { anchor, shift }: { anchor: Anchor | null; shift: number },
): Promise<number | null> {
  if (anchor === null) return null;
  const { keys, depth } = anchor;
  const down = paging.order === 'oldest-first';
  const first = paging.firstRecord ?? 1;
  let seen: string[] = [];
  let count = Math.min(keys.length, Math.max(1, paging.pageSize));
  for (let further = 0; further <= mostFollowed; count = Math.max(1, paging.pageSize)) {
    const number = numberAt(paging, depth, shift + further);
    const start = down ? Math.max(first, number - count + 1) : number;
    const end = down ? number : number + count - 1;
    if (end < first) return null;
    const page = (await fetchPage(start, end)).map(({ key }) => key);
    if (page.length === 0) return null;
    const short = down ? end - start + 1 - page.length : 0;
    seen = short > 0 ? page : [...page, ...seen];
    further += short + page.length;
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

import { type Entry, isTimed } from './align-lists';

/** The same part of a room's list as of others, as keys and times. */
export type Sample = readonly Entry[];

/** A sample as it was read: it was asked for and had come at these moments, in milliseconds of one clock. */
export type ReadSample<E extends Entry = Entry> = {
  events: readonly E[];
  /** It is all of the list. */
  whole: boolean;
  askedAt: number;
  cameAt: number;
};

export type Comparison =
  /** `shared`: so many events are in both. */
  | { kind: 'same'; shared: number }
  | { kind: 'different' }
  /** Nothing is in both, and all of the one may have come after the other was read. */
  | { kind: 'undecided' };

/**
 * Are two samples of one list? Events that come between the two questions move the numbers, so samples of one list are equal
 * but for a few at their ends; lists of two rooms have next to nothing in common. Neither may be empty.
 */
export function compareLists(one: Sample, other: Sample): Comparison {
  const shared = countShared(one, other);
  if (shared * 2 >= Math.min(one.length, other.length)) return { kind: 'same', shared };
  if (shared > 0 || !(isAllNewer(one, other) || isAllNewer(other, one))) return { kind: 'different' };
  return { kind: 'undecided' };
}

function countShared(one: Sample, other: Sample): number {
  const left = new Map<string, number>();
  for (const { key } of one) left.set(key, (left.get(key) ?? 0) + 1);
  let shared = 0;
  for (const { key } of other) {
    const count = left.get(key) ?? 0;
    if (count > 0) shared += 1;
    left.set(key, count - 1);
  }
  return shared;
}

/** So many events do not leave a list all at once. */
const surely = 3;

/**
 * Of two samples that have nothing in common and follow each other in time: can they not be of one list that went on? Not
 * when the older events were asked for after the newer ones had come, nor when all of the list came after them.
 */
export function isOtherList(older: ReadSample, newer: ReadSample): boolean {
  if (!older.events.some(isTimed) || !newer.events.some(isTimed)) return false;
  return older.askedAt >= newer.cameAt || (newer.whole && older.events.length >= surely);
}

/** Is nothing of `later` older than anything of `earlier`? Also where times do not tell. */
export function isAllNewer(earlier: Sample, later: Sample): boolean {
  const [before, after] = [earlier.filter(isTimed), later.filter(isTimed)];
  if (before.length === 0 || after.length === 0) return true;
  const newest =
    before
      .map(({ time }) => time)
      .sort()
      .at(-1) ?? '';
  return after.every(({ time }) => time >= newest);
}

export function isSameSample(one: Sample, other: Sample): boolean {
  return one.length === other.length && one.every(({ key }, at) => key === other[at]?.key);
}

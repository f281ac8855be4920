import { type Entry, isTimed } from './align-lists';

export type Sample = readonly Entry[];

export type ReadSample<E extends Entry = Entry> = {
  events: readonly E[];
  whole: boolean;
  askedAt: number;
  cameAt: number;
};

export type Comparison =
  | { kind: 'same'; shared: number }
  | { kind: 'different' }
  /** They share nothing, but one may be newer than the whole other. */
  | { kind: 'undecided' };

/** Do two samples come from one list? Lists of two rooms share almost nothing; arrivals change only the ends. */
export function compareLists(one: Sample, other: Sample): Comparison {
  const shared = countShared(one, other);
  const fewest = Math.min(within(one, other), within(other, one));
  if (shared > 0 && shared * 2 >= fewest) return { kind: 'same', shared };
  if (shared > 0 || !(isAllNewer(one, other) || isAllNewer(other, one))) return { kind: 'different' };
  return { kind: 'undecided' };
}

/**
 * How many of a sample's events lie between the ends of another one. Only these can be in both. A whole door's newest page spans
 * hours, and a quiet room's spans days. The one may still hold all of the other since then.
 */
function within(sample: Sample, other: Sample): number {
  const times = other
    .filter(isTimed)
    .map(({ time }) => time)
    .sort();
  const [from = '', to = ''] = [times[0], times.at(-1)];
  return sample.filter((event) => !isTimed(event) || (event.time >= from && event.time <= to)).length;
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

const surely = 3;

/** Are samples without common events of different lists? Yes if the older was asked for later, or the newer is whole. */
export function isOtherList(older: ReadSample, newer: ReadSample): boolean {
  if (!older.events.some(isTimed) || !newer.events.some(isTimed)) return false;
  return older.askedAt >= newer.cameAt || (newer.whole && older.events.length >= surely);
}

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

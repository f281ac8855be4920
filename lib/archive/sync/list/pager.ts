import type { ListOrder } from '@/lib/db/tables/archive';
import { isVendorError } from '@/lib/doordeer/errors';
import { type Entry, isProof, isTimed, placements } from './align-lists';

/** Records `start` to `end`, both inclusive, in the cloud's order; empty if there are none. */
export type FetchPage<E extends Entry> = (start: number, end: number) => Promise<E[]>;

/** How a list runs, as asking showed (docs/vendor.md, reading 7). `ascending`: oldest first within a page. */
export type Paging = {
  firstRecord: 0 | 1 | null;
  order: ListOrder | null;
  ascending: boolean | null;
  pageSize: number;
  lastRecord: number | null;
};

export const unknownPaging: Paging = {
  firstRecord: null,
  order: null,
  ascending: null,
  pageSize: 0,
  lastRecord: null,
};

const listFaults = {
  repeats: 'the same page comes for every number',
  unaligned: 'pages do not fit together',
  moved: 'events arrive faster than they can be read',
  unnumbered: 'it is not known yet which number is the first',
};
export type ListFault = keyof typeof listFaults;

export class ListError extends Error {
  constructor(readonly reason: ListFault) {
    super(`event list: ${listFaults[reason]}`);
    this.name = 'ListError';
  }
}

export const pageLimit = 500;
/** While events keep arriving, it takes several tries to find a list's first number. */
const mostTries = 12;

/** Returns pages oldest event first, in whatever order the cloud gives them, and remembers what each page shows. */
export function createPager<E extends Entry>(ask: FetchPage<E>, known: Paging) {
  const paging = { ...known };
  let unnumbered = false;
  let tally = 0;
  let kept = false;

  /** An end of the list is not checked later, so "no records" must come twice. */
  async function fetchPage(start: number, end: number): Promise<E[]> {
    const listed = await fetchOnce(start, end);
    return listed.length > 0 ? listed : fetchOnce(start, end);
  }

  /** One answer only: an empty page that was fetched ahead is asked for again. */
  async function fetchOnce(start: number, end: number): Promise<E[]> {
    const listed = await ask(start, end);
    paging.pageSize = Math.max(paging.pageSize, Math.min(listed.length, end - start + 1));
    if (paging.ascending === null) {
      tally += stepsOf(listed);
      if (Math.abs(tally) >= surely) paging.ascending = tally > 0;
    }
    const ascending = paging.ascending ?? (tally === 0 ? null : tally > 0);
    if (ascending !== null) return ascending ? listed : listed.toReversed();
    if (!listed.some(isTimed)) return listed.toReversed();
    const alike = listed.every(({ key }) => key === listed[0]?.key);
    // The page is within one second, and its older end should be known by now.
    if (kept && !alike) throw new ListError('moved');
    return listed;
  }

  /** Does this cloud count from zero or one? Takes the page from one; returns the first page as far as it is known. */
  async function findFirst(size: number, fromOne: E[]): Promise<E[]> {
    let isRefused = false;
    const fromZero = () =>
      fetchOnce(0, size - 1).catch((error: unknown) => {
        if (!isVendorError(error) || error.kind !== 'result') throw error;
        // Many servers treat zero as a missing parameter. Then a second answer would be the same.
        isRefused = error.reason === 'missing-parameter';
        return [];
      });
    unnumbered = false;
    const zeroth = await fromZero();
    if (zeroth.length > 0) return countFrom(zeroth, size, fromOne);
    if (fromOne.length === 0) return [];
    const again = isRefused ? [] : await fromZero();
    paging.firstRecord = again.length > 0 ? 0 : 1;
    return again.length > 0 ? again : fromOne;
  }

  /** The first number, from pages of the same moment that begin at zero and at one. */
  async function firstOf(zeroth: E[], fromOne: E[], size: number): Promise<E[]> {
    const { same, next } = fitsOf(zeroth, fromOne, paging.order);
    if (!same && !next) throw new ListError('unaligned');
    // One record fewer: the cloud has no number zero and left it out.
    const longer = zeroth.length - fromOne.length;
    const isOne = same && next ? longer < 0 : same;
    // Twins at both numbers, or one event at both: unknown. From number one, each comes once in either case.
    if (same && next && longer === 0) {
      // A short list that begins at zero would have returned fewer records from number one.
      unnumbered = (await fetchPage(1 + zeroth.length, size + zeroth.length)).length > 0;
      return fromOne;
    }
    paging.firstRecord = isOne ? 1 : 0;
    return isOne ? fromOne : zeroth;
  }

  async function countFrom(zeroth: E[], size: number, before: E[]): Promise<E[]> {
    let first = zeroth;
    let fromOne = await fetchPage(1, size);
    if (fromOne.length > 0 && isSame(before, fromOne)) return firstOf(zeroth, fromOne, size);
    for (let tries = 0; tries < mostTries; tries++) {
      if (tries > 0) fromOne = await fetchPage(1, size);
      if (fromOne.length === 0) {
        paging.firstRecord = 0;
        return first;
      }
      const again = await fetchPage(0, size - 1);
      // An arrival between the calls would have moved the second record to the first position.
      if (isSame(again, first)) return firstOf(first, fromOne, size);
      paging.firstRecord = firstByMoves(paging.order, [first, fromOne, again]);
      if (paging.firstRecord !== null) return again;
      first = again;
    }
    if (paging.order === null) throw new ListError('moved');
    unnumbered = paging.order === 'oldest-first';
    return fetchPage(1, size);
  }

  const requireDirection = () => {
    kept = true;
    if (tally !== 0) paging.ascending ??= tally > 0;
  };
  const forgetPaging = () => {
    Object.assign(paging, { order: null, ascending: null, lastRecord: null });
    tally = 0;
    kept = false;
  };
  return {
    paging,
    fetchPage,
    fetchOnce,
    findFirst,
    forgetPaging,
    requireDirection,
    isUnnumbered: () => unnumbered,
  };
}

export type Pager<E extends Entry> = ReturnType<typeof createPager<E>>;

export function isSame(one: readonly Entry[], other: readonly Entry[]): boolean {
  return one.length === other.length && one.every(({ key }, index) => key === other[index]?.key);
}

/**
 * Do two pages, asked for from zero and from one, begin with the same record (`same`), or the second with the record after
 * it (`next`)? By content: pages may differ in length. If the order is unknown, either end may be the lowest number.
 */
function fitsOf(
  zeroth: readonly Entry[],
  fromOne: readonly Entry[],
  order: ListOrder | null,
): { same: boolean; next: boolean } {
  const ways = [
    ...(order === 'newest-first' ? [] : [[zeroth, fromOne] as const]),
    ...(order === 'oldest-first' ? [] : [[zeroth.toReversed(), fromOne.toReversed()] as const]),
  ];
  const fits = (skip: number) =>
    ways.some(([zero, one]) =>
      zero.slice(skip, skip + one.length).every(({ key }, at) => key === one[at]?.key),
    );
  return { same: fits(0), next: fits(1) };
}

/**
 * The first number of a list that moves, from pages at zero, at one, and at zero again. Numbers only move to newer events.
 * So a page that begins with an older event than the page before begins at another number. If a move is the only other
 * explanation and none happened, both pages begin at the same number.
 */
function firstByMoves(
  order: ListOrder | null,
  [zeroth, fromOne, again]: readonly [readonly Entry[], readonly Entry[], readonly Entry[]],
): 0 | 1 | null {
  if (order === 'newest-first') {
    if (moved(zeroth, fromOne, 'newest') === -1) return 0;
    if (moved(fromOne, again, 'newest') === 0) return 1;
  }
  if (order === 'oldest-first') {
    if (moved(zeroth, fromOne, 'oldest') === 0) return 1;
    if (moved(fromOne, again, 'oldest') === -1) return 0;
  }
  return null;
}

/** How many events newer one page's end is; null if unknown. */
function moved(from: readonly Entry[], to: readonly Entry[], end: 'newest' | 'oldest'): number | null {
  const [start, other] = placements(from, to).filter((at) => isProof(from, to, at));
  if (start === undefined || other !== undefined) return null;
  return end === 'oldest' ? start : start + to.length - from.length;
}

const surely = 3;

/** Positive: older events first. Negative: newer first. 0: times do not decide. */
export function stepsOf(events: readonly Entry[]): number {
  let sum = 0;
  for (let index = 1; index < events.length; index++) {
    const [before, after] = [events[index - 1]?.time ?? '', events[index]?.time ?? ''];
    if (before !== after) sum += before < after ? 1 : -1;
  }
  return sum;
}

import type { ListOrder } from '@/lib/db/tables/archive';
import { isVendorError } from '@/lib/doordeer/errors';
import { type Entry, isProof, isTimed, placements } from './align-lists';

/** Records `start` to `end`, both included, as the cloud lists them; empty: there are none. */
export type FetchPage<E extends Entry> = (start: number, end: number) => Promise<E[]>;

/**
 * What the document leaves open about a list and asking found out (docs/vendor.md, reading 7). `ascending`: within a
 * page, older events come first; it need not follow from `order`.
 */
export type Paging = {
  firstRecord: 0 | 1 | null;
  order: ListOrder | null;
  ascending: boolean | null;
  /** The longest page that the cloud has given. */
  pageSize: number;
  /** The highest number at which a record was found, in a list whose oldest comes first. */
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
  moved: 'more arrives than can be followed',
  unnumbered: 'it cannot be told yet which number is the first',
};
export type ListFault = keyof typeof listFaults;

/** The list behaves in a way that no reading of it can be trusted. What was proven before stays. */
export class ListError extends Error {
  constructor(readonly reason: ListFault) {
    super(`event list: ${listFaults[reason]}`);
    this.name = 'ListError';
  }
}

/** More than any page is known to hold; the cloud gives what it likes. */
export const pageLimit = 500;
/** While events keep coming, it takes a moment without one to see where a list begins. */
const mostTries = 12;

/** Pages of one list, oldest event first whatever the cloud's way, remembering what each page teaches. */
export function createPager<E extends Entry>(ask: FetchPage<E>, known: Paging) {
  const paging = { ...known };
  /** Which number is the first is not known: there may be one more event than was read. */
  let unnumbered = false;
  /** Steps to a later second within the pages so far, less those to an earlier one. */
  let tally = 0;
  /** Pages are kept from here on. */
  let kept = false;

  /** "No records" is the end of a list, and what is taken for its end is not looked at again: so it is believed when said twice. */
  async function fetchPage(start: number, end: number): Promise<E[]> {
    const listed = await fetchOnce(start, end);
    return listed.length > 0 ? listed : fetchOnce(start, end);
  }

  /** A page that is asked for before its turn: when there is nothing, it is asked for again. */
  async function fetchOnce(start: number, end: number): Promise<E[]> {
    const listed = await ask(start, end);
    paging.pageSize = Math.max(paging.pageSize, Math.min(listed.length, end - start + 1));
    if (paging.ascending === null) {
      tally += stepsOf(listed);
      if (Math.abs(tally) >= surely) paging.ascending = tally > 0;
    }
    const ascending = paging.ascending ?? (tally === 0 ? null : tally > 0);
    if (ascending !== null) return ascending ? listed : listed.toReversed();
    // Where no time makes sense, pages are taken to run as lists mostly do.
    if (!listed.some(isTimed)) return listed.toReversed();
    const alike = listed.every(({ key }) => key === listed[0]?.key);
    // It is all of one second, and which of its ends is older was to be known by now.
    if (kept && !alike) throw new ListError('moved');
    return listed;
  }

  /**
   * Finds out whether this cloud begins to count at zero or at one, after `fromOne` has come from number one on. Returns the
   * first page, as far as that is known.
   */
  async function findFirst(size: number, fromOne: E[]): Promise<E[]> {
    const fromZero = () =>
      fetchOnce(0, size - 1).catch((error: unknown) => {
        // Many a server takes a zero for a parameter left out.
        if (isVendorError(error) && error.kind === 'result') return [];
        throw error;
      });
    unnumbered = false;
    const zeroth = await fromZero();
    if (zeroth.length > 0) return countFrom(zeroth, size, fromOne);
    if (fromOne.length === 0) return [];
    const again = await fromZero();
    paging.firstRecord = again.length > 0 ? 0 : 1;
    return again.length > 0 ? again : fromOne;
  }

  /** Which number is the first, by pages from zero and from one on that were there at one moment. */
  async function firstOf(zeroth: E[], fromOne: E[], size: number): Promise<E[]> {
    // It left out the number that it has not, and so gave one record fewer. From a list that has it, more would come.
    if (zeroth.length < fromOne.length) {
      paging.firstRecord = 1;
      return fromOne;
    }
    const same = isSame(fromOne, zeroth);
    // Twins at both numbers, or one event at both: not known now. From one on, each comes once in any case.
    if (same && new Set(zeroth.map(({ key }) => key)).size < 2) {
      // A list so short that all of it came would have come shorter from one on, had it begun at zero.
      unnumbered = (await fetchPage(1 + zeroth.length, size + zeroth.length)).length > 0;
      return fromOne;
    }
    paging.firstRecord = same ? 1 : 0;
    return zeroth;
  }

  /** Which number has the record that came for zero, as a server may take a number that is too low for its lowest. */
  async function countFrom(zeroth: E[], size: number, before: E[]): Promise<E[]> {
    let first = zeroth;
    let fromOne = await fetchPage(1, size);
    // What arrived in between would have moved what is at number one.
    if (fromOne.length > 0 && isSame(before, fromOne)) return firstOf(zeroth, fromOne, size);
    for (let tries = 0; tries < mostTries; tries++) {
      if (tries > 0) fromOne = await fetchPage(1, size);
      if (fromOne.length === 0) {
        paging.firstRecord = 0;
        return first;
      }
      const again = await fetchPage(0, size - 1);
      // What arrived in between would have moved the second record to where the first one was.
      if (isSame(again, first)) return firstOf(first, fromOne, size);
      paging.firstRecord = firstByMoves(paging.order, [first, fromOne, again]);
      if (paging.firstRecord !== null) return again;
      first = again;
    }
    if (paging.order === null) throw new ListError('moved');
    // Of a list that gives the newest first, what is at zero is at one with the next event; and these keep coming.
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
 * Where a list begins whose numbers move: pages from zero, from one, and from zero again, asked for in this order. Numbers
 * move to newer events only; so a page that begins with an older event than the one before it begins at another number,
 * and where a move can only hide the step from one number to the other, seeing none proves that there is none.
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

/** By how many events the end of a page is newer than that of another; null: not known. */
function moved(from: readonly Entry[], to: readonly Entry[], end: 'newest' | 'oldest'): number | null {
  const [start, other] = placements(from, to).filter((at) => isProof(from, to, at));
  if (start === undefined || other !== undefined) return null;
  return end === 'oldest' ? start : start + to.length - from.length;
}

/** So many steps one way: a clock that was set back once does not deceive. */
const surely = 3;

/** Above 0: older events come first; below: newer ones do; 0: the times do not tell. */
export function stepsOf(events: readonly Entry[]): number {
  let sum = 0;
  for (let index = 1; index < events.length; index++) {
    const [before, after] = [events[index - 1]?.time ?? '', events[index]?.time ?? ''];
    if (before !== after) sum += before < after ? 1 : -1;
  }
  return sum;
}

import type { ListOrder } from '@/lib/db/tables/archive';
import { isVendorError } from '@/lib/doordeer/errors';
import type { Keyed } from './align';

/** One event of a list as it is compared: `time` sorts, where times make sense at all. */
export type Listed = Keyed & { time: string };

/** Records `start` to `end`, both included, as the cloud lists them; empty: there are none. */
export type AskPage<E extends Listed> = (start: number, end: number) => Promise<E[]>;

/**
 * What the document leaves open about a list and asking found out (reading 7). `ascending`: within a page, older
 * events come first; it need not follow from `order`.
 */
export type ListWays = {
  firstRecord: 0 | 1 | null;
  order: ListOrder | null;
  ascending: boolean | null;
  /** The longest page that the cloud has given. */
  pageSize: number;
  /** The highest number at which a record was found, in a list whose oldest comes first. */
  lastRecord: number | null;
};

export const unknownWays: ListWays = {
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
export const askAtOnce = 500;
const mostTries = 5;

/** Pages of one list, oldest event first whatever the cloud's way, remembering what each page teaches. */
export function createListPages<E extends Listed>(ask: AskPage<E>, known: ListWays) {
  const ways = { ...known };

  async function page(start: number, end: number): Promise<E[]> {
    const listed = await ask(start, end);
    ways.pageSize = Math.max(ways.pageSize, Math.min(listed.length, end - start + 1));
    const direction = directionOf(listed);
    if (ways.ascending === null && direction !== 0) ways.ascending = direction > 0;
    return ways.ascending === false ? listed.toReversed() : listed;
  }

  /** The page that begins with the list's first record, wherever this cloud begins to count. */
  async function firstPage(size: number): Promise<E[]> {
    if (ways.firstRecord !== null) return page(ways.firstRecord, ways.firstRecord + size - 1);
    const fromZero = () =>
      page(0, size - 1).catch((error: unknown) => {
        // Many a server takes a zero for a parameter left out.
        if (isVendorError(error) && error.kind === 'result') return [];
        throw error;
      });
    const zeroth = await fromZero();
    if (zeroth.length > 0) return countFrom(zeroth, size);
    const fromOne = await page(1, size);
    if (fromOne.length === 0) return [];
    // Between the two the first events of all may have come.
    const again = await fromZero();
    ways.firstRecord = again.length > 0 ? 0 : 1;
    return again.length > 0 ? again : fromOne;
  }

  /**
   * Finds out which number has the record that came for zero, as a server may take a number that is too low for its
   * lowest. Returns the first page as it is now.
   */
  async function countFrom(zeroth: E[], size: number): Promise<E[]> {
    const told = (events: readonly E[]) => events.map(({ key }) => key).join('\n');
    let first = zeroth;
    for (let tries = 0; tries < mostTries; tries++) {
      const fromOne = await page(1, size);
      if (fromOne.length === 0) {
        ways.firstRecord = 0;
        return first;
      }
      const again = await page(0, size - 1);
      // What arrived in between would have moved the second record to where the first one was.
      if (told(again) === told(first)) {
        const alike = new Set(first.map(({ key }) => key)).size < 2 && first.length > 1;
        ways.firstRecord = told(fromOne) === told(first) && !alike ? 1 : 0;
        return again;
      }
      first = again;
    }
    throw new ListError('moved');
  }

  return { ways, page, firstPage };
}

export type ListPages<E extends Listed> = ReturnType<typeof createListPages<E>>;

/** Above 0: older events come first; below: newer ones do; 0: the times do not tell. */
export function directionOf(events: readonly Listed[]): number {
  let sum = 0;
  for (let index = 1; index < events.length; index++) {
    const [before, after] = [events[index - 1]?.time ?? '', events[index]?.time ?? ''];
    if (before !== after) sum += before < after ? 1 : -1;
  }
  return Math.sign(sum);
}

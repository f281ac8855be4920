import { type Entry, isBefore, isProof, isTimed } from './align-lists';
import { detectDirection, detectOrder, isOneSecond } from './detect-order';
import { anchorOf, untimed } from './find-anchor';
import { isSame, ListError, type Pager, type Paging, pageLimit, stepsOf } from './pager';
import { readHead } from './read-head';
import { overlapOf, type Run, type StretchTop } from './run';

const highestRecord = 2 ** 31 - 1;

/** The newest end of a list, whose order it finds out. `held`: its newest stored part. `wasRead`: it was read before. */
export async function readNewest<E extends Entry>(
  list: Pager<E>,
  { held, wasRead }: Known<E> = { held: null, wasRead: false },
): Promise<Run<E>> {
  const run = await readTop(list, { held, wasRead });
  if (stepsOf(run.events) >= 0) return run;
  // Older events on top: a clock was set back, or the cloud reversed the list.
  list.forgetPaging();
  return readTop(list, { held: null, wasRead }, await farDown(list));
}

type Known<E> = { held: StretchTop<E> | null; wasRead: boolean };

async function readTop<E extends Entry>(
  list: Pager<E>,
  known: Known<E>,
  deep: number | null = null,
): Promise<Run<E>> {
  const { paging } = list;
  let page: E[] | null = null;
  if (isUnknown(paging)) {
    const found = await detectPaging(list, known, deep);
    if (found.run) return found.run;
    page = found.top;
  }
  list.requireDirection();
  if (paging.order === 'oldest-first') return readTail(list);
  const run = await readHead(list, page);
  if (paging.order === null && !isOneSecond(run.events)) throw new ListError('moved');
  return run;
}

async function farDown<E extends Entry>({ fetchOnce, paging }: Pager<E>): Promise<number | null> {
  let found: number | null = null;
  for (let number = 1 + Math.max(1, paging.pageSize); number < highestRecord; number *= 2) {
    if ((await fetchOnce(number, number)).length === 0) break;
    found = number;
  }
  return found;
}

function isUnknown({ firstRecord, order, ascending, pageSize, lastRecord }: Paging): boolean {
  if (order === 'oldest-first' && lastRecord === null) return true;
  return firstRecord === null || order === null || (ascending === null && pageSize > 1);
}

const firstOf = ({ firstRecord }: Paging): number => firstRecord ?? 1;

type Detected<E> = { run: Run<E> | null; top: E[] | null };

async function detectPaging<E extends Entry>(
  list: Pager<E>,
  { held, wasRead }: Known<E>,
  deep: number | null,
): Promise<Detected<E>> {
  const { paging } = list;
  const pageFrom = (number: number) => list.fetchPage(number, number + pageLimit - 1);
  if (held && deep === null && (await isUnchanged(list, held)))
    return { run: wholeRun(list, [...held.events]), top: null };
  let first = firstOf(paging);
  // If nothing was ever stored, events may as well be seen one look later.
  let near = await (wasRead && held === null ? list.fetchOnce : list.fetchPage)(first, first + pageLimit - 1);
  const isKnown = held?.entire === true && held.whole && isSame(near, held.events);
  let far = near.length === 0 ? [] : await pageAfter(list, first, near, isKnown);
  if (far.length === 0 && paging.firstRecord === null) {
    const found = await list.findFirst(pageLimit, near);
    first = firstOf(paging);
    if (found.length > 0 && (first === 0 || !isSame(found, near))) {
      near = found;
      far = await list.fetchOnce(first + near.length, first + near.length + pageLimit - 1);
    }
  }
  if (far.length === 0) return { run: wholeRun(list, near), top: null };
  if ([...near, ...far].some(isTimed) || near.length + far.length < untimed) {
    const from = deep ?? first + near.length;
    if (paging.order === null)
      await detectOrder(list, near, { from, page: deep === null ? far : await pageFrom(from) });
    await detectDirection(list);
  }
  const found = paging.firstRecord === null ? await list.findFirst(pageLimit, near) : near;
  const joined = paging.firstRecord === first ? near : joinedTop(near, found);
  if (paging.order !== 'newest-first' || deep !== null || joined === null || stepsOf(joined) <= 0)
    return { run: null, top: null };
  return { run: await withNext(list, joined, far), top: joined };
}

function joinedTop<E extends Entry>(fromOne: E[], zeroth: E[]): E[] | null {
  const [oldest] = fromOne;
  const agree = isSame(fromOne.slice(1), zeroth.slice(0, -1)) && isProof(fromOne, zeroth, 1);
  return oldest && agree ? [oldest, ...zeroth] : null;
}

/** Null if the two pages may not join. */
async function withNext<E extends Entry>(list: Pager<E>, top: E[], next: E[]): Promise<Run<E> | null> {
  // The newer page came first. If the numbers had moved, the older page would begin with its events.
  if (stepsOf(next) < 0 || !isBefore(next.at(-1), top[0])) return null;
  const events = [...next, ...top];
  const depth = events.length;
  const anchor = anchorOf(events, depth);
  if (anchor === null) return null;
  const isShort = next.length < list.paging.pageSize;
  const beyond = (list.paging.firstRecord ?? 1) + depth;
  const reachesFirst = isShort && (await list.fetchOnce(beyond, beyond + pageLimit - 1)).length === 0;
  return { events, depth, shift: 0, reachesFirst, anchor, isShort };
}

function wholeRun<E extends Entry>({ paging }: Pager<E>, events: E[]): Run<E> {
  if (paging.order === 'oldest-first' && events.length > 0)
    paging.lastRecord = (paging.firstRecord ?? 1) + events.length - 1;
  return {
    events,
    depth: events.length,
    shift: 0,
    reachesFirst: true,
    anchor: anchorOf(events, events.length),
  };
}

/**
 * The page after this one; empty at the end of the list. Two answers must agree on the end: a short page, or one that ends
 * with the last record as before, and "no records". `isKnown`: the page was the list's last before.
 */
async function pageAfter<E extends Entry>(
  list: Pager<E>,
  first: number,
  page: E[],
  isKnown: boolean,
): Promise<E[]> {
  const { paging } = list;
  const next = first + page.length;
  const beyond = await list.fetchOnce(next, next + pageLimit - 1);
  if (beyond.length > 0 || isKnown || page.length < paging.pageSize) return beyond;
  if (page.length > 1) {
    const last = await list.fetchOnce(next - 1, next + pageLimit - 2);
    const [only] = last;
    if (last.length === 1 && (only?.key === page[0]?.key || only?.key === page.at(-1)?.key)) {
      detectOrderByEnd(paging, page, last);
      return [];
    }
  }
  return list.fetchOnce(next, next + pageLimit - 1);
}

function detectOrderByEnd<E extends Entry>(paging: Paging, all: E[], [last]: E[]): void {
  const [oldest, newest] = [all[0], all.at(-1)];
  if (paging.order !== null || paging.ascending === null || !isBefore(oldest, newest)) return;
  if (last?.key === oldest?.key) paging.order = 'newest-first';
  if (last?.key === newest?.key) paging.order = 'oldest-first';
}

/** Is a whole list that fits in one page unchanged? One call for its highest numbers: each new event adds a record. */
async function isUnchanged<E extends Entry>(list: Pager<E>, held: StretchTop<E>): Promise<boolean> {
  const { events, entire, whole } = held;
  const { firstRecord, pageSize, order } = list.paging;
  if (!entire || !whole || firstRecord === null || order !== null || events.length > pageSize) return false;
  if (events.length === 0 || (events.length === 1 && pageSize === 1)) return false;
  const count = events.length < pageSize ? events.length : Math.max(1, Math.min(2, events.length - 1));
  const from = firstRecord + events.length - count;
  const seen = await list.fetchOnce(from, from + pageLimit - 1);
  return isSame(seen, events.slice(0, count)) || isSame(seen, events.slice(-count));
}

/** The newest end of a list whose newest events have the highest numbers. */
async function readTail<E extends Entry>(list: Pager<E>): Promise<Run<E>> {
  const { paging } = list;
  const first = paging.firstRecord ?? 1;
  const known = paging.lastRecord;
  if (known !== null && known >= first) {
    const from = Math.max(first, known - Math.max(1, overlapOf(paging.pageSize)) + 1);
    const page = await list.fetchPage(from, from + pageLimit - 1);
    const beyond = from + page.length;
    const isLast = page.length > 0 && page.length < paging.pageSize;
    if (isLast || (page.length > 0 && (await list.fetchOnce(beyond, beyond + pageLimit - 1)).length === 0)) {
      paging.lastRecord = beyond - 1;
      return readHead(list, page);
    }
  }
  const last = await findLast(list, known ?? first);
  paging.lastRecord = last < first ? null : last;
  if (last >= first) return readHead(list, null);
  // Records that come with a page and not by their number: the number of the first one is wrong.
  if ((await list.fetchOnce(first, first + pageLimit - 1)).length === 0) return wholeRun<E>(list, []);
  paging.firstRecord = null;
  throw new ListError('unaligned');
}

/** The highest number with a record; below the first number if none. Looks upwards from `near` first. */
async function findLast<E extends Entry>(list: Pager<E>, near: number, again = true): Promise<number> {
  const first: number = list.paging.firstRecord ?? 1;
  const holds = async (number: number) => (await list.fetchOnce(number, number)).length > 0;
  let below = first - 1;
  let above = Math.max(first, near);
  for (let step = 1; await holds(above); step *= 2) {
    below = above;
    above += step;
    if (above > highestRecord) throw new ListError('repeats');
  }
  while (above - below > 1) {
    const middle = Math.floor((above + below) / 2);
    if (await holds(middle)) below = middle;
    else above = middle;
  }
  return again && (await holds(above)) ? findLast(list, above, false) : below;
}

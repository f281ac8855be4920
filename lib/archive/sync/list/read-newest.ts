import { isBefore, isProof, isTimed } from './align-lists';
import { isOneSecond, learnDirection, learnOrder } from './detect-order';
import { markOf, untimed } from './find-anchor';
import { askAtOnce, isSame, ListError, type Listed, type ListPages, type ListWays, stepsOf } from './pager';
import { readHead } from './read-head';
import { type Held, overlapOf, type Run } from './run';

/** No list is longer; a cloud that still answers beyond it answers the same to everything. */
const highestRecord = 2 ** 31 - 1;

/**
 * The newest page of a list, whatever its order, which it finds out if need be; of short pages, a few. `held`: what is
 * stored of its newest end; null: nothing. `wasRead`: the list was read before.
 */
export async function readNewest<E extends Listed>(
  list: ListPages<E>,
  { held, wasRead }: Known<E> = { held: null, wasRead: false },
): Promise<Run<E>> {
  const run = await readTop(list, { held, wasRead });
  if (stepsOf(run.events) >= 0) return run;
  // Older events on top of newer ones: a clock that was set back, or a cloud that has turned its list around.
  list.forgetWays();
  return readTop(list, { held: null, wasRead }, await farDown(list));
}

type Known<E> = { held: Held<E> | null; wasRead: boolean };

async function readTop<E extends Listed>(
  list: ListPages<E>,
  known: Known<E>,
  deep: number | null = null,
): Promise<Run<E>> {
  const { ways } = list;
  let page: E[] | null = null;
  if (isUnknown(ways)) {
    const found = await learn(list, known, deep);
    if (found.run) return found.run;
    page = found.top;
  }
  list.keepFromHere();
  if (ways.order === 'oldest-first') return readTail(list);
  const run = await readHead(list, page);
  if (ways.order === null && !isOneSecond(run.events)) throw new ListError('moved');
  return run;
}

/** A number far down the list: what is there shows which way the list runs, whatever a clock did that was set back a little. */
async function farDown<E extends Listed>({ glance, ways }: ListPages<E>): Promise<number | null> {
  let found: number | null = null;
  for (let number = 1 + Math.max(1, ways.pageSize); number < highestRecord; number *= 2) {
    if ((await glance(number, number)).length === 0) break;
    found = number;
  }
  return found;
}

/** Of pages of one record there is no end that is older. */
function isUnknown({ firstRecord, order, ascending, pageSize, lastRecord }: ListWays): boolean {
  if (order === 'oldest-first' && lastRecord === null) return true;
  return firstRecord === null || order === null || (ascending === null && pageSize > 1);
}

const firstOf = ({ firstRecord }: ListWays): number => firstRecord ?? 1;

/** `run`: the newest end of the list. Null: it is to be read now; `top` is its newest page, where that has come already. */
type Learnt<E> = { run: Run<E> | null; top: E[] | null };

/** Finds out how a list runs; or brings all of it, when it came at once. */
async function learn<E extends Listed>(
  list: ListPages<E>,
  { held, wasRead }: Known<E>,
  deep: number | null,
): Promise<Learnt<E>> {
  const { ways } = list;
  const pageFrom = (number: number) => list.page(number, number + askAtOnce - 1);
  if (held && deep === null && (await isUnchanged(list, held)))
    return { run: wholeRun(list, [...held.events]), top: null };
  let first = firstOf(ways);
  // Where nothing has ever been, nothing is lost when events are seen a look later.
  let near = await (wasRead && held === null ? list.glance : list.page)(first, first + askAtOnce - 1);
  const isKnown = held?.entire === true && held.whole && isSame(near, held.events);
  let far = near.length === 0 ? [] : await pageAfter(list, first, near, isKnown);
  if (far.length === 0 && ways.firstRecord === null) {
    const found = await list.findFirst(askAtOnce, near);
    first = firstOf(ways);
    if (found.length > 0 && (first === 0 || !isSame(found, near))) {
      near = found;
      // It came later than the answer that the list ends, and may have moved meanwhile.
      far = await list.glance(first + near.length, first + near.length + askAtOnce - 1);
    }
  }
  // Which way it runs, only a longer one can tell.
  if (far.length === 0) return { run: wholeRun(list, near), top: null };
  // Of short pages the first two may hold senseless times only, of a list that tells others.
  if ([...near, ...far].some(isTimed) || near.length + far.length < untimed) {
    const from = deep ?? first + near.length;
    if (ways.order === null)
      await learnOrder(list, near, { from, page: deep === null ? far : await pageFrom(from) });
    await learnDirection(list);
  }
  const found = ways.firstRecord === null ? await list.findFirst(askAtOnce, near) : near;
  const joined = ways.firstRecord === first ? near : joinedTop(near, found);
  if (ways.order !== 'newest-first' || deep !== null || joined === null || stepsOf(joined) <= 0)
    return { run: null, top: null };
  return { run: await withNext(list, joined, far), top: joined };
}

/** The first page of a list that begins at zero, and the one from number one on, in one. */
function joinedTop<E extends Listed>(fromOne: E[], zeroth: E[]): E[] | null {
  const [oldest] = fromOne;
  const agree = isSame(fromOne.slice(1), zeroth.slice(0, -1)) && isProof(fromOne, zeroth, 1);
  return oldest && agree ? [oldest, ...zeroth] : null;
}

/** The newest page and the next one, which has come as well; null: it is not certain that they join. */
async function withNext<E extends Listed>(list: ListPages<E>, top: E[], next: E[]): Promise<Run<E> | null> {
  // The newer page was asked for first: had the numbers moved since, the older one would begin with events of the newer.
  if (stepsOf(next) < 0 || !isBefore(next.at(-1), top[0])) return null;
  const events = [...next, ...top];
  const depth = events.length;
  const mark = markOf(events, depth);
  if (mark === null) return null;
  const isShort = next.length < list.ways.pageSize;
  const beyond = (list.ways.firstRecord ?? 1) + depth;
  const reachesFirst = isShort && (await list.glance(beyond, beyond + askAtOnce - 1)).length === 0;
  return { events, depth, shift: 0, reachesFirst, mark, isShort };
}

function wholeRun<E extends Listed>({ ways }: ListPages<E>, events: E[]): Run<E> {
  if (ways.order === 'oldest-first' && events.length > 0)
    ways.lastRecord = (ways.firstRecord ?? 1) + events.length - 1;
  return { events, depth: events.length, shift: 0, reachesFirst: true, mark: markOf(events, events.length) };
}

/**
 * What follows a page; empty: the list ends with it. That is believed when two answers say so: a page that is shorter than
 * others, or ends with a record that was the last before, and "no records". `isKnown`: it was the list's last before.
 */
async function pageAfter<E extends Listed>(
  list: ListPages<E>,
  first: number,
  page: E[],
  isKnown: boolean,
): Promise<E[]> {
  const { ways } = list;
  const next = first + page.length;
  const beyond = await list.glance(next, next + askAtOnce - 1);
  if (beyond.length > 0 || isKnown || page.length < ways.pageSize) return beyond;
  if (page.length > 1) {
    const last = await list.glance(next - 1, next + askAtOnce - 2);
    const [only] = last;
    if (last.length === 1 && (only?.key === page[0]?.key || only?.key === page.at(-1)?.key)) {
      learnOrderByEnd(ways, page, last);
      return [];
    }
  }
  return list.glance(next, next + askAtOnce - 1);
}

/** All of a list came at once: the record with the highest number is its oldest or its newest. */
function learnOrderByEnd<E extends Listed>(ways: ListWays, all: E[], [last]: E[]): void {
  const [oldest, newest] = [all[0], all.at(-1)];
  // Of a few events, a clock that was set back tells the contrary.
  if (ways.order !== null || ways.ascending === null || !isBefore(oldest, newest)) return;
  if (last?.key === oldest?.key) ways.order = 'newest-first';
  if (last?.key === newest?.key) ways.order = 'oldest-first';
}

/**
 * Is a list, all of which is stored and which came at once, still the same? Which way it runs may be unknown. One question
 * for its highest numbers tells: each event that has come would give one record more.
 */
async function isUnchanged<E extends Listed>(list: ListPages<E>, held: Held<E>): Promise<boolean> {
  const { events, entire, whole } = held;
  const { firstRecord, pageSize, order } = list.ways;
  if (!entire || !whole || firstRecord === null || order !== null || events.length > pageSize) return false;
  if (events.length === 0 || (events.length === 1 && pageSize === 1)) return false;
  const count = events.length < pageSize ? events.length : Math.max(1, Math.min(2, events.length - 1));
  const from = firstRecord + events.length - count;
  const seen = await list.glance(from, from + askAtOnce - 1);
  return isSame(seen, events.slice(0, count)) || isSame(seen, events.slice(-count));
}

/** The end of a list whose newest events come last: from the number known from before, or wherever it is found. */
async function readTail<E extends Listed>(list: ListPages<E>): Promise<Run<E>> {
  const { ways } = list;
  const first = ways.firstRecord ?? 1;
  const known = ways.lastRecord;
  if (known !== null && known >= first) {
    const from = Math.max(first, known - Math.max(1, overlapOf(ways.pageSize)) + 1);
    const page = await list.page(from, from + askAtOnce - 1);
    const beyond = from + page.length;
    const isLast = page.length > 0 && page.length < ways.pageSize;
    if (isLast || (page.length > 0 && (await list.glance(beyond, beyond + askAtOnce - 1)).length === 0)) {
      ways.lastRecord = beyond - 1;
      return readHead(list, page);
    }
  }
  const last = await findLast(list, known ?? first);
  ways.lastRecord = last < first ? null : last;
  return last < first ? wholeRun<E>(list, []) : readHead(list, null);
}

/** The highest number that holds a record; below the first one when there is none. Looks upwards from `near` first. */
async function findLast<E extends Listed>(list: ListPages<E>, near: number, again = true): Promise<number> {
  const first: number = list.ways.firstRecord ?? 1;
  const holds = async (number: number) => (await list.glance(number, number)).length > 0;
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
  // Only the end that was found is asked for twice: a false one among the numbers looked at shows here, or an arrival.
  return again && (await holds(above)) ? findLast(list, above, false) : below;
}

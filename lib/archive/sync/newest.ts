import type { ListOrder } from '@/lib/db/tables/archive';
import { placements, without } from './align';
import { askAtOnce, directionOf, ListError, type Listed, type ListPages } from './list-pages';
import { overlapOf, type Run } from './walk';

/** No list is longer; a cloud that still answers beyond it answers the same to everything. */
const highestRecord = 2 ** 31 - 1;

/** The newest page of a list, whatever its order, which it finds out if need be. */
export async function readNewest<E extends Listed>(list: ListPages<E>, tries = 0): Promise<Run<E>> {
  const { ways } = list;
  if (ways.order === 'oldest-first') return readTail(list);
  const page = await list.firstPage(askAtOnce);
  const run: Run<E> = {
    events: page,
    depth: page.length,
    shift: 0,
    reachesFirst: page.length === 0,
    head: page,
  };
  if (ways.order === 'newest-first' || page.length === 0) return run;

  const turned = ways.ascending === false;
  const first = ways.firstRecord ?? 1;
  const overlap = overlapOf(page.length);
  const from = first + page.length - overlap;
  const next = await list.page(from, from + askAtOnce - 1);
  const known = new Set(page.map(({ key }) => key));
  if (next.length <= overlap && next.every(({ key }) => known.has(key))) {
    // All of the list came at once. Which way it runs, only a longer one can tell.
    return { ...run, reachesFirst: true };
  }
  // What arrives meanwhile can make either order look like the other: is the first page still the same?
  const again = await list.firstPage(askAtOnce);
  if (again.length !== page.length) {
    if (tries >= mostTries) throw new ListError('moved');
    return readNewest(list, tries + 1);
  }
  // Where the oldest come first, a full first page never changes.
  const changed = without(page, again).length > 0;
  ways.order = changed ? 'newest-first' : await learnOrder(list, page);
  await learnDirection(list, from);
  if (ways.order === 'oldest-first') return readTail(list);
  // A page all of one second was left as it came, before anything showed which way pages run.
  const events = ways.ascending === false && !turned && directionOf(page) === 0 ? page.toReversed() : page;
  return { ...run, events, head: events };
}

const mostTries = 5;
/** Pages all of one second that are passed over to learn which way a list runs. */
const mostUniform = 200;

/** Are later events at higher numbers? Told by the first page further on whose times are not all those of the first. */
async function learnOrder<E extends Listed>(
  { page, ways }: ListPages<E>,
  first: readonly E[],
): Promise<ListOrder> {
  const times = first.map(({ time }) => time).sort();
  const [least = '', most = ''] = [times[0], times.at(-1)];
  let at = (ways.firstRecord ?? 1) + first.length;
  for (let tries = 0; tries < mostUniform; tries++) {
    const further = await page(at, at + askAtOnce - 1);
    if (further.length === 0) break;
    const middle = middleTime(further);
    const undecided = least === most && middle === most;
    if (!undecided) return middle >= most || middle > middleTime(first) ? 'oldest-first' : 'newest-first';
    at += further.length;
  }
  return 'newest-first';
}

/** Which end of a page is older, from the first page that holds two different times. */
async function learnDirection<E extends Listed>({ page, ways }: ListPages<E>, from: number): Promise<void> {
  let start = from;
  for (let tries = 0; ways.ascending === null && tries < mostUniform; tries++) {
    const length = (await page(start, start + askAtOnce - 1)).length;
    if (length === 0) break;
    start += length;
  }
  ways.ascending ??= ways.order === 'oldest-first';
}

function middleTime(page: readonly Listed[]): string {
  const times = page.map(({ time }) => time).sort();
  return times[Math.floor(times.length / 2)] ?? '';
}

/** The end of a list whose newest events come last: from the number known from before, or wherever it is found. */
async function readTail<E extends Listed>(list: ListPages<E>): Promise<Run<E>> {
  const { ways } = list;
  const first = ways.firstRecord ?? 1;
  let last = ways.lastRecord;
  const overlap = Math.max(1, overlapOf(ways.pageSize));
  let from = last === null ? first : Math.max(first, last - overlap + 1);
  let page = last === null ? [] : await list.page(from, from + askAtOnce - 1);
  if (page.length === 0) {
    last = await findLast(list);
    if (last < first) {
      ways.lastRecord = null;
      return { events: [], depth: 0, shift: 0, reachesFirst: true, head: [] };
    }
    from = Math.max(first, last - Math.max(ways.pageSize, 1) + 1);
    page = await list.page(from, last);
    if (page.length === 0) throw new ListError('unaligned');
  }
  const events = page;
  // On to the very end: the known number may be far behind.
  for (;;) {
    const top = from + events.length - 1;
    if (top > highestRecord) throw new ListError('repeats');
    const shared = Math.min(overlap, events.length, Math.max(ways.pageSize - 1, 0));
    const next = await list.page(top - shared + 1, top - shared + askAtOnce);
    const [start] =
      shared === 0 ? [events.length] : placements(events, next).filter((at) => at >= events.length - shared);
    if (next.length === 0) break;
    if (start === undefined) throw new ListError('unaligned');
    const newer = next.slice(events.length - start);
    if (newer.length === 0) break;
    events.push(...newer);
  }
  ways.lastRecord = from + events.length - 1;
  return { events, depth: events.length, shift: 0, reachesFirst: from === first, head: events };
}

/** The highest number that holds a record; below the first one when there is none. */
async function findLast<E extends Listed>({ page, ways }: ListPages<E>): Promise<number> {
  const first: number = ways.firstRecord ?? 1;
  const holds = async (number: number) => (await page(number, number)).length > 0;
  let below = first - 1;
  let above = first;
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
  return below;
}

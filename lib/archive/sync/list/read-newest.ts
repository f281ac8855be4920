import { isTimed } from './align-lists';
import { isOneSecond, learnDirection, learnOrder } from './detect-order';
import { markOf, untimed } from './find-anchor';
import { askAtOnce, ListError, type Listed, type ListPages, type ListWays, stepsOf } from './pager';
import { readHead } from './read-head';
import { overlapOf, type Run } from './run';

/** No list is longer; a cloud that still answers beyond it answers the same to everything. */
const highestRecord = 2 ** 31 - 1;

/** The newest page of a list, whatever its order, which it finds out if need be; of short pages, a few. */
export async function readNewest<E extends Listed>(list: ListPages<E>): Promise<Run<E>> {
  const run = await readTop(list);
  if (stepsOf(run.events) >= 0) return run;
  // Older events on top of newer ones: a clock that was set back, or a cloud that has turned its list around.
  list.forgetWays();
  return readTop(list, await farDown(list));
}

async function readTop<E extends Listed>(list: ListPages<E>, deep: number | null = null): Promise<Run<E>> {
  const { ways } = list;
  if (isUnknown(ways)) {
    const all = await learn(list, deep);
    if (all) return all;
  }
  list.keepFromHere();
  if (ways.order === 'oldest-first') return readTail(list);
  const run = await readHead(list, null);
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
function isUnknown({ firstRecord, order, ascending, pageSize }: ListWays): boolean {
  return firstRecord === null || order === null || (ascending === null && pageSize > 1);
}

/** Finds out how a list runs; or brings all of it, when it came at once. */
async function learn<E extends Listed>(list: ListPages<E>, deep: number | null): Promise<Run<E> | null> {
  const { ways } = list;
  const pageFrom = (number: number) => list.page(number, number + askAtOnce - 1);
  const first = ways.firstRecord ?? 1;
  let near = await pageFrom(first);
  let far = near.length === 0 ? [] : await pageFrom(first + near.length);
  if (far.length === 0 && ways.firstRecord === null) {
    const found = await list.findFirst(askAtOnce);
    if (found.length > 0) near = found;
    far = await pageFrom((ways.firstRecord ?? 1) + near.length);
  }
  // Which way it runs, only a longer one can tell.
  if (far.length === 0) return wholeRun(near);
  // Of short pages the first two may hold senseless times only, of a list that tells others.
  if ([...near, ...far].some(isTimed) || near.length + far.length < untimed) {
    const from = deep ?? (ways.firstRecord ?? 1) + near.length;
    if (ways.order === null)
      await learnOrder(list, near, { from, page: deep === null ? far : await pageFrom(from) });
    await learnDirection(list);
  }
  if (ways.firstRecord === null) await list.findFirst(askAtOnce);
  return null;
}

function wholeRun<E extends Listed>(events: E[]): Run<E> {
  return { events, depth: events.length, shift: 0, reachesFirst: true, mark: markOf(events, events.length) };
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
    if (page.length > 0 && (await list.glance(beyond, beyond + askAtOnce - 1)).length === 0) {
      ways.lastRecord = beyond - 1;
      return readHead(list, page);
    }
  }
  const last = await findLast(list, known ?? first);
  ways.lastRecord = last < first ? null : last;
  return last < first ? wholeRun<E>([]) : readHead(list, null);
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

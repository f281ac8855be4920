import { isProof, placements } from './align';
import { askAtOnce, ListError, type Listed, type ListPages } from './list-pages';
import { type Ahead, pageAhead, type Window } from './read-ahead';

/** A run of a list, oldest event first, in which nothing is missing. */
export type Run<E> = {
  events: E[];
  /** Records from the list's newest down to the run's oldest, both included. */
  depth: number;
  /** The depth at which reading will stop, where that is known: nothing is asked ahead of it. */
  until?: number;
  /** By how much the numbers have moved since then. */
  shift: number;
  /** Nothing older is given by the cloud. */
  reachesFirst: boolean;
  /** The newest events of the list, as they were when `depth` was counted. */
  head: readonly E[];
  /** By how much the numbers had moved when `head` was read. */
  headShift?: number | undefined;
  /** Pages asked for before their turn. */
  ahead?: Ahead<E> | undefined;
  /** The numbers were seen to move: pages must prove themselves by what they share. */
  restless?: boolean;
};

/** Records that a page shares with what is held, where pages are long enough: they prove that nothing lies between. */
const overlapWanted = 12;
const mostTries = 6;
/** Times that one page is asked for again because the numbers have moved. */
const mostMoves = 3;
/** Pages up to this long are read by their numbers where these prove to stand still. */
const shortPage = 30;
/** An overlap so long can prove a page's place without its numbers. */
const surelyShared = 8;

export function overlapOf(pageSize: number): number {
  return Math.max(0, Math.min(overlapWanted, pageSize - 1));
}

/**
 * Puts the page of records just older than the run in front of it and returns how many events were new; with none,
 * the run reaches the first record.
 *
 * Arrivals move the numbers of a list that gives the newest first, forgetting moves those of one that gives the oldest
 * first; either way a page then holds newer events than its numbers say, never older ones. So content places a page,
 * and numbers only say where to look.
 *
 * @throws ListError when no page fits, VendorError when the cloud fails: the run is then as it was.
 */
export async function readOlder<E extends Listed>(list: ListPages<E>, run: Run<E>): Promise<number> {
  const { ways } = list;
  // Of short pages, a long overlap would leave next to nothing: while the numbers stand still, they do as well.
  const short = ways.pageSize <= shortPage && !run.restless;
  let overlap = short ? Math.min(1, overlapOf(ways.pageSize)) : overlapOf(ways.pageSize);
  let moves = 0;
  for (let tries = 0; tries < mostTries + moves; tries++) {
    const window = windowBelow(list, run, overlap);
    if (window === null) return ending(run);
    const page = await pageAhead(list, run, window, overlap);
    // Where the run's own oldest events should come too and nothing does, the cloud has forgotten them.
    if (page.length === 0) {
      if (ways.order === 'oldest-first' && window.start > (ways.firstRecord ?? 1)) {
        throw new ListError('unaligned');
      }
      return ending(run);
    }
    const least = ways.order === 'oldest-first' ? window.index : overlap - page.length;
    const fits = placements(run.events, page).filter((start) => start >= least);
    if (overlap === 0) fits.unshift(-page.length);
    let [start] = fits;
    if (fits.length > 1 || (start !== undefined && !isProof(run.events, page, start))) {
      const shift = await shiftNow(list, run);
      if (shift !== null && shift > run.shift && moves < mostMoves) {
        run.shift = shift;
        moves += 1;
        continue;
      }
      if (shift !== run.shift) {
        if (!short || run.restless || overlapOf(ways.pageSize) < surelyShared) throw new ListError('moved');
        run.restless = true;
        overlap = overlapOf(ways.pageSize);
        continue;
      }
      // Nothing arrived, so the numbers say where the page stands, and the content agrees or it does not.
      start = fits.find((fit) => fit === least);
    }
    if (start === undefined) {
      const cutShort = ways.order === 'oldest-first' && page.length < window.end - window.start + 1;
      if (cutShort) ways.pageSize = page.length;
      overlap = Math.min(overlap * 2, Math.max(ways.pageSize - 1, 0), run.events.length);
      continue;
    }
    run.shift += start - least;
    const atFirst = ways.order === 'oldest-first' && window.start === (ways.firstRecord ?? 1);
    if (atFirst) run.reachesFirst = true;
    if (start < 0) {
      run.events.unshift(...page.slice(0, -start));
      run.depth -= start;
      return -start;
    }
    if (atFirst) return ending(run);
    if (start === 0 && ways.order !== 'oldest-first') {
      const beyond = window.start + page.length;
      if ((await list.page(beyond, beyond + askAtOnce - 1)).length === 0) return ending(run);
    }
    // The numbers have moved by this much, or the cloud gives shorter pages than it did.
    overlap = Math.min(overlap, Math.max(page.length - 1, 0));
  }
  throw new ListError(run.shift > 0 ? 'repeats' : 'unaligned');
}

function ending<E>(run: Run<E>): number {
  run.reachesFirst = true;
  return 0;
}

/** The numbers to ask for; `index` is where, by the numbers, the page begins in the run. Null: there are none below. */
function windowBelow<E extends Listed>({ ways }: ListPages<E>, run: Run<E>, overlap: number): Window | null {
  const first = ways.firstRecord ?? 1;
  if (ways.order === 'oldest-first') {
    const bottom = (ways.lastRecord ?? 0) - run.depth + 1 - run.shift;
    const end = bottom + overlap - 1;
    if (end < first || (overlap === 0 && bottom <= first)) return null;
    // Asked for more than the cloud gives at once, it would leave out the end, which is what joins the run.
    const start = Math.max(first, end - Math.max(ways.pageSize, 1) + 1);
    return { start, end, index: start - bottom };
  }
  const start = first + run.depth - overlap + run.shift;
  return { start, end: start + askAtOnce - 1, index: 0 };
}

/**
 * By how much the numbers have moved by now, told by the newest events and those of before; null: it cannot be told.
 * They only ever move one way: as far as it was before a page was asked for and is after it came, it was for that page.
 * What the cloud forgets at the other end of a list that gives the oldest first shows in the pages alone.
 */
async function shiftNow<E extends Listed>(list: ListPages<E>, run: Run<E>): Promise<number | null> {
  if (list.ways.order === 'oldest-first') return run.shift;
  const { head, headShift = 0 } = run;
  const page = await list.firstPage(askAtOnce);
  const starts = placements(head, page).filter((start) => start + page.length >= head.length);
  const shiftAt = (start: number) => headShift + start + page.length - head.length;
  if (starts.some((start) => shiftAt(start) === run.shift)) return run.shift;
  const [only] = starts;
  if (only === undefined || starts.length > 1 || !isProof(head, page, only)) return null;
  const shift = shiftAt(only);
  Object.assign(run, { head: page, headShift: shift });
  return shift;
}

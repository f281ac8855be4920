import { type Entry, isBefore, isProof, placements } from './align-lists';
import { depthAt, measureShift } from './find-anchor';
import { ListError, type Pager, pageLimit } from './pager';
import { type FetchedPage, nextPage } from './prefetch-pages';
import { overlapOf, type Run } from './run';

const mostTries = 6;
/** Times that one page is asked for again because the numbers have moved. */
const mostMoves = 4;

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
export async function readOlder<E extends Entry>(list: Pager<E>, run: Run<E>): Promise<number> {
  const { paging } = list;
  const first = paging.firstRecord ?? 1;
  const isLast = ({ length }: readonly E[]) => paging.order !== 'oldest-first' && length < paging.pageSize;
  let overlap = run.isShort ? 0 : overlapOf(paging.pageSize);
  const askAnew = (shared: number) => {
    overlap = Math.min(shared, Math.max(paging.pageSize - 1, 0), run.events.length);
    run.prefetched = [];
  };
  let moves = 0;
  for (let tries = 0; tries < mostTries + moves; tries++) {
    const arrived = await nextPage(list, run, overlap);
    if (arrived === null) return ending(run);
    const { page, start: number, end, fresh } = arrived;
    if (page.length === 0) {
      if (!fresh) {
        // The end is near: beyond it there is nothing to ask ahead.
        run.until = run.depth;
        askAnew(overlap);
        continue;
      }
      // Where the run's own oldest events should come too and nothing does, the cloud has forgotten them.
      if (paging.order === 'oldest-first' && number > first) throw new ListError('unaligned');
      return ending(run);
    }
    const least = placeByNumber(list, run, arrived);
    let start = surePlace(run, arrived, least);
    if (start === undefined) {
      const shift = await measureShift(list, run);
      if (shift === null) throw new ListError('moved');
      if (shift > arrived.shift) {
        if (moves === mostMoves) throw new ListError('moved');
        run.shift = Math.max(run.shift, shift);
        moves += 1;
        askAnew(overlap * 2);
        continue;
      }
      // Nothing has moved since before it was asked for: it stands where its numbers say, if the content agrees.
      start = placements(run.events, page).find((fit) => fit === least);
      if (least === -page.length) start = least;
    }
    if (start === undefined) {
      const cutShort = paging.order === 'oldest-first' && page.length < end - number + 1;
      if (cutShort) paging.pageSize = page.length;
      askAnew(Math.max(1, overlap * 2));
      continue;
    }
    run.shift = Math.max(run.shift, arrived.shift + start - least);
    const atFirst = paging.order === 'oldest-first' && number === first;
    if (atFirst) run.reachesFirst = true;
    if (start < 0) {
      run.events.unshift(...page.slice(0, -start));
      run.isShort = isLast(page);
      run.depth -= start;
      return -start;
    }
    if (atFirst) return ending(run);
    if (start === 0 && paging.order !== 'oldest-first') {
      const beyond = number + page.length;
      const read = isLast(page) ? list.fetchOnce : list.fetchPage;
      if ((await read(beyond, beyond + pageLimit - 1)).length === 0) return ending(run);
    }
    // The numbers have moved by a page and more, or the cloud gives shorter pages than it did.
    askAnew(Math.min(overlap, Math.max(page.length - 1, 0)));
  }
  throw new ListError(run.shift > 0 ? 'repeats' : 'unaligned');
}

function ending<E>(run: Run<E>): number {
  run.reachesFirst = true;
  return 0;
}

/** Where in the run a page begins by its numbers, had these not moved since it was asked for: at no lower index. */
function placeByNumber<E extends Entry>(
  { paging }: Pager<E>,
  run: Run<E>,
  { start, shift, page }: FetchedPage<E>,
): number {
  const oldest = paging.order === 'oldest-first' ? start : start + page.length - 1;
  return run.depth - depthAt(paging, oldest, shift);
}

/** Where in the run a page begins, if what it holds leaves no doubt of it. */
function surePlace<E extends Entry>(
  { events }: Run<E>,
  { page, fresh }: FetchedPage<E>,
  least: number,
): number | undefined {
  const fits = placements(events, page).filter((start) => start >= least);
  const sure = fits.filter((start) => isProof(events, page, start));
  if (sure.length === 1) return sure[0];
  // The numbers follow those of the run and the seconds go down from it: had they moved since the run's oldest event was
  // met, the page would begin with that one, or with a newer one.
  const follows = fresh && least === -page.length && fits.length === 0;
  return follows && isBefore(page.at(-1), events[0]) ? least : undefined;
}

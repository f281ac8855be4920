import { type Entry, isBefore, isProof, placements } from './align-lists';
import { depthAt, measureShift } from './find-anchor';
import { ListError, type Pager, pageLimit } from './pager';
import { type FetchedPage, nextPage } from './prefetch-pages';
import { overlapOf, type Run } from './run';

const mostTries = 6;
const mostMoves = 4;

/**
 * Puts the page just older than the run in front of it. Returns how many events were new; 0: the run reaches the first
 * record.
 * Arrivals, or events that the cloud forgets, move the numbers. A page then holds newer events than its numbers say, never
 * older ones. So content places a page, and numbers only say where to look.
 * @throws ListError if no page fits, VendorError if the cloud fails; the run is then unchanged
 */
export async function readOlder<E extends Entry>(list: Pager<E>, run: Run<E>): Promise<number> {
  const { paging } = list;
  const first = paging.firstRecord ?? 1;
  const isLast = ({ length }: readonly E[]) => paging.order !== 'oldest-first' && length < paging.pageSize;
  let overlap = run.isShort ? 0 : overlapOf(paging.pageSize);
  const restart = (shared: number) => {
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
        run.until = run.depth;
        restart(overlap);
        continue;
      }
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
        restart(overlap * 2);
        continue;
      }
      // Nothing has moved since before the call, so its numbers place it, if the content agrees.
      start = placements(run.events, page).find((fit) => fit === least);
      if (least === -page.length) start = least;
    }
    if (start === undefined) {
      const cutShort = paging.order === 'oldest-first' && page.length < end - number + 1;
      if (cutShort) paging.pageSize = page.length;
      restart(Math.max(1, overlap * 2));
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
    // The numbers moved by more than a page, or the cloud gives shorter pages than before.
    restart(Math.min(overlap, Math.max(page.length - 1, 0)));
  }
  throw new ListError(run.shift > 0 ? 'repeats' : 'unaligned');
}

function ending<E>(run: Run<E>): number {
  run.reachesFirst = true;
  return 0;
}

function placeByNumber<E extends Entry>(
  { paging }: Pager<E>,
  run: Run<E>,
  { start, shift, page }: FetchedPage<E>,
): number {
  const oldest = paging.order === 'oldest-first' ? start : start + page.length - 1;
  return run.depth - depthAt(paging, oldest, shift);
}

function surePlace<E extends Entry>(
  { events }: Run<E>,
  { page, fresh }: FetchedPage<E>,
  least: number,
): number | undefined {
  const fits = placements(events, page).filter((start) => start >= least);
  const sure = fits.filter((start) => isProof(events, page, start));
  if (sure.length === 1) return sure[0];
  // Its numbers follow the run. If they had moved, the page would begin with an event of the run or a newer one.
  const follows = fresh && least === -page.length && fits.length === 0;
  return follows && isBefore(page.at(-1), events[0]) ? least : undefined;
}

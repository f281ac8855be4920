import type { Entry } from './align-lists';
import { numberAt } from './find-anchor';
import { type Pager, pageLimit } from './pager';
import type { PendingPage, Run } from './run';

/** Pages that are on their way while one is looked at. */
const pagesAhead = 8;

/** `fresh`: it was asked for only now. */
export type FetchedPage<E> = Omit<PendingPage<E>, 'answer'> & { page: E[]; fresh: boolean };

/**
 * The next page below a run, asking for those after it at the same time; null: there are no numbers below. Each page asked
 * ahead shares `overlap` numbers with the one before it. When the numbers move meanwhile, all of them hold newer events
 * than was thought, and still share as much: so none need be asked for again.
 */
export async function nextPage<E extends Entry>(
  list: Pager<E>,
  run: Run<E>,
  overlap: number,
): Promise<FetchedPage<E> | null> {
  const ask = ({ start, end }: { start: number; end: number }, read = list.fetchOnce): PendingPage<E> => {
    const answer = read(start, end);
    // The caller that awaits it gets its failure; if none does, it does not matter.
    answer.catch(() => {});
    return { start, end, shift: run.shift, answer };
  };
  run.prefetched ??= [];
  const known = run.prefetched.shift();
  const window = known ?? windowBelow(list, run, overlap);
  if (window === null) return null;
  // A short page and "no records" are two answers that say the same: that the list ends.
  const asked = known ?? ask(window, run.isShort ? list.fetchOnce : list.fetchPage);
  const { pageSize, order, firstRecord } = list.paging;
  const step = pageSize - overlap;
  // Only below what has come in full pages so far: of a short list there is nothing to ask ahead.
  const left = Math.ceil(((run.until ?? Number.POSITIVE_INFINITY) - run.depth) / Math.max(1, step)) - 1;
  const more = overlap > 0 && run.depth >= pageSize * 2 && step > 0 ? Math.min(pagesAhead, left) : 0;
  while (run.prefetched.length < more) {
    const before = run.prefetched.at(-1) ?? asked;
    const start = order === 'oldest-first' ? before.start - step : before.start + step;
    if (start < (firstRecord ?? 1)) break;
    run.prefetched.push(ask({ start, end: start + (order === 'oldest-first' ? pageSize : pageLimit) - 1 }));
  }
  const { answer, ...numbers } = asked;
  return { ...numbers, page: await answer, fresh: known === undefined };
}

/** The numbers to ask for next, as far as it is known how these have moved. Null: there are none below. */
function windowBelow<E extends Entry>(
  { paging }: Pager<E>,
  run: Run<E>,
  overlap: number,
): { start: number; end: number } | null {
  const first = paging.firstRecord ?? 1;
  if (paging.order !== 'oldest-first') {
    const start = numberAt(paging, run.depth - overlap + 1, run.shift);
    return { start, end: start + pageLimit - 1 };
  }
  const bottom = numberAt(paging, run.depth, run.shift);
  const end = bottom + overlap - 1;
  if (end < first || (overlap === 0 && bottom <= first)) return null;
  // Asked for more than the cloud gives at once, it would leave out the end, which is what joins the run.
  return { start: Math.max(first, end - Math.max(paging.pageSize, 1) + 1), end };
}

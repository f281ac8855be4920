import type { Entry } from './align-lists';
import { numberAt } from './find-anchor';
import { type Pager, pageLimit } from './pager';
import type { PendingPage, Run } from './run';

const pagesAhead = 8;

export type FetchedPage<E> = Omit<PendingPage<E>, 'answer'> & { page: E[]; fresh: boolean };

/** The next page below a run, with others asked ahead; null if none. All overlap by `overlap`, even if numbers move. */
export async function nextPage<E extends Entry>(
  list: Pager<E>,
  run: Run<E>,
  overlap: number,
): Promise<FetchedPage<E> | null> {
  const ask = ({ start, end }: { start: number; end: number }, read = list.fetchOnce): PendingPage<E> => {
    const answer = read(start, end);
    answer.catch(() => {});
    return { start, end, shift: run.shift, answer };
  };
  run.prefetched ??= [];
  const known = run.prefetched.shift();
  const window = known ?? windowBelow(list, run, overlap);
  if (window === null) return null;
  // A short page and "no records" are two answers that agree: the list ends.
  const asked = known ?? ask(window, run.isShort ? list.fetchOnce : list.fetchPage);
  const { pageSize, order, firstRecord } = list.paging;
  const step = pageSize - overlap;
  // Only after two full pages: a short list needs no pages ahead.
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
  // If asked for more than a page, the cloud would leave out the end that joins the run.
  return { start: Math.max(first, end - Math.max(paging.pageSize, 1) + 1), end };
}

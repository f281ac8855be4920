import { askAtOnce, type Listed, type ListPages } from './list-pages';
import type { Run } from './walk';

/** Pages that are on their way while one is looked at. */
const pagesAhead = 8;

/** Record numbers, both included; `index` is where, by the numbers, the page begins in the run. */
export type Window = { start: number; end: number; index: number };

/** Pages asked for before their turn, and by how much the numbers had moved when they were. */
export type Ahead<E> = { shift: number; pages: Map<number, Promise<E[]>> };

/**
 * The page of a window, asking for those after it at the same time. A page that was asked for before the numbers were
 * seen to move is thrown away: it may be older than its numbers say, and what lies between would be missed.
 */
export async function pageAhead<E extends Listed>(
  list: ListPages<E>,
  run: Run<E>,
  window: Window,
  overlap: number,
): Promise<E[]> {
  if (run.ahead?.shift !== run.shift) run.ahead = { shift: run.shift, pages: new Map() };
  const { pages } = run.ahead;
  const known = pages.get(window.start);
  pages.delete(window.start);
  const page = known ?? list.page(window.start, window.end);
  const { pageSize, order, firstRecord } = list.ways;
  const step = pageSize - overlap;
  const first = firstRecord ?? 1;
  // Only below what has come in full pages so far: of a short list there is nothing to ask ahead.
  const left = Math.ceil(((run.until ?? Number.POSITIVE_INFINITY) - run.depth) / step) - 1;
  const more = run.depth >= pageSize * 2 && step > 0 ? Math.min(pagesAhead, left) : 0;
  for (let turn = 1; turn <= more; turn++) {
    const down = order === 'oldest-first' ? -1 : 1;
    const start = window.start + down * turn * step;
    if (start < first) break;
    if (pages.has(start)) continue;
    const end = order === 'oldest-first' ? start + pageSize - 1 : start + askAtOnce - 1;
    const asked = list.page(start, end);
    // Whoever comes to need it hears of its failure; else nobody has to.
    asked.catch(() => {});
    pages.set(start, asked);
  }
  return page;
}

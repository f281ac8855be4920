import { type Entry, isTimed } from './align-lists';
import { ListError, type Pager, pageLimit } from './pager';

const mostTries = 5;
const mostUniform = 200;

/**
 * Are later events at higher numbers? `near` is the first page, `far` one at higher numbers.
 * A number only ever gets newer events. So a far page that is older than a near page read before it proves newest-first. A
 * near page that is older than a far page read before it proves oldest-first.
 */
export async function detectOrder<E extends Entry>(
  list: Pager<E>,
  near: E[],
  far: { from: number; page: E[] },
): Promise<void> {
  const { paging, fetchPage } = list;
  let first = paging.firstRecord ?? 1;
  let { from } = far;
  let [before, beyond] = [near, far.page];
  let uniform = 0;
  let halved = false;
  for (; before.length > 0 && !before.some(isTimed) && uniform < mostUniform; uniform++) {
    first += before.length;
    before = await fetchPage(first, first + pageLimit - 1);
  }
  if (before.length === 0) return;
  if (from < first + before.length) {
    from = first + before.length;
    beyond = await fetchPage(from, from + pageLimit - 1);
  }
  for (let tries = 0; tries < mostTries && uniform < mostUniform; ) {
    if (isOlder(beyond, before)) {
      paging.order = 'newest-first';
      return;
    }
    const again = await fetchPage(first, Math.min(from, first + pageLimit) - 1);
    if (isOlder(again, beyond)) {
      paging.order = 'oldest-first';
      return;
    }
    if (!beyond.some(isTimed) || isOneSecond([...before, ...beyond, ...again])) {
      from += beyond.length;
      uniform += 1;
    } else tries += 1;
    before = again;
    beyond = await fetchPage(from, from + pageLimit - 1);
    if (beyond.length > 0) continue;
    const half = first + (before.length >> 1);
    if (halved || half === first) break;
    halved = true;
    from = half;
    before = await fetchPage(first, from - 1);
    beyond = await fetchPage(from, from + pageLimit - 1);
  }
  if (uniform === 0) throw new ListError('moved');
}

export async function detectDirection<E extends Entry>({ fetchPage, paging }: Pager<E>): Promise<void> {
  let start = paging.firstRecord ?? 1;
  for (let tries = 0; paging.ascending === null && paging.pageSize > 1 && tries < mostUniform; tries++) {
    const { length } = await fetchPage(start, start + pageLimit - 1);
    if (length < 2) break;
    start += length - 1;
  }
}

function isOlder(one: readonly Entry[], other: readonly Entry[]): boolean {
  const [ones, others] = [timesOf(one), timesOf(other)];
  const [middle, otherMiddle] = [ones[ones.length >> 1] ?? '', others[others.length >> 1] ?? ''];
  if (middle === '' || otherMiddle === '') return false;
  return middle < otherMiddle || (middle === otherMiddle && (ones[0] ?? '') < (others.at(-1) ?? ''));
}

export function isOneSecond(events: readonly Entry[]): boolean {
  return new Set(timesOf(events)).size < 2;
}

function timesOf(page: readonly Entry[]): string[] {
  return page
    .filter(isTimed)
    .map(({ time }) => time)
    .sort();
}

import { type Entry, isBefore, isTimed } from './align-lists';
import { type Anchor, anchorOf, numberAt, untimed } from './find-anchor';
import { ListError, type Pager, pageLimit } from './pager';
import type { Run } from './run';

const mostTries = 5;
const mostPages = 200;

type Reading<E> = { events: E[]; whole: boolean; anchor: Anchor | null; sure: boolean; isShort: boolean };

/** A list's newest events, down to one of an earlier second, which fixes all positions. `page`: the newest, if known. */
export async function readHead<E extends Entry>(list: Pager<E>, page: E[] | null): Promise<Run<E>> {
  let before: Reading<E> | null = null;
  for (let tries = 0; tries < mostTries; tries++) {
    const reading: Reading<E> | null = await readDown(list, before === null ? page : null);
    if (reading && (reading.sure || (before && isSame(before, reading)))) {
      const { events, whole, anchor, isShort } = reading;
      return { events, depth: events.length, shift: 0, reachesFirst: whole, anchor, isShort };
    }
    before = reading;
  }
  throw new ListError('moved');
}

async function readDown<E extends Entry>(list: Pager<E>, page: E[] | null): Promise<Reading<E> | null> {
  const top = page ?? (await readAt(list, 1));
  if (top === null) return null;
  const isLast = ({ length }: readonly E[]) =>
    list.paging.order !== 'oldest-first' && length < list.paging.pageSize;
  const whole = top.length === 0;
  const reading: Reading<E> = { events: [...top], whole, anchor: null, sure: true, isShort: isLast(top) };
  for (let pages = 0; pages < mostPages; pages++) {
    const { events } = reading;
    reading.anchor = anchorOf(events, events.length);
    if (reading.whole) break;
    if (events.some(isTimed) ? reading.anchor !== null : events.length >= untimed) break;
    const older = await readAt(list, events.length + 1);
    if (older === null) return null;
    reading.whole = older.length === 0;
    // If the second steps down from one number to the next, the numbers did not move between the two calls.
    if (older.length > 0) reading.sure &&= isBefore(older.at(-1), events[0]);
    events.unshift(...older);
    reading.isShort = isLast(older);
  }
  return reading;
}

async function readAt<E extends Entry>({ fetchPage, paging }: Pager<E>, depth: number): Promise<E[] | null> {
  const number = numberAt(paging, depth, 0);
  if (paging.order !== 'oldest-first') return fetchPage(number, number + pageLimit - 1);
  const first = paging.firstRecord ?? 1;
  if (number < first) return [];
  const start = Math.max(first, number - Math.max(1, paging.pageSize) + 1);
  const events = await fetchPage(start, number);
  if (events.length === number - start + 1) return events;
  if (depth > 1 || events.length === 0) return null;
  paging.lastRecord = start + events.length - 1;
  return events;
}

function isSame<E extends Entry>(one: Reading<E>, other: Reading<E>): boolean {
  return (
    one.events.length === other.events.length &&
    one.whole === other.whole &&
    one.events.every(({ key }, index) => key === other.events[index]?.key)
  );
}

import type { Scope } from '@/lib/auth/scope';
import { databaseNow } from '@/lib/db/clock';
import { hidesEvents } from '../access/visible-events';
import type { EventFilter } from '../search/filter';
import { type EventRow, readCursor } from '../search/rows';
import { countEvents, type EventPlace, filterAt, lastEvents } from './data';

/** Events may come this late: doors are read in turns, and one that does not answer waits for minutes. */
const lateMs = 15 * 60_000;

type Drawn = {
  rows: readonly Pick<EventRow, 'id'>[];
  whole: boolean;
  /** The newest match; null if none. */
  top: string | null;
};

/**
 * What a reader has seen, for `readSeen`: a moment before the newest row, and the number of matches since. Never in the
 * future, because a door whose clock runs ahead must not hide the events of others. Null for an empty list.
 * It counts events and does not compare when they were stored: an event stored during the query may be older than rows
 * that are shown.
 */
export async function markSeen(
  scope: Scope,
  filter: EventFilter,
  { rows, whole, top }: Drawn,
): Promise<string | null> {
  if (top === null) return null;
  const from = Math.min(readCursor(top).at.getTime(), databaseNow()) - lateMs;
  const shown = rows.filter(({ id }) => readCursor(id).at.getTime() >= from).length;
  if (whole || shown < rows.length) return `${from}.${shown}`;
  // The reader loads the rows further down later. They will include all that arrived until now.
  const further = await countEvents(scope, filter, { from: new Date(from), beneath: rows.at(-1)?.id });
  return `${from}.${shown + further.total}`;
}

export function readSeen(mark: string): { from: Date; had: number } {
  const { at, id } = readCursor(mark);
  return { from: at, had: id };
}

export type LastSeen = { events: EventRow[]; seen: string | null };

export async function lastEventsSeen(scope: Scope, count: number, where: EventPlace = {}): Promise<LastSeen> {
  if (hidesEvents(scope)) return { events: [], seen: null };
  const events = await lastEvents(scope, count, where);
  const drawn = { rows: events, whole: events.length < count, top: events[0]?.id ?? null };
  return { events, seen: await markSeen(scope, filterAt(where), drawn) };
}

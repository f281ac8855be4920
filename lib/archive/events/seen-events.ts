import type { Scope } from '@/lib/auth/scope';
import { databaseNow } from '@/lib/db/clock';
import { hidesEvents } from '../access/visible-events';
import type { EventFilter } from '../search/filter';
import { type EventRow, readCursor } from '../search/rows';
import { countEvents, type EventPlace, filterAt, lastEvents } from './data';

/** Doors are read in turns, and one that does not answer waits for minutes: so late its events may come. */
const lateMs = 15 * 60_000;

type Drawn = {
  /** Newest first from the newest that matches; none where a list begins with other rows. */
  rows: readonly Pick<EventRow, 'id'>[];
  /** Nothing that matches stands further down. */
  whole: boolean;
  /** The newest that matches; null: none does. */
  top: string | null;
};

/**
 * What a reader has on the screen, as a text that their page brings back (`readSeen`): a moment a little before the newest
 * row, and how many matching events from there on he has. Null for a list without any. A door whose clock runs ahead must
 * not hide what comes to all others, hence never later than now.
 *
 * Told by number, not by when events were stored: an event that is being stored while the list is read has an earlier
 * time and number than rows that are shown, and would be taken for one of them.
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
  // What stands further down is loaded later: whatever came until now is among it then.
  const further = await countEvents(scope, filter, { from: new Date(from), beneath: rows.at(-1)?.id });
  return `${from}.${shown + further.total}`;
}

/** What `markSeen` has written. */
export function readSeen(mark: string): { from: Date; had: number } {
  const { at, id } = readCursor(mark);
  return { from: at, had: id };
}

export type LastSeen = { events: EventRow[]; seen: string | null };

/** The newest events that this person may see, and what is then seen (`markSeen`). */
export async function lastEventsSeen(scope: Scope, count: number, where: EventPlace = {}): Promise<LastSeen> {
  if (hidesEvents(scope)) return { events: [], seen: null };
  const events = await lastEvents(scope, count, where);
  const drawn = { rows: events, whole: events.length < count, top: events[0]?.id ?? null };
  return { events, seen: await markSeen(scope, filterAt(where), drawn) };
}

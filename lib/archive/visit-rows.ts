import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import type { EventPage } from './data';
import { filterEvents } from './filter';
import { type EventRow, readCursor, selectEvents, toRow } from './rows';
import type { EventsQuery } from './schema';
import { type Grouped, groupVisits, visitMs } from './visits';

export type VisitRow = Grouped<EventRow>;

/** What of a visit can lie beyond a page's edge: it, and what decides whether it is one. */
const beyondMs = visitMs * 2;
/** More than this within four minutes, and a visit at the very edge may be shown as single events. */
const mostBeyond = 1_000;

/** A page of events with its visits as one row each; `total` and `next` stay about events. */
export async function groupPage(
  scope: Scope,
  query: EventsQuery,
  page: EventPage,
): Promise<Omit<EventPage, 'rows'> & { rows: VisitRow[] }> {
  const first = page.rows[0];
  const last = page.rows.at(-1);
  if (!first || !last) return page;
  const starts = !page.newer && query.after === undefined && query.before === undefined;
  const [newer, older] = await Promise.all([
    starts ? [] : beyond(scope, query, first.id, 'newer'),
    page.next === null && query.before === undefined ? [] : beyond(scope, query, last.id, 'older'),
  ]);
  return { ...page, rows: groupVisits(page.rows, { newer, older }) };
}

/** The few matching events on the other side of a page's edge, newest first. */
async function beyond(
  scope: Scope,
  query: EventsQuery,
  edge: string,
  side: 'newer' | 'older',
): Promise<EventRow[]> {
  const matches = await filterEvents(scope, query);
  if (!matches) return [];
  const { at, id } = readCursor(edge);
  const newer = side === 'newer';
  const found = await selectEvents()
    .where(matches)
    .where('event.at', newer ? '<=' : '>=', new Date(at.getTime() + (newer ? beyondMs : -beyondMs)))
    .where(
      sql<boolean>`(event.at, event.id) ${sql.raw(newer ? '>' : '<')} (${at}::timestamptz, ${id}::bigint)`,
    )
    .orderBy('event.at', newer ? 'asc' : 'desc')
    .orderBy('event.id', newer ? 'asc' : 'desc')
    .limit(mostBeyond)
    .execute();
  const rows = found.map(toRow);
  return newer ? rows.reverse() : rows;
}

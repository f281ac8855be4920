import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { filterEvents } from '../search/filter';
import { type EventRow, readCursor, selectEvents, toRow } from '../search/rows';
import type { EventsQuery } from '../search/schema';
import type { EventPage } from './data';
import { type Grouped, groupVisits, visitMs } from './visits';

export type VisitRow = Grouped<EventRow>;

/** How far a visit can continue beyond the edge of a page, with the events that decide whether it is one. */
const beyondMs = visitMs * 2;
/** A bound for the query. With more events next to it, a visit at the edge may be shown as single events. */
const mostBeyond = 1_000;

export async function groupPage(
  scope: Scope,
  query: EventsQuery,
  page: EventPage,
): Promise<Omit<EventPage, 'rows'> & { rows: VisitRow[] }> {
  const oldestFirst = query.dir === 'asc';
  const rows = oldestFirst ? page.rows.toReversed() : page.rows;
  const first = rows[0];
  const last = rows.at(-1);
  if (!first || !last) return page;
  const starts = !page.above && query.after === undefined && query.before === undefined;
  const ends = page.next === null && query.before === undefined;
  const [newer, older] = await Promise.all([
    (oldestFirst ? ends : starts) ? [] : beyond(scope, query, first.id, 'newer'),
    (oldestFirst ? starts : ends) ? [] : beyond(scope, query, last.id, 'older'),
  ]);
  const grouped = groupVisits(rows, { newer, older });
  return { ...page, rows: oldestFirst ? grouped.reverse() : grouped };
}

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

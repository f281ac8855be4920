import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { cancellable } from '@/lib/db/cancellable';
import { type EventFilter, filterEvents } from './filter';
import { otherTypes } from './schema';

/** Nobody waits longer for numbers beside a list. */
const longestMs = 30_000;

export type Facet = { value: string; count: number };
export type EventFacets = { building: Facet[]; door: Facet[]; type: Facet[] };
/** What `/api/events/facets` answers. */
export type CountsAnswer = EventFacets & { total: number };

/**
 * How many events each choice of a filter would show, the other filters being as they are. A filter does not narrow
 * its own choices: else the second of two buildings could never be ticked.
 */
export async function eventFacets(
  scope: Scope,
  filter: EventFilter,
  signal?: AbortSignal,
): Promise<EventFacets> {
  const [building, door, type] = await Promise.all([
    countBy(scope, { ...filter, building: [] }, 'event.building_name', signal),
    countBy(scope, { ...filter, door: [] }, 'event.gid', signal),
    countBy(scope, { ...filter, type: [] }, 'event.type', signal),
  ]);
  return { building, door, type: joinOthers(type) };
}

async function countBy(
  scope: Scope,
  filter: EventFilter,
  column: 'event.building_name' | 'event.gid' | 'event.type',
  signal: AbortSignal | undefined,
): Promise<Facet[]> {
  const matches = await filterEvents(scope, filter);
  if (!matches) return [];
  return cancellable({ signal, timeoutMs: longestMs }, (db) =>
    db
      .selectFrom('event')
      .select(({ fn }) => [
        sql<string>`${sql.ref(column)}::text`.as('value'),
        fn.countAll<number>().as('count'),
      ])
      .where(matches)
      .groupBy(column)
      .orderBy('count', 'desc')
      .execute(),
  );
}

function joinOthers(types: Facet[]): Facet[] {
  const known = types.filter(({ value }) => /^[0-5]$/.test(value));
  const count =
    types.reduce((sum, facet) => sum + facet.count, 0) - known.reduce((sum, facet) => sum + facet.count, 0);
  return count > 0 ? [...known, { value: otherTypes, count }] : known;
}

import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { cancellable } from '@/lib/db/cancellable';
import { type EventFilter, filterEvents, hoursOfWeek, localTime } from './filter';
import { otherTypes } from './schema';

/** Nobody waits longer for numbers beside a list. */
const longestMs = 30_000;

export type Facet = { value: string; count: number };
export type EventFacets = Record<'building' | 'door' | 'room' | 'type' | 'hour' | 'weekday', Facet[]>;
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
  const [building, door, type, room, week] = await Promise.all([
    countBy(scope, { ...filter, building: [] }, 'event.building_name', signal),
    countBy(scope, { ...filter, door: [] }, 'event.gid', signal),
    countTypes(scope, filter, signal),
    countRooms(scope, { ...filter, room: [] }, signal),
    countHoursOfWeek(scope, { ...filter, hour: [], weekday: [] }, signal),
  ]);
  return { building, door, type, room, ...ofWeek(week, filter) };
}

/** The kinds of event alone. */
export async function countTypes(scope: Scope, filter: EventFilter, signal?: AbortSignal): Promise<Facet[]> {
  return joinOthers(await countBy(scope, { ...filter, type: [] }, 'event.type', signal));
}

/** By room's key; events that no room is known of are nobody's. */
async function countRooms(scope: Scope, filter: EventFilter, signal?: AbortSignal): Promise<Facet[]> {
  const matches = await filterEvents(scope, filter);
  if (!matches) return [];
  const rows = await cancellable({ signal, timeoutMs: longestMs }, (db) =>
    db
      .selectFrom('event')
      .select(({ fn }) => ['event.gid', 'event.channel', fn.countAll<number>().as('count')])
      .where(matches)
      .where('event.channel', 'is not', null)
      .groupBy(['event.gid', 'event.channel'])
      .execute(),
  );
  const keys = new Map(scope.channels.map(({ gid, channel, roomKey }) => [`${channel}@${gid}`, roomKey]));
  const counts = new Map<string, number>();
  for (const { gid, channel, count } of rows) {
    const key = keys.get(`${channel}@${gid}`);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + count);
  }
  return [...counts].map(([value, count]) => ({ value, count }));
}

/** By hour of the week, 0 to 167 from Monday 0:00, by the clock that the filter says. */
async function countHoursOfWeek(
  scope: Scope,
  filter: EventFilter,
  signal?: AbortSignal,
): Promise<Map<number, number>> {
  const matches = await filterEvents(scope, filter);
  if (!matches) return new Map();
  const local = localTime(filter.zone === 'building' ? 'UTC' : filter.zone);
  const slot =
    filter.zone === 'building'
      ? sql<number | null>`event.wall_hour`
      : sql<number | null>`case when event.wall_hour is not null
          then (extract(isodow from ${local})::int - 1) * 24 + extract(hour from ${local})::int end`;
  const rows = await cancellable({ signal, timeoutMs: longestMs }, (db) =>
    db
      .selectFrom('event')
      .select(({ fn }) => [slot.as('slot'), fn.countAll<number>().as('count')])
      .where(matches)
      .groupBy('slot')
      .execute(),
  );
  return new Map(rows.flatMap((row) => (row.slot === null ? [] : [[row.slot, row.count] as const])));
}

/** The hours of the weekdays that are chosen, and the weekdays by the hours that are. */
function ofWeek(
  week: ReadonlyMap<number, number>,
  { hour, weekday }: EventFilter,
): Pick<EventFacets, 'hour' | 'weekday'> {
  const sum = (filter: Pick<EventFilter, 'hour' | 'weekday'>) =>
    (hoursOfWeek(filter) ?? [...week.keys()]).reduce((count, slot) => count + (week.get(slot) ?? 0), 0);
  const facet = (length: number, first: number, filterOf: (value: string) => Parameters<typeof sum>[0]) =>
    Array.from({ length }, (_, index) => {
      const value = String(first + index);
      return { value, count: sum(filterOf(value)) };
    });
  return {
    hour: facet(24, 0, (value) => ({ hour: [value], weekday }) as Pick<EventFilter, 'hour' | 'weekday'>),
    weekday: facet(7, 1, (value) => ({ hour, weekday: [value] }) as Pick<EventFilter, 'hour' | 'weekday'>),
  };
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

import { expressionBuilder, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Database } from '@/lib/db/schema';
import { conditionOf, type EventFilter, instantsOf } from './filter';
import { follow } from './follow';
import { type FoundNames, type FoundText, findText } from './found-text';
import { leadsOf } from './leads';
import { readCursor, selectEvents } from './rows';

/** Rows that are looked through before an index of the filter's own is asked: a taste, then ten milliseconds' worth. */
const tasted = 2_000;
const lookThrough = 10_000;

/** A flat's events are few, and lie in an index of their own in the order of time: nothing is to be found out first. */
const fewRooms = 8;

type Place = { at: Date; id: number };
type Wanted = {
  olderThan?: string | undefined;
  newerThan?: string | undefined;
  /** Which of them: the oldest ones, oldest first. Else the newest ones, newest first. */
  oldestFirst?: boolean;
  limit: number;
  /** Those of the filter's text, where somebody else needs them as well. */
  names?: Promise<FoundText>;
};

/**
 * The first matching events from a place on, in either order of time. The planner cannot know how a filter's matches lie
 * in time, and a wrong guess costs a second. So the first rows are looked through first, more of them when a taste says
 * that this will do, which answers every filter that is not rare; for a rare one each of its keys (a person, a room, an
 * hour of the week, a kind of event) gives its own first rows from an index in the order of time, and the first of those
 * are taken.
 */
export async function searchEvents(scope: StandingScope, given: EventFilter, wanted: Wanted) {
  const found = await (wanted.names ?? findText(scope, given));
  if (found === null) return searchBy(scope, given, wanted, null);
  // Names and doors each have an index in order of time. One query for both could use neither.
  const door = amongDoors(given.door, found.doors);
  const [ofNames, ofDoors] = await Promise.all([
    found.names.length === 0 ? [] : searchBy(scope, given, wanted, found.names),
    door.length === 0 ? [] : searchBy(scope, { ...given, q: '', door }, wanted, null),
  ]);
  if (ofDoors.length === 0) return ofNames;
  const all = new Map([...ofNames, ...ofDoors].map((row) => [row.id, row]));
  const sign = wanted.oldestFirst ? 1 : -1;
  return [...all.values()]
    .sort((one, other) => sign * (one.at.getTime() - other.at.getTime() || one.id - other.id))
    .slice(0, wanted.limit);
}

async function searchBy(scope: StandingScope, filter: EventFilter, wanted: Wanted, names: FoundNames | null) {
  const rows = await rowsAt(scope, await findPlaces(scope, filter, wanted, { names, hashed: true }), wanted);
  const { building } = filter;
  // Another building's name may have the same hash, though hardly ever: then names themselves are compared.
  if (building.length === 0 || rows.every((row) => building.includes(row.building_name))) return rows;
  return rowsAt(scope, await findPlaces(scope, filter, wanted, { names, hashed: false }), wanted);
}

/** The doors that the text stands for, limited to those that the filter names. */
const amongDoors = (chosen: string[], doors: string[]) =>
  chosen.length === 0 ? doors : chosen.filter((gid) => doors.includes(gid));

async function rowsAt(scope: StandingScope, places: Place[], wanted: Wanted) {
  if (places.length === 0) return [];
  const order = wanted.oldestFirst ? 'asc' : 'desc';
  return selectEvents()
    .where('event.workspace_id', '=', scope.workspaceId)
    .where(
      sql<boolean>`(event.at, event.id) in (select * from unnest(${places.map(({ at }) => at)}::timestamptz[], ${places.map(({ id }) => id)}::bigint[]))`,
    )
    .orderBy('event.at', order)
    .orderBy('event.id', order)
    .execute();
}

/** What filters look at. The indexes of kinds and names hold all of it, so that looking through them reads no rows. */
const looked = 'workspace_id, at, id, gid, building_hash, type, who_id, channel, wall, wall_hour, utc_hour';

async function findPlaces(
  scope: StandingScope,
  filter: EventFilter,
  wanted: Wanted,
  { names, hashed }: { names: FoundNames | null; hashed: boolean },
): Promise<Place[]> {
  const found = names && { names, doors: [] };
  const matches = conditionOf(scope, filter, found, { hashed, inTurn: true });
  const columns = sql.raw(hashed ? looked : `${looked}, building_name`);
  if (!matches) return [];
  const order = sql.raw(wanted.oldestFirst ? 'at, id' : 'at desc, id desc');
  const bound = boundOf(filter, wanted);
  const where = matches(expressionBuilder<Database, 'event'>());
  const lookAt = async (most: number) => {
    const { rows } = await sql<Place>`
      select at, id from (
        select ${columns} from event where event.workspace_id = ${scope.workspaceId} and ${bound}
        order by ${order} limit ${most}
      ) as event where ${where} order by ${order} limit ${wanted.limit}`.execute(getDb());
    return rows;
  };
  const hasMoreThan = async (most: number) => {
    const { rows } = await sql`
      select from event where event.workspace_id = ${scope.workspaceId} and ${bound}
      order by ${order} offset ${most} limit 1`.execute(getDb());
    return rows.length > 0;
  };
  let taste: Place[] | null = null;
  if (filter.room.length === 0 || filter.room.length > fewRooms) {
    taste = await lookAt(tasted);
    if (taste.length === wanted.limit) return taste;
    if (taste.length * (lookThrough / tasted) >= wanted.limit) {
      const near = await lookAt(lookThrough);
      if (near.length === wanted.limit) return near;
    }
  }
  const from = placeInTime(scope, filter, wanted);
  const [leads, more] = await Promise.all([
    leadsOf(scope, filter, names, { from, bound, order }),
    taste === null || hasMoreThan(tasted),
  ]);
  if (taste && !more) return taste;
  if (!leads) {
    const all = await sql<Place>`
      select at, id from event where ${bound} and ${where} order by ${order} limit ${wanted.limit}`.execute(
      getDb(),
    );
    return all.rows;
  }
  const followed =
    await sql<Place>`${follow({ leads, columns, order, where, bound, scope, wanted })}`.execute(getDb());
  return followed.rows;
}

/** The part of time that can hold what is wanted, as the indexes know it. */
function boundOf(filter: EventFilter, wanted: Wanted) {
  const { start, end } = instantsOf(filter);
  const terms = [
    ...(start ? [sql`event.at >= ${start}::timestamptz`] : []),
    ...(end ? [sql`event.at < ${end}::timestamptz`] : []),
    ...(wanted.olderThan ? [beyond('<', wanted.olderThan)] : []),
    ...(wanted.newerThan ? [beyond('>', wanted.newerThan)] : []),
  ];
  return terms.length === 0 ? sql`true` : sql.join(terms, sql` and `);
}

/** Where in time the list begins: at its cursor, at an edge of its range, or with the archive itself. */
function placeInTime(scope: StandingScope, filter: EventFilter, wanted: Wanted) {
  const { start, end } = instantsOf(filter);
  const [edge, cursor] = wanted.oldestFirst ? [start, wanted.newerThan] : [end, wanted.olderThan];
  const known = cursor === undefined ? edge : readCursor(cursor).at;
  const [nearer, order] = wanted.oldestFirst ? [sql`greatest`, sql`at`] : [sql`least`, sql`at desc`];
  const own = sql`(select at from event where event.workspace_id = ${scope.workspaceId} order by ${order} limit 1)`;
  return sql`${nearer}(${known}::timestamptz, ${own})`;
}

export function beyond(side: '<' | '>', cursor: string) {
  const { at, id } = readCursor(cursor);
  return sql<boolean>`(event.at, event.id) ${sql.raw(side)} (${at}::timestamptz, ${id}::bigint)`;
}

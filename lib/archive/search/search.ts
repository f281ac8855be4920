import { expressionBuilder, type RawBuilder, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { Database } from '@/lib/db/schema';
import { weekOf } from '@/lib/db/week';
import type { EventKey } from '../sync/store/order-by-place';
import { conditionOf, type EventFilter, instantsOf } from './filter';
import { type FoundText, findText } from './found-text';
import { readCursor, selectEvents } from './rows';

const nearby = 2_000;

const leastWindowMs = 3_600_000;

type Wanted = {
  olderThan?: string | undefined;
  newerThan?: string | undefined;
  oldestFirst?: boolean;
  limit: number;
  names?: Promise<FoundText>;
};

/**
 * The first matching events after a cursor, in either order of time.
 * The planner assumes that matches are spread evenly over time, and a wrong guess costs seconds. So no query asks for "the
 * first 200 of all". The nearest events are read first, then windows of time that double in length until the page is full.
 * Within a window the planner may choose any index.
 */
export async function searchEvents(scope: StandingScope, filter: EventFilter, wanted: Wanted) {
  const places = await findPlaces(scope, filter, wanted);
  if (places.length === 0) return [];
  const order = wanted.oldestFirst ? 'asc' : 'desc';
  const times = places.map(({ at }) => at.getTime());
  return (
    selectEvents()
      .where('event.workspace_id', '=', scope.workspaceId)
      // For the planner: it then opens only the partitions of these months.
      .where('event.at', '>=', new Date(Math.min(...times)))
      .where('event.at', '<=', new Date(Math.max(...times)))
      .where(
        sql<boolean>`(event.at, event.id) in (select * from unnest(${places.map(({ at }) => at)}::timestamptz[], ${places.map(({ id }) => id)}::bigint[]))`,
      )
      .orderBy('event.at', order)
      .orderBy('event.id', order)
      .execute()
  );
}

async function findPlaces(scope: StandingScope, filter: EventFilter, wanted: Wanted): Promise<EventKey[]> {
  const found = await (wanted.names ?? findText(scope, filter));
  const matches = conditionOf(scope, filter, found, { runLimited: true });
  if (!matches) return [];
  const where = matches(expressionBuilder<Database, 'event'>());
  const { limit, oldestFirst = false } = wanted;
  const [order, opposite] = oldestFirst
    ? [sql`at, id`, sql`at desc, id desc`]
    : [sql`at desc, id desc`, sql`at, id`];
  const bound = sql`event.workspace_id = ${scope.workspaceId} and ${boundOf(filter, wanted)}`;
  const { rows: places } = await sql<EventKey>`
    select at, id from (select * from event where ${bound} order by ${order} limit ${nearby}) as event
    where ${where} order by ${order} limit ${limit}`.execute(getDb());
  if (places.length === limit) return places;
  const { rows: ends } = await sql<EventKey & { first: Date; last: Date }>`
    select at, id, (select at from event where ${bound} order by ${order} limit 1) as first,
      (select at from event where ${bound} order by ${opposite} limit 1) as last
    from event where ${bound} order by ${order} offset ${nearby - 1} limit 1`.execute(getDb());
  if (!ends[0]) return places;
  for (const window of windowsAfter(ends[0], oldestFirst)) {
    const { rows } = await sql<EventKey>`
      select at, id from (select at, id from event where ${where} and ${window} offset 0) as event
      order by ${order} limit ${limit - places.length}`.execute(getDb());
    places.push(...rows);
    if (places.length === limit) break;
  }
  return places;
}

type Ends = EventKey & { first: Date; last: Date };

function* windowsAfter({ at, id, first, last }: Ends, oldestFirst: boolean): Generator<RawBuilder<boolean>> {
  const direction = oldestFirst ? 1 : -1;
  const [after, upTo] = oldestFirst ? [sql`>`, sql`<=`] : [sql`<`, sql`>=`];
  const week = weekOf(sql`event.at`);
  let length = Math.max(leastWindowMs, Math.abs(at.getTime() - first.getTime()));
  let from = at;
  for (let beyondFrom = sql`(event.at, event.id) ${after} (${at}::timestamptz, ${id}::bigint)`; ; ) {
    const to = new Date(from.getTime() + direction * length);
    yield sql<boolean>`${beyondFrom} and event.at ${upTo} ${to}::timestamptz
      and ${week} between least(${weekOf(sql`${from}::timestamptz`)}, ${weekOf(sql`${to}::timestamptz`)})
        and greatest(${weekOf(sql`${from}::timestamptz`)}, ${weekOf(sql`${to}::timestamptz`)})`;
    if (direction * (to.getTime() - last.getTime()) >= 0) return;
    from = to;
    beyondFrom = sql`event.at ${after} ${from}::timestamptz`;
    length *= 2;
  }
}

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

export function beyond(side: '<' | '>', cursor: string) {
  const { at, id } = readCursor(cursor);
  return sql<boolean>`(event.at, event.id) ${sql.raw(side)} (${at}::timestamptz, ${id}::bigint)`;
}

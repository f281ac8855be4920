import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb, statementMs } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { cancellable, isTimeout } from '@/lib/db/run-cancellable';
import { visible } from '../access/visible-events';
import { type EventFilter, type EventOrder, filterEvents, noFilter } from '../search/filter';
import { firstId, jumpTo } from '../search/find-moment';
import { type FoundText, findText } from '../search/found-text';
import { type EventRow, selectEvents, toRow } from '../search/rows';
import type { EventsQuery } from '../search/schema';
import { beyond, searchEvents } from '../search/search';

export type EventPage = {
  rows: EventRow[];
  /** Cursor of what stands further down; null at the end. */
  next: string | null;
  /** Cursor of what stands further up, null at the top; left out where a list begins there and where it goes on downwards. */
  above?: string | null;
  /** The newest row that matches, where a list does not begin with it. */
  newest?: string | null;
  /** Left out of further pages: who asks for one knows it. */
  total?: number;
  /** There are more than `total`: counting them all would keep the page waiting. */
  over?: boolean;
};

/** Rows wait no longer for a count: they are to be there within 50 ms, and the exact count follows by itself. */
const quickMs = 30;

/** Counting stops here; beyond it a page says "over". */
const mostCounted = 10_000;

/**
 * One page of events, newest first, or oldest first as `dir` says: those after a row (further down the list), those before
 * it (further up), those from a moment on, or the first.
 */
export async function listEvents(scope: Scope, query: EventsQuery): Promise<EventPage> {
  const upwards = query.before !== undefined && query.after === undefined;
  const further = query.before !== undefined || query.after !== undefined;
  const oldestFirst = query.dir === 'asc';
  const limit = query.limit + 1;
  const names = findText(scope, query);
  const [{ found, top }, newest, counted] = await Promise.all([
    query.at !== undefined && !further
      ? jumpTo(scope, query, query.at, { limit, names })
      : searchEvents(scope, query, {
          olderThan: oldestFirst ? query.before : query.after,
          newerThan: oldestFirst ? query.after : query.before,
          oldestFirst: oldestFirst !== upwards,
          limit,
          names,
        }).then(firstOrNext),
    oldestFirst && !further ? firstId(scope, query, { oldestFirst: false, names }) : undefined,
    further ? undefined : countQuickly(scope, query, names),
  ]);
  const rows = found.slice(0, query.limit).map(toRow);
  if (upwards) rows.reverse();
  const more = found.length > query.limit;
  // A first page that holds all of them has counted them too.
  const all = further || more || top !== undefined ? {} : { total: rows.length, over: false };
  const first = rows[0]?.id ?? null;
  const latest = oldestFirst ? newest : top;
  return {
    rows,
    next: !upwards && more ? (rows.at(-1)?.id ?? null) : null,
    ...(upwards ? { above: more ? first : null } : {}),
    ...(top === undefined ? {} : { above: top === first ? null : first }),
    ...(latest === undefined ? {} : { newest: latest }),
    ...counted,
    ...(counted?.over ? { total: Math.max(counted.total, rows.length) } : {}),
    ...all,
  };
}

const firstOrNext = <Found>(found: Found) => ({ found, top: undefined });

/**
 * Exactly where that is quick. Else how many there are at least; `exactCount` counts the rest. One after the other: at
 * once they would take the processor from each other, and from the rows.
 */
async function countQuickly(
  scope: Scope,
  query: EventsQuery,
  names: Promise<FoundText>,
): Promise<{ total: number; over: boolean }> {
  const begun = performance.now();
  const matches = await filterEvents(scope, query, names);
  if (!matches) return { total: 0, over: false };
  const least = await countSome(matches, mostCounted, quickMs).catch(unlessTimeout);
  if (least && !least.over) return least;
  // It looked through too much already to be done in what is left.
  if (!least) return { total: 0, over: true };
  const tookMs = performance.now() - begun;
  const leftMs = Math.floor(quickMs - tookMs);
  const expectedMs = ((await guessCount(matches)) / mostCounted) * tookMs;
  if (leftMs < 1 || expectedMs > 2 * leftMs) return least;
  const exact = await countAll(matches, { timeoutMs: leftMs }).catch(unlessTimeout);
  return exact === null ? least : { total: exact, over: false };
}

type Matches = NonNullable<Awaited<ReturnType<typeof filterEvents>>>;

/** How many events the planner takes to match. */
async function guessCount(matches: Matches): Promise<number> {
  const [line] = await getDb()
    .selectFrom('event')
    .select('id')
    .where(matches)
    .explain<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>('json');
  return line?.['QUERY PLAN'][0]?.Plan['Plan Rows'] ?? 0;
}

function unlessTimeout(error: unknown): null {
  if (isTimeout(error)) return null;
  throw error;
}

/** How many events match, however long counting takes; ends when no request waits any more. */
export async function exactCount(
  scope: Scope,
  filter: EventFilter,
  within: { signal?: AbortSignal; timeoutMs: number },
): Promise<number> {
  const matches = await filterEvents(scope, filter);
  return matches ? countAll(matches, within) : 0;
}

/** The same, or null when it takes longer than `timeoutMs`. */
export async function countInTime(
  scope: Scope,
  filter: EventFilter,
  timeoutMs: number,
): Promise<number | null> {
  return exactCount(scope, filter, { timeoutMs }).catch(unlessTimeout);
}

async function countAll(
  matches: Matches,
  within: { signal?: AbortSignal; timeoutMs: number },
): Promise<number> {
  const { total } = await cancellable(within, (db) =>
    db
      .selectFrom('event')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .where(matches)
      .executeTakeFirstOrThrow(),
  );
  return total;
}

/** Only a part of the list: what stands above or beneath a row, or lies from an instant on. */
type PartOfList = { above?: string | undefined; beneath?: string | undefined; from?: Date | undefined };

/** How many events match, exactly up to a limit. */
export async function countEvents(
  scope: Scope,
  filter: EventFilter,
  {
    most = mostCounted,
    timeoutMs = statementMs,
    ...part
  }: { most?: number; timeoutMs?: number } & PartOfList = {},
): Promise<{ total: number; over: boolean }> {
  const matches = await filterEvents(scope, filter);
  return matches ? countSome(matches, most, timeoutMs, part) : { total: 0, over: false };
}

async function countSome(
  matches: Matches,
  most: number,
  timeoutMs: number,
  { above, beneath, from }: PartOfList = {},
): Promise<{ total: number; over: boolean }> {
  const { total } = await cancellable({ timeoutMs }, (db) => {
    let some = db.selectFrom('event').select(sql<number>`1`.as('one')).where(matches);
    if (from) some = some.where('event.at', '>=', from);
    if (above) some = some.where(beyond('>', above));
    if (beneath) some = some.where(beyond('<', beneath));
    return db
      .selectFrom(some.limit(most + 1).as('some'))
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
  });
  return total > most ? { total: most, over: true } : { total, over: false };
}

/** Every matching event in the list's order, a few at a time: for exports. Ends its query when it is returned. */
export async function* streamEvents(
  scope: Scope,
  filter: EventFilter & EventOrder,
): AsyncGenerator<EventRow, void> {
  const order = filter.dir ?? 'desc';
  const matches = await filterEvents(scope, filter);
  if (!matches) return;
  const cursor = selectEvents()
    .where(matches)
    .orderBy('event.at', order)
    .orderBy('event.id', order)
    .stream(1_000);
  for await (const event of cursor) yield toRow(event);
}

/** A room by its key, a building by its name, a door by its gid. */
export type EventPlace = { room?: string; building?: string; door?: string };

export function filterAt({ room, building, door }: EventPlace): EventFilter {
  return {
    ...noFilter,
    building: building === undefined ? [] : [building],
    door: door === undefined ? [] : [door],
    room: room === undefined ? [] : [room],
  };
}

/** The newest events that this person may see, of all doors, of one room or of one building. */
export async function lastEvents(scope: Scope, count: number, where: EventPlace = {}): Promise<EventRow[]> {
  return (await searchEvents(scope, filterAt(where), { limit: count })).map(toRow);
}

export type HourCount = { /** Start of the hour, ISO. */ hour: string; count: number };

/** Events in each of the last `days` × 24 full hours, oldest first, empty hours included. */
export async function eventsPerHour(scope: Scope, days: number, now = databaseDate()): Promise<HourCount[]> {
  const HOUR = 3_600_000;
  const end = (Math.floor(now.getTime() / HOUR) + 1) * HOUR;
  const start = end - days * 24 * HOUR;
  const counted = await getDb()
    .selectFrom('event')
    .select(({ fn }) => [
      sql<number>`floor(extract(epoch from event.at) / 3600)::bigint`.as('hour'),
      fn.countAll<number>().as('count'),
    ])
    .where(visible(scope))
    .where('event.fit', '<>', 'invalid')
    .where('event.at', '>=', new Date(start))
    .where('event.at', '<', new Date(end))
    .groupBy('hour')
    .execute();
  const byHour = new Map(counted.map(({ hour, count }) => [hour * HOUR, count]));
  return Array.from({ length: days * 24 }, (_, index) => {
    const hour = start + index * HOUR;
    return { hour: new Date(hour).toISOString(), count: byHour.get(hour) ?? 0 };
  });
}

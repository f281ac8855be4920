import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb, statementMs } from '@/lib/db/client';
import { cancellable, isTimeout } from '@/lib/db/run-cancellable';
import { inTime } from '@/lib/db/week';
import { visible } from '../access/visible-events';
import { type EventFilter, type EventOrder, filterEvents, noFilter } from '../search/filter';
import { firstId, jumpTo } from '../search/find-moment';
import { type FoundText, findText } from '../search/found-text';
import { type BareEvent, bareColumns, type EventRow, nameEvents, selectEvents, toRow } from '../search/rows';
import type { EventsQuery } from '../search/schema';
import { beyond, searchEvents } from '../search/search';

export type EventPage = {
  rows: EventRow[];
  next: string | null;
  /** Cursor for the page above; null at the top. Absent where a list begins at its top and continues downwards. */
  above?: string | null;
  newest?: string | null;
  /** Absent on further pages. */
  total?: number;
  over?: boolean;
};

/** Time for a count before rows are sent without it. Rows are due within 50 ms; the exact count follows later. */
const quickMs = 30;

const mostCounted = 10_000;

/** One page of events, in the order that `dir` says: after a row, before a row, from a moment on, or the first page. */
export async function listEvents(scope: Scope, query: EventsQuery): Promise<EventPage> {
  const upwards = query.before !== undefined && query.after === undefined;
  const further = query.before !== undefined || query.after !== undefined;
  const oldestFirst = query.dir === 'asc';
  const limit = query.limit + 1;
  const names = findText(scope, query);
  const counting = further ? undefined : countQuickly(scope, query, names);
  // Its failure is reported where it is awaited, if it is.
  counting?.catch(() => {});
  const [{ found, top }, newest] = await Promise.all([
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
  ]);
  const rows = found.slice(0, query.limit).map(toRow);
  if (upwards) rows.reverse();
  const more = found.length > query.limit;
  const isWhole = !further && !more && top === undefined;
  const counted = isWhole ? { total: rows.length, over: false } : await counting;
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
  };
}

const firstOrNext = <Found>(found: Found) => ({ found, top: undefined });

/** Exact if that is quick, else a lower bound. One after the other: together, the counts would slow the rows. */
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
  // The search used all its time on rows that do not match.
  if (!least) return { total: 0, over: true };
  const tookMs = performance.now() - begun;
  const leftMs = Math.floor(quickMs - tookMs);
  const expectedMs = ((await guessCount(matches)) / mostCounted) * tookMs;
  if (leftMs < 1 || expectedMs > 2 * leftMs) return least;
  const exact = await countAll(matches, { timeoutMs: leftMs }).catch(unlessTimeout);
  return exact === null ? least : { total: exact, over: false };
}

type Matches = NonNullable<Awaited<ReturnType<typeof filterEvents>>>;

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

export async function exactCount(
  scope: Scope,
  filter: EventFilter,
  within: { signal?: AbortSignal; timeoutMs: number },
): Promise<number> {
  const matches = await filterEvents(scope, filter);
  return matches ? countAll(matches, within) : 0;
}

/** Null if counting takes longer than `timeoutMs`. */
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

type PartOfList = { above?: string | undefined; beneath?: string | undefined; from?: Date | undefined };

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

/** For exports: every matching event in the list's order, read in portions. Ends its query when the caller returns. */
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

export type EventPlace = { room?: string; building?: string; door?: string };

export function filterAt({ room, building, door }: EventPlace): EventFilter {
  return {
    ...noFilter,
    building: building === undefined ? [] : [building],
    door: door === undefined ? [] : [door],
    room: room === undefined ? [] : [room],
  };
}

export async function lastEvents(scope: Scope, count: number, where: EventPlace = {}): Promise<EventRow[]> {
  const found =
    where.room === undefined
      ? await searchEvents(scope, filterAt(where), { limit: count })
      : await lastOfRoom(scope, count, where.room);
  return found.map(toRow);
}

/**
 * A search would read through the newest events of all rooms first. Each place is one index scan of at most `count` rows.
 * While an archive fills, its statistics are old, and a join with the places may read the whole table.
 */
async function lastOfRoom(scope: Scope, count: number, roomKey: string) {
  const places = scope.channels.filter((channel) => channel.roomKey === roomKey);
  if (places.length === 0) return [];
  const newest = places.map(
    ({ gid, channel }) => sql`(
      select ${bareColumns} from event where ${visible(scope)} and event.gid = ${gid} and event.channel = ${channel}
      order by ${inTime('desc')} limit ${count})`,
  );
  const { rows } = await sql<BareEvent>`
    select * from (${sql.join(newest, sql` union all `)}) as newest
    order by newest.at desc, newest.id desc limit ${count}`.execute(getDb());
  return nameEvents(scope.workspaceId, rows);
}

import { expressionBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import type { Database } from '@/lib/db/schema';
import { weekOf } from '@/lib/db/week';
import { conditionOf, type EventFilter, instantsOf } from './filter';
import { type FoundText, findText } from './found-text';
import { type BareEvent, bareColumns, nameEvents, readCursor } from './rows';

const nearby = 2_000;

const leastWindowMs = 3_600_000;

/** About the length of a partition of `event`. */
const nearbyMs = 31 * 86_400_000;

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
 * first 200 of all". The nearest events are read first, then longer and longer windows of time until the page is full.
 * Within a window the planner may choose any index, and it opens only the partitions of that window.
 */
export async function searchEvents(scope: StandingScope, filter: EventFilter, wanted: Wanted) {
  const [found, known] = await Promise.all([
    wanted.names ?? findText(scope, filter),
    readKnownTimes(scope.workspaceId),
  ]);
  const matches = conditionOf(scope, filter, found, { runLimited: true });
  if (!matches) return [];
  const search = {
    where: matches(expressionBuilder<Database, 'event'>()),
    bound: sql<SqlBool>`event.workspace_id = ${scope.workspaceId} and ${boundOf(filter, wanted)}`,
    limit: wanted.limit,
    oldestFirst: wanted.oldestFirst ?? false,
    ...edgesOf(filter, wanted, known),
  };
  const { events, reached } = await findNearest(search);
  for (let window = reached; window && events.length < search.limit; ) {
    const more = await findIn(search, window, search.limit - events.length);
    events.push(...more);
    window = windowAfter(search, window, more.length);
  }
  return nameEvents(scope.workspaceId, events);
}

type Times = { oldest: Date | null; newest: Date | null };

/** About when the events begin and end: an event with a wrong time may lie outside. */
async function readKnownTimes(workspaceId: string): Promise<Times> {
  return getDb()
    .selectFrom('event_stretch')
    .select(({ fn }) => [
      fn.min<Date | null>('oldest_at').as('oldest'),
      fn.max<Date | null>('newest_at').as('newest'),
    ])
    .where('workspace_id', '=', workspaceId)
    .executeTakeFirstOrThrow();
}

/** Where the search begins and ends, in its own direction. `isOpenEnded`: there may be matches beyond the end. */
type Edges = { start: number; end: number; isOpenEnded: boolean };

/** Never far from the known events: the windows between would be empty, and soon too long. */
function edgesOf(filter: EventFilter, wanted: Wanted, known: Times): Edges {
  const { start, end } = instantsOf(filter);
  const now = databaseNow();
  const oldest = known.oldest?.getTime() ?? now;
  const newest = Math.min(now, known.newest?.getTime() ?? now);
  const timeOf = (at: Date | null | undefined, other: number) => at?.getTime() ?? other;
  const after = timeOf(wanted.newerThan ? readCursor(wanted.newerThan).at : start, Number.NEGATIVE_INFINITY);
  const before = timeOf(wanted.olderThan ? readCursor(wanted.olderThan).at : end, Number.POSITIVE_INFINITY);
  const [low, high] = [Math.max(after, oldest), Math.min(before, newest)];
  return wanted.oldestFirst
    ? { start: low, end: high, isOpenEnded: before > high }
    : { start: high, end: low, isOpenEnded: after < low };
}

type Search = Edges & {
  where: RawBuilder<unknown> | ReturnType<NonNullable<ReturnType<typeof conditionOf>>>;
  bound: RawBuilder<SqlBool>;
  limit: number;
  oldestFirst: boolean;
};

/** From the place `from` on, in the direction of the search. `length` null: without end. */
type Window = { beyond: RawBuilder<SqlBool>; from: number; length: number | null };

/** Matches among the nearest events, and where the search goes on; null if they are enough. */
async function findNearest(search: Search): Promise<{ events: BareEvent[]; reached: Window | null }> {
  const { where, bound, start, limit, oldestFirst } = search;
  const order = orderOf(search);
  const until = start + (oldestFirst ? nearbyMs : -nearbyMs);
  const { rows } = await sql<BareEvent & { n: number; matches: boolean }>`
    select ${bareColumns}, n, ${where} as matches from (
      select *, row_number() over (order by ${order}) as n from event
      where ${bound} and event.at ${sql.raw(oldestFirst ? '<=' : '>=')} ${new Date(until)}::timestamptz
      order by ${order} limit ${nearby}
    ) as event
    where ${where} or n = ${nearby} order by ${order} limit ${limit}`.execute(getDb());
  const events = rows.filter(({ matches }) => matches);
  const last = rows.at(-1);
  if (events.length === limit) return { events, reached: null };
  if (last?.n !== nearby) {
    const beyond = sql<SqlBool>`event.at ${sql.raw(oldestFirst ? '>' : '<')} ${new Date(until)}::timestamptz`;
    return { events, reached: toWindow(search, { beyond, from: until, length: nearbyMs }) };
  }
  const at = last.at.getTime();
  const length = Math.min(nearbyMs, Math.max(leastWindowMs, Math.abs(start - at)));
  return {
    events,
    reached: toWindow(search, { beyond: beyondPlace(oldestFirst ? '>' : '<', last), from: at, length }),
  };
}

/** Null at the end of the list. Behind the last known event, one window finds those whose time is wrong. */
function toWindow({ oldestFirst, end, isOpenEnded }: Search, window: Window): Window | null {
  if ((oldestFirst ? 1 : -1) * (end - window.from) > 0) return window;
  return isOpenEnded ? { ...window, length: null } : null;
}

/** Where few match, the next window is much longer: each costs time to plan. */
function windowAfter(search: Search, { from, length }: Window, found: number): Window | null {
  if (length === null) return null;
  const to = new Date(from + (search.oldestFirst ? length : -length));
  return toWindow(search, {
    beyond: sql`event.at ${sql.raw(search.oldestFirst ? '>' : '<')} ${to}::timestamptz`,
    from: to.getTime(),
    length: length * (found * 8 < search.limit ? 4 : 2),
  });
}

function within({ oldestFirst }: Search, { beyond, from, length }: Window): RawBuilder<SqlBool> {
  if (length === null) return beyond;
  const to = from + (oldestFirst ? length : -length);
  const [least, most] = [Math.min(from, to), Math.max(from, to)];
  const weekAt = (time: number) => weekOf(sql`${new Date(time)}::timestamptz`);
  return sql<SqlBool>`${beyond} and event.at ${sql.raw(oldestFirst ? '<=' : '>=')} ${new Date(to)}::timestamptz
    and ${weekOf(sql`event.at`)} between ${weekAt(least)} and ${weekAt(most)}`;
}

async function findIn(search: Search, window: Window, limit: number): Promise<BareEvent[]> {
  const { rows } = await sql<BareEvent>`
    select ${bareColumns} from (
      select * from event where ${search.where} and ${search.bound} and ${within(search, window)} offset 0
    ) as event
    order by ${orderOf(search)} limit ${limit}`.execute(getDb());
  return rows;
}

function orderOf({ oldestFirst }: Pick<Search, 'oldestFirst'>) {
  return oldestFirst ? sql`event.at, event.id` : sql`event.at desc, event.id desc`;
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
  return beyondPlace(side, readCursor(cursor));
}

/** The time is compared twice, because the planner finds partitions by single columns only. */
function beyondPlace(side: '<' | '>', { at, id }: { at: Date; id: number }) {
  return sql<boolean>`((event.at, event.id) ${sql.raw(side)} (${at}::timestamptz, ${id}::bigint)
    and event.at ${sql.raw(`${side}=`)} ${at}::timestamptz)`;
}

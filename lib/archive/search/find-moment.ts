import { sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { visible } from '../access/visible-events';
import { clockOf, type EventFilter, edgeOf } from './filter';
import type { FoundText } from './found-text';
import { toRow } from './rows';
import type { EventsQuery } from './schema';
import { searchEvents } from './search';

/** At most `limit` matches down from a moment, and the id of the list's first. If none follow, the last of the list. */
export async function jumpTo(
  scope: StandingScope,
  query: EventsQuery,
  at: string,
  { limit, names }: { limit: number; names: Promise<FoundText> },
) {
  const oldestFirst = query.dir === 'asc';
  const place = await placeOf(scope, at, query);
  const [older, newer] = [{ olderThan: place }, { newerThan: place }];
  const [below, top] = await Promise.all([
    searchEvents(scope, query, { ...(oldestFirst ? newer : older), oldestFirst, limit, names }),
    firstId(scope, query, { oldestFirst, names }),
  ]);
  if (below.length > 0) return { found: below, top };
  const last = { ...(oldestFirst ? older : newer), oldestFirst: !oldestFirst, limit: limit - 1, names };
  return { found: (await searchEvents(scope, query, last)).reverse(), top };
}

export async function firstId(
  scope: StandingScope,
  filter: EventFilter,
  which: { oldestFirst: boolean; names: Promise<FoundText> },
): Promise<string | null> {
  const [first] = await searchEvents(scope, filter, { ...which, limit: 1 });
  return first ? toRow(first).id : null;
}

/**
 * The cursor just above a moment. With buildings' own clocks, a wall time stands for several instants. The list then
 * begins at the newest event whose clock is not past it, or oldest first at the oldest whose clock has reached it.
 */
async function placeOf(
  scope: StandingScope,
  at: string,
  { zone, dir }: Pick<EventsQuery, 'zone' | 'dir'>,
): Promise<string> {
  const oldestFirst = dir === 'asc';
  const { wall, instant, exact } = edgeOf(at, oldestFirst ? 'start' : 'end', zone);
  if (exact) return `${instant.getTime()}.0`;
  const side = sql.raw(oldestFirst ? '>=' : '<');
  const found = await getDb()
    .selectFrom('event')
    .select(['at', 'id'])
    .where(visible(scope))
    .where('at', oldestFirst ? '>=' : '<', instant)
    .where(sql<boolean>`event.wall is not null and ${clockOf(zone)} ${side} ${wall}::timestamp`)
    .orderBy('at', dir)
    .orderBy('id', dir)
    .limit(1)
    .executeTakeFirst();
  const [step, days] = oldestFirst ? [-1, 2] : [1, -2];
  return found ? `${found.at.getTime()}.${found.id + step}` : `${instant.getTime() + days * 86_400_000}.0`;
}

import { sql } from 'kysely';
import type { StandingScope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { clockOf, edgeOf, visible } from './filter';
import { toRow } from './rows';
import type { EventsQuery } from './schema';
import { searchEvents } from './search';

/**
 * The matching events from a moment downwards, at most `limit`, and the id of the newest of all that match. Where
 * nothing is as old, the oldest there are: the nearest to what was asked for.
 */
export async function jumpTo(scope: StandingScope, query: EventsQuery, at: string, limit: number) {
  const after = await placeOf(scope, at, query.zone);
  const [older, newest] = await Promise.all([
    searchEvents(scope, query, { after, limit }),
    searchEvents(scope, query, { limit: 1 }),
  ]);
  const found =
    older.length > 0
      ? older
      : (await searchEvents(scope, query, { before: after, limit: limit - 1 })).reverse();
  return { found, top: newest[0] ? toRow(newest[0]).id : null };
}

/**
 * The cursor of a moment, its own events still beneath it. By the buildings' own clocks a moment is as many instants as
 * there are zones, and an hour that comes twice is two: the list begins at the newest event whose clock had not passed it.
 */
async function placeOf(scope: StandingScope, at: string, zone: string): Promise<string> {
  const { wall, instant, exact } = edgeOf(at, 'end', zone);
  if (exact) return `${instant.getTime()}.0`;
  const found = await getDb()
    .selectFrom('event')
    .select(['at', 'id'])
    .where((events) => visible(scope, events))
    .where('at', '<', instant)
    .where(sql<boolean>`event.wall is not null and ${clockOf(zone)} < ${wall}::timestamp`)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return found ? `${found.at.getTime()}.${found.id + 1}` : `${instant.getTime() - 2 * 86_400_000}.0`;
}

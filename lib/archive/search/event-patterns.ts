import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { dayText } from '@/lib/text/wall-text';
import { type EventFilter, filterEvents } from './filter';
import { otherTypes } from './schema';

export type Patterns = {
  /** By the page's clock. For the buildings' own clocks it is wall time, written as if it were UTC. */
  hours: { hour: string; count: number }[];
  types: { type: string; count: number }[];
  since: string | null;
};

const HOUR = 3_600_000;
/** Ten years in one chart would show nothing, and keep the database busy. */
const usualDays = 90;
const patienceMs = 3_000;

/** Events of a filter by hour and by type. `too-many`: counting them takes too long. */
export async function readPatterns(
  scope: Scope,
  filter: EventFilter,
  now = databaseDate(),
): Promise<Patterns | 'too-many'> {
  const since = filter.from ? null : firstDay(filter.to, now);
  const matches = await filterEvents(scope, since ? { ...filter, from: since } : filter);
  if (!matches) return { hours: [], types: [], since };
  const clock = filter.zone === 'building' ? sql`event.wall at time zone 'UTC'` : sql`event.at`;
  try {
    const rows = await getDb()
      .transaction()
      .execute(async (trx) => {
        await sql`select set_config('statement_timeout', ${String(patienceMs)}, true)`.execute(trx);
        return trx
          .selectFrom('event')
          .select(({ fn }) => [
            sql<number>`floor(extract(epoch from ${clock}) / 3600)::bigint`.as('hour'),
            'event.type',
            fn.countAll<number>().as('count'),
          ])
          .where(matches)
          .where('event.fit', '<>', 'invalid')
          .groupBy(['hour', 'event.type'])
          .execute();
      });
    const hours = new Map<number, number>();
    const types = new Map<string, number>();
    for (const { hour, type, count } of rows) {
      const word = type >= 0 && type <= 5 ? String(type) : otherTypes;
      hours.set(hour, (hours.get(hour) ?? 0) + count);
      types.set(word, (types.get(word) ?? 0) + count);
    }
    return { hours: filled(hours), types: [...types].map(([type, count]) => ({ type, count })), since };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '57014') return 'too-many';
    throw error;
  }
}

function filled(hours: ReadonlyMap<number, number>): Patterns['hours'] {
  if (hours.size === 0) return [];
  const known = [...hours.keys()].sort((a, b) => a - b);
  const [first = 0, last = 0] = [known[0], known.at(-1)];
  // A clock that is years wrong must not produce a million empty hours.
  if (last - first > 366 * 24 * 10) return known.map((hour) => hourCount(hour, hours.get(hour) ?? 0));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    hourCount(first + index, hours.get(first + index) ?? 0),
  );
}

function hourCount(hour: number, count: number) {
  return { hour: new Date(hour * HOUR).toISOString(), count };
}

function firstDay(to: string | undefined, now: Date): string {
  const end = to ? Date.parse(`${to.slice(0, 10)}T00:00:00Z`) : now.getTime();
  return dayText(end - usualDays * 24 * HOUR);
}

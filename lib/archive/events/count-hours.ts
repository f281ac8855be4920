import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import { hourOf } from '@/lib/db/week';
import { zoneOffset } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import { dayText } from '@/lib/text/wall-text';
import { visible } from '../access/visible-events';
import { instantsOf } from '../search/filter';
import { otherTypes } from '../search/schema';

export type HourCounts = {
  /** ISO, without gaps. For the buildings' own clocks, wall times written as if they were UTC. */
  hours: { hour: string; count: number }[];
  types: { type: string; count: number }[];
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A wall clock is at most this far from UTC. */
const widest = 14 * HOUR;

/** Events of the last `days` by hour, and of the last `typeDays` calendar days by type, in one pass over the archive. */
export async function countHours(
  scope: Scope,
  { clock, days, typeDays }: { clock: 'building' | (string & {}); days: number; typeDays: number },
  now = databaseDate(),
): Promise<HourCounts> {
  const byWall = clock === 'building';
  const ahead = byWall ? await furthestAhead(scope, now) : zoneOffset(clock, now.getTime());
  // Bins of wall times begin at the clock that is furthest ahead, all others at the instant.
  const end = (Math.floor((now.getTime() + (byWall ? ahead : 0)) / HOUR) + 1) * HOUR;
  const start = end - days * DAY;
  const firstDay = dayText(now.getTime() + ahead - (typeDays - 1) * DAY);
  const typesFrom = byWall
    ? new Date(`${firstDay}T00:00:00Z`)
    : instantsOf({ from: firstDay, to: undefined, zone: clock }).start;
  const shown = byWall ? sql`(event.wall at time zone 'UTC')` : sql`event.at`;
  const slack = byWall ? widest : 0;
  const { rows } = await sql<{ hour: Date | null; type: number | null; count: number; recent: number }>`
    select hour, type, count(*) as count, count(*) filter (where shown >= ${typesFrom}) as recent
    from (
      select ${hourOf(shown)} as hour, type, ${shown} as shown from event
      where ${visible(scope)} and event.fit <> 'invalid'
        and event.at >= ${new Date(start - slack)} and event.at < ${new Date(end + slack)}
    ) as counted
    where shown >= ${new Date(start)} and shown < ${new Date(end)}
    group by grouping sets ((hour), (type))`.execute(getDb());
  const byHour = new Map<number, number>();
  const types = new Map<string, number>();
  for (const { hour, type, count, recent } of rows) {
    if (hour !== null) byHour.set(hour.getTime(), count);
    else if (type !== null && recent > 0) {
      const word = type >= 0 && type <= 5 ? String(type) : otherTypes;
      types.set(word, (types.get(word) ?? 0) + recent);
    }
  }
  return {
    hours: Array.from({ length: days * 24 }, (_, index) => {
      const hour = start + index * HOUR;
      return { hour: new Date(hour).toISOString(), count: byHour.get(hour) ?? 0 };
    }),
    types: [...types].map(([type, count]) => ({ type, count })),
  };
}

/** Milliseconds from UTC of the building whose day begins first. */
async function furthestAhead(scope: Scope, now: Date): Promise<number> {
  const zones = await readZones(scope.workspaceId);
  const buildings = new Set(scope.channels.map(({ buildingName }) => buildingName));
  const offsets = [...buildings].map((name) => zoneOffset(zones.ofBuilding(name).name, now.getTime()));
  return offsets.length > 0 ? Math.max(...offsets) : 0;
}

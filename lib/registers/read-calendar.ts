import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { databaseDate } from '@/lib/db/clock';
import { zoneOffset } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import { dayText } from '@/lib/text/wall-text';

function dayIn(zone: string, now: Date): string {
  return dayText(now.getTime() + zoneOffset(zone, now.getTime()));
}

/** Today by building: in Shanghai it is tomorrow while it is still today in Vancouver. */
export type Calendar = {
  /** The day of most buildings. For buildings that have vanished, and if there are none. */
  usual: string;
  byBuilding: Map<string, string>;
};

export async function readCalendar(scope: Scope, now = databaseDate()): Promise<Calendar> {
  const zones = await readZones(scope.workspaceId);
  const byBuilding = new Map<string, string>();
  const counted = new Map<string, number>();
  for (const { buildingName } of scope.channels) {
    if (byBuilding.has(buildingName)) continue;
    const day = dayIn(zones.ofBuilding(buildingName).name, now);
    byBuilding.set(buildingName, day);
    counted.set(day, (counted.get(day) ?? 0) + 1);
  }
  const [usual] = [...counted].sort(([, one], [, other]) => other - one)[0] ?? [dayIn('UTC', now)];
  return { usual, byBuilding };
}

export function todayAt(calendar: Calendar, building: RawBuilder<string>): RawBuilder<string> {
  const others = [...Map.groupBy(calendar.byBuilding, ([, day]) => day)]
    .filter(([day]) => day !== calendar.usual)
    .map(
      ([day, pairs]) => sql`when ${building} = any(${pairs.map(([name]) => name)}::text[]) then ${day}::date`,
    );
  if (others.length === 0) return sql<string>`${calendar.usual}::date`;
  return sql<string>`(case ${sql.join(others, sql` `)} else ${calendar.usual}::date end)`;
}

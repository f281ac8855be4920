import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { databaseDate } from '@/lib/db/clock';
import type { RetentionMode } from '@/lib/db/tables/retention';
import { weekOf } from '@/lib/db/week';

export type ActiveRule = { workspaceId: string; building: string; mode: RetentionMode; cutoff: Date };

const DAY = 86_400_000;

export function cutoffOf(days: number, now = databaseDate()): Date {
  return new Date(now.getTime() - days * DAY);
}

/** Events that a rule covers, regardless of holds. Without a name and a room there is nothing to make anonymous. */
export function reached({ workspaceId, building, mode, cutoff }: ActiveRule): RawBuilder<boolean> {
  const untouched =
    mode === 'delete' ? sql`true` : sql`e.trace is null and (e.who_id is not null or e.channel is not null)`;
  return sql<boolean>`e.workspace_id = ${workspaceId} and e.building_name = ${building} and e.at < ${cutoff}
    and ${weekOf(sql`e.at`)} <= ${weekOf(sql`${cutoff}::timestamptz`)} and ${untouched}`;
}

/** Does a hold keep `event e`, by the door's clock? If its time makes no sense, a day more at each end is kept. */
export function held({
  workspaceId,
  building,
}: Pick<ActiveRule, 'workspaceId' | 'building'>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from retention_hold h
    where h.workspace_id = ${workspaceId} and (h.building_name is null or h.building_name = ${building})
      and case when e.wall is not null
        then e.wall >= h.from_day and (h.to_day is null or e.wall < h.to_day + 1)
        else e.at >= h.from_day - 2 and (h.to_day is null or e.at < h.to_day + 3) end)`;
}

type IncomingEvent = { place: number; at: Date; wall: string | null };

/** At most `most` events that a rule deletes. Which it deleted before is unknown; by tomorrow it deletes these anyway. */
export async function deletedBefore(
  trx: Db,
  { workspaceId, building }: { workspaceId: string; building: string },
  incoming: readonly IncomingEvent[],
  most: number,
): Promise<number[]> {
  const rule = await trx
    .selectFrom('retention_rule')
    .select('days')
    .where('workspace_id', '=', workspaceId)
    .where('building_name', '=', building)
    .where('mode', '=', 'delete')
    .executeTakeFirst();
  if (!rule) return [];
  const reach = { workspaceId, building, mode: 'delete', cutoff: cutoffOf(rule.days) } as const;
  const { rows } = await sql<{ place: number }>`
    select e.place
    from (
      select ${workspaceId}::uuid as workspace_id, ${building}::text as building_name, *
      from unnest(${incoming.map(({ place }) => place)}::bigint[], ${incoming.map(({ at }) => at)}::timestamptz[],
        ${incoming.map(({ wall }) => wall)}::timestamp[]) as incoming (place, at, wall)
    ) as e
    where ${reached(reach)} and not ${held(reach)}
    order by e.place limit ${most}`.execute(trx);
  return rows.map(({ place }) => place);
}

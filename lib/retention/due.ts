import { type RawBuilder, sql } from 'kysely';
import type { RetentionMode } from '@/lib/db/tables/retention';

export type Reach = { workspaceId: string; building: string; mode: RetentionMode; cutoff: Date };

const DAY = 86_400_000;

/** Older than this are a rule's events. */
export function cutoffOf(days: number, now = new Date()): Date {
  return new Date(now.getTime() - days * DAY);
}

/**
 * Events of `event e` that a rule reaches, holds aside. The building is the one whose name the event has, as everywhere
 * in the archive; what names nobody and no room has nothing to be made anonymous.
 */
export function reached({ workspaceId, building, mode, cutoff }: Reach): RawBuilder<boolean> {
  const untouched =
    mode === 'delete' ? sql`true` : sql`e.trace is null and (e.who_id is not null or e.channel is not null)`;
  return sql<boolean>`e.workspace_id = ${workspaceId} and e.building_name = ${building} and e.at < ${cutoff} and ${untouched}`;
}

/**
 * Whether a hold keeps `event e`. A hold's days are those of the door's own clock; of an event whose time makes no sense,
 * a day more at either end is held, since what is deleted cannot be had again.
 */
export function held({
  workspaceId,
  building,
}: Pick<Reach, 'workspaceId' | 'building'>): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from retention_hold h
    where h.workspace_id = ${workspaceId} and (h.building_name is null or h.building_name = ${building})
      and case when e.wall is not null
        then e.wall >= h.from_day and (h.to_day is null or e.wall < h.to_day + 1)
        else e.at >= h.from_day - 2 and (h.to_day is null or e.at < h.to_day + 3) end)`;
}

import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';

type Door = { workspaceId: string; gid: string };

/**
 * Holds the stretches of a whole door's list until the transaction ends, as retention does before it deletes. False: there
 * are none.
 */
export async function lockDoor(trx: Db, { workspaceId, gid }: Door): Promise<boolean> {
  const { rows } = await sql`
    select from event_stretch where workspace_id = ${workspaceId} and gid = ${gid} and channel is null
    order by low for update`.execute(trx);
  return rows.length > 0;
}

/** The door's list has the events, or traces of `deleted` ones, at these places no more. */
export async function countOut(
  trx: Db,
  { workspaceId, gid }: Door,
  { places, deleted = false }: { places: readonly number[]; deleted?: boolean },
): Promise<void> {
  if (places.length === 0) return;
  await sql`
    update event_stretch set size = size - gone.count, pruned = pruned - ${deleted ? sql`gone.count` : sql`0`}
    from (
      select low, count(*) from event_stretch join unnest(${places}::bigint[]) as was
        on was between low and high
      where workspace_id = ${workspaceId} and gid = ${gid} and channel is null group by low
    ) as gone
    where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and event_stretch.low = gone.low`.execute(
    trx,
  );
}

/** How many events of each stretch of the door were deleted and have left no trace. */
function untraced({ workspaceId, gid }: Door): RawBuilder<unknown> {
  return sql`
    select low, pruned - (
      select count(*) from event_trace as trace
      where trace.workspace_id = ${workspaceId} and trace.gid = ${gid} and trace.stream is null
        and trace.place between event_stretch.low and event_stretch.high) as count
    from event_stretch where workspace_id = ${workspaceId} and gid = ${gid} and channel is null and pruned > 0`;
}

export async function countUntraced(trx: Db, door: Door): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(count), 0)::bigint as count from (${untraced(door)}) as untraced`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** A room's list tells so many of them now. Which stretch these were in nobody knows: the lowest are taken first. */
export async function countOutUntraced(trx: Db, door: Door, count: number): Promise<void> {
  await sql`
    update event_stretch set size = size - share.count, pruned = pruned - share.count
    from (
      select low, greatest(0, least(count, ${count}::bigint - sum(count) over (order by low) + count)) as count
      from (${untraced(door)}) as untraced
    ) as share
    where workspace_id = ${door.workspaceId} and gid = ${door.gid} and channel is null
      and event_stretch.low = share.low`.execute(trx);
}

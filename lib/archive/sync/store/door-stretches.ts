import { type RawBuilder, sql } from 'kysely';
import type { Db } from '@/lib/db/client';
import { lockByName } from '@/lib/db/transaction-lock';
import type { ListKey } from './list-key';

/** A door's list up to this position, whose events another list may give again. */
export type Earlier = { workspaceId: string; gid: string; upTo: number };

export async function lockList(trx: Db, { workspaceId, gid, channel }: ListKey): Promise<void> {
  await lockByName(trx, `events:${workspaceId}:${gid}:${channel}`);
}

/** Locks the stretches of the earlier list, as retention does before it deletes. Null if there are none. */
export async function lockEarlier(trx: Db, { workspaceId, gid, channel }: ListKey): Promise<Earlier | null> {
  const { rows } = await sql<{ high: number }>`
    select high from event_stretch where workspace_id = ${workspaceId} and gid = ${gid} and channel is null
      and ${channel === null ? sql`aside` : sql`true`}
    order by low for update`.execute(trx);
  const last = rows.at(-1);
  return last ? { workspaceId, gid, upTo: last.high } : null;
}

function stretchesOf({ workspaceId, gid, upTo }: Earlier): RawBuilder<boolean> {
  return sql<boolean>`event_stretch.workspace_id = ${workspaceId} and event_stretch.gid = ${gid}
    and event_stretch.channel is null and event_stretch.high <= ${upTo}::bigint`;
}

export async function countOut(
  trx: Db,
  earlier: Earlier,
  { places, deleted = false }: { places: readonly number[]; deleted?: boolean },
): Promise<void> {
  if (places.length === 0) return;
  await sql`
    update event_stretch set size = size - gone.count, pruned = pruned - ${deleted ? sql`gone.count` : sql`0`}
    from (
      select low, count(*) from event_stretch join unnest(${places}::bigint[]) as was
        on was between low and high
      where ${stretchesOf(earlier)} group by low
    ) as gone
    where ${stretchesOf(earlier)} and event_stretch.low = gone.low`.execute(trx);
}

function untraced(earlier: Earlier): RawBuilder<unknown> {
  return sql`
    select low, pruned - (
      select count(*) from event_trace as trace
      where trace.workspace_id = ${earlier.workspaceId} and trace.gid = ${earlier.gid} and trace.stream is null
        and trace.place between event_stretch.low and event_stretch.high) as count
    from event_stretch where ${stretchesOf(earlier)} and pruned > 0`;
}

export async function countUntraced(trx: Db, earlier: Earlier): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select coalesce(sum(count), 0)::bigint as count from (${untraced(earlier)}) as untraced`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** It is unknown in which stretch they were: the lowest are counted out first. */
export async function countOutUntraced(trx: Db, earlier: Earlier, count: number): Promise<void> {
  await sql`
    update event_stretch set size = size - share.count, pruned = pruned - share.count
    from (
      select low, greatest(0, least(count, ${count}::bigint - sum(count) over (order by low) + count)) as count
      from (${untraced(earlier)}) as untraced
    ) as share
    where ${stretchesOf(earlier)} and event_stretch.low = share.low`.execute(trx);
}

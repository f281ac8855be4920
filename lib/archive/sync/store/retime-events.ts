import { sql } from 'kysely';
import { addEventMonths, monthOf } from '@/lib/db/add-event-months';
import { getDb } from '@/lib/db/client';
import type { Zones } from '@/lib/devices/zones';
import { placeInTime } from './event-time';
import type { ListKey } from './list-key';
import { notifyEvents } from './notify-pages';
import { byPlace } from './order-by-place';

const rowsAtOnce = 2_000;

/** Computes a door's instants again for another zone. The cloud's text stays. Repeating a portion changes nothing. */
export async function retimeDoor(workspaceId: string, gid: string, zones: Zones): Promise<void> {
  const { rows: streams } = await sql<{ channel: number | null }>`
    select distinct channel from event_stretch where workspace_id = ${workspaceId} and gid = ${gid}`.execute(
    getDb(),
  );
  for (const { channel } of streams) await retimeStream({ workspaceId, gid, channel }, zones);
  await sql`
    update event_stretch as stretch set oldest_at = bounds.oldest, newest_at = bounds.newest
    from (
      select s.low, s.channel, min(event.at) as oldest, max(event.at) as newest
      from event_stretch as s join event on event.workspace_id = s.workspace_id and event.gid = s.gid
        and event.stream is not distinct from s.channel and event.place between s.low and s.high
      where s.workspace_id = ${workspaceId} and s.gid = ${gid} group by s.low, s.channel
    ) as bounds
    where stretch.workspace_id = ${workspaceId} and stretch.gid = ${gid} and stretch.low = bounds.low
      and stretch.channel is not distinct from bounds.channel`.execute(getDb());
}

/** In order of position, which the change does not affect: no row is met twice or missed. */
async function retimeStream({ workspaceId, gid, channel }: ListKey, zones: Zones): Promise<void> {
  // "is not distinct from" would use no index.
  const stream = channel === null ? sql`stream is null` : sql`stream = ${channel}::bigint`;
  let neighbour: Date | null = null;
  for (let after = -1; ; ) {
    const rows = await getDb()
      .selectFrom('event')
      .select(['id', 'at', 'place', 'time_text', 'building_name', 'zone'])
      .where('workspace_id', '=', workspaceId)
      .where('gid', '=', gid)
      .where(sql<boolean>`${stream}`)
      .where('place', '>', after)
      .orderBy(byPlace('asc'))
      .limit(rowsAtOnce)
      .execute();
    if (rows.length === 0) return;
    after = rows.at(-1)?.place ?? after;
    const read = rows.map((row) => {
      const to = zones.ofChannel({ gid, buildingName: row.building_name });
      return { ...row, to, time: placeInTime([row.time_text], to, row.at)[0] };
    });
    // An event whose time makes no sense keeps the instant of the event before it.
    neighbour ??= read.find(({ time }) => time?.wall)?.time?.at ?? null;
    const timed: typeof read = [];
    for (const row of read) {
      if (row.time?.wall) neighbour = row.time.at;
      else if (row.time && neighbour) row.time.at = neighbour;
      if (row.to.name !== row.zone) timed.push(row);
    }
    if (timed.length === 0) continue;
    await addEventMonths(() => timed.map(({ at, time }) => monthOf(time?.at ?? at)));
    await getDb()
      .transaction()
      .execute(async (trx) => {
        await sql`
          update event set at = timed.at, zone = timed.zone, fit = timed.fit, wall = timed.wall
          from unnest(
            ${timed.map(({ id }) => id)}::bigint[], ${timed.map(({ at }) => at)}::timestamptz[],
            ${timed.map(({ at, time }) => time?.at ?? at)}::timestamptz[], ${timed.map(({ to }) => to.name)}::text[],
            ${timed.map(({ time }) => time?.fit ?? 'invalid')}::text[],
            ${timed.map(({ time }) => time?.wall ?? null)}::timestamp[]) as timed (id, was, at, zone, fit, wall)
          where event.workspace_id = ${workspaceId} and event.at = timed.was and event.id = timed.id`.execute(
          trx,
        );
        await notifyEvents(trx, workspaceId);
      });
  }
}

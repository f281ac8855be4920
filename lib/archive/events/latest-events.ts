import { sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { inTime } from '@/lib/db/week';
import { eventDoorsOf, hidesEvents, visible } from '../access/visible-events';

export type LatestEvent = { at: Date; wall: string | null; zone: string; type: number };
type Found = LatestEvent & { gid: string };

/** The newest event of each room, by room key. A room without known events is absent. */
export async function lastEventByRoom(
  scope: Scope,
  roomKeys: readonly string[],
): Promise<Map<string, LatestEvent>> {
  const wanted = new Set(roomKeys);
  const channels = scope.channels.filter((channel) => wanted.has(channel.roomKey));
  if (channels.length === 0 || hidesEvents(scope)) return new Map();
  const { rows } = await sql<Found & { channel: number }>`
    select place.gid, place.channel, latest.*
    from unnest(${channels.map(({ gid }) => gid)}::text[], ${channels.map(({ channel }) => channel)}::bigint[])
      as place (gid, channel)
    cross join lateral (
      select at, to_char(wall, 'YYYY-MM-DD HH24:MI:SS') as wall, zone, type
      from event
      where ${visible(scope)} and gid = place.gid and channel = place.channel and fit <> 'invalid'
      order by ${inTime('desc')}
      limit 1
    ) as latest`.execute(getDb());
  const found = new Map(rows.map((row) => [`${row.channel}@${row.gid}`, row]));
  const latest = new Map<string, LatestEvent>();
  for (const { roomKey, gid, channel } of channels) {
    const event = found.get(`${channel}@${gid}`);
    const known = latest.get(roomKey);
    if (event && (!known || event.at > known.at)) latest.set(roomKey, shown(event));
  }
  return latest;
}

/** The newest event of each door, by gid. The vendor's cloud says nothing else about a door's health. */
export async function lastHeardByDoor(
  scope: Scope,
  among: readonly string[] = eventDoorsOf(scope),
): Promise<Map<string, LatestEvent>> {
  if (hidesEvents(scope)) return new Map();
  const readable = new Set(eventDoorsOf(scope));
  const gids = among.filter((gid) => readable.has(gid));
  const { rows } = await sql<Found>`
    select door.gid, latest.*
    from unnest(${gids}::text[]) as door (gid)
    cross join lateral (
      select at, to_char(wall, 'YYYY-MM-DD HH24:MI:SS') as wall, zone, type
      from event
      where ${visible(scope)} and gid = door.gid and fit <> 'invalid'
      order by ${inTime('desc')}
      limit 1
    ) as latest`.execute(getDb());
  return new Map(rows.map((row) => [row.gid, shown(row)]));
}

function shown({ at, wall, zone, type }: Found): LatestEvent {
  return { at, wall, zone, type };
}

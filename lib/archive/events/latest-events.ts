import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { databaseNow } from '@/lib/db/clock';
import { inTime, weekOf } from '@/lib/db/week';
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
  const found = await readRecentFirst(
    channels.map((place) => ({ ...place, key: `${place.channel}@${place.gid}` })),
    async (some, when) => {
      const { rows } = await sql<Found & { channel: number }>`
        select place.gid, place.channel, latest.*
        from unnest(${some.map(({ gid }) => gid)}::text[], ${some.map(({ channel }) => channel)}::bigint[])
          as place (gid, channel)
        cross join lateral (
          select at, to_char(wall, 'YYYY-MM-DD HH24:MI:SS') as wall, zone, type
          from event
          where ${visible(scope)} and gid = place.gid and channel = place.channel and fit <> 'invalid' and ${when}
          order by ${inTime('desc')}
          limit 1
        ) as latest`.execute(getDb());
      return rows.map((row) => ({ ...row, key: `${row.channel}@${row.gid}` }));
    },
  );
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
  const doors = among.filter((gid) => readable.has(gid)).map((gid) => ({ key: gid }));
  const found = await readRecentFirst(doors, async (some, when) => {
    const { rows } = await sql<Found>`
      select door.gid, latest.*
      from unnest(${some.map(({ key }) => key)}::text[]) as door (gid)
      cross join lateral (
        select at, to_char(wall, 'YYYY-MM-DD HH24:MI:SS') as wall, zone, type
        from event
        where ${visible(scope)} and gid = door.gid and fit <> 'invalid' and ${when}
        order by ${inTime('desc')}
        limit 1
      ) as latest`.execute(getDb());
    return rows.map((row) => ({ ...row, key: row.gid }));
  });
  return new Map([...found].map(([gid, row]) => [gid, shown(row)]));
}

const recentMs = 40 * 86_400_000;

/** Most places had an event lately. The partitions of earlier months are opened only for the others. */
async function readRecentFirst<Place extends { key: string }, Row extends { key: string }>(
  places: readonly Place[],
  read: (places: readonly Place[], when: RawBuilder<boolean>) => Promise<Row[]>,
): Promise<Map<string, Row>> {
  const since = sql`${new Date(databaseNow() - recentMs)}::timestamptz`;
  const recent = await read(places, sql`at >= ${since} and ${weekOf(sql`at`)} >= ${weekOf(since)}`);
  const found = new Map(recent.map((row) => [row.key, row]));
  const others = places.filter(({ key }) => !found.has(key));
  if (others.length > 0) for (const row of await read(others, sql`true`)) found.set(row.key, row);
  return found;
}

function shown({ at, wall, zone, type }: Found): LatestEvent {
  return { at, wall, zone, type };
}

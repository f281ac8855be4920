import { type RawBuilder, sql } from 'kysely';
import { hidesEvents, visible } from '@/lib/archive/access/visible-events';
import { mayIn } from '@/lib/auth/grants';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { inTime } from '@/lib/db/week';
import { pairOf } from '@/lib/devices/pair-key';
import type { Place } from '@/lib/places/data';
import type { Readings } from '@/lib/readings/data';
import { doorcodeLists } from './data';

/** A name that opened a door but is in no list of it: another person made the code. Compared per door, because names repeat. */
export type ElsewhereCode = {
  name: string;
  lastUsedAt: string;
  gid: string;
  door: string;
  building: string;
  unit: string | null;
  zone: string;
  /** Why this account may have made it after all. Null if all lists of that door were read after its first use. */
  doubt: ElsewhereDoubt | null;
};

export type ElsewhereDoubt =
  | { kind: 'since'; readAt: string }
  | { kind: 'partly'; unread: number; rooms: number };

/** Events of one room that are searched for names. The events page has older ones. */
const roomEvents = 2_000;
const doorcodeEvent = 2;

/** The last used ones, their number, and the number of doors without any list to compare with. */
export async function codesMadeElsewhere(
  scope: Scope,
  limit: number,
): Promise<{ rows: ElsewhereCode[]; total: number; doorsUnread: number }> {
  const doors = await readDoors(scope);
  const { unread: doorsUnread } = doors;
  if (doors.read.size === 0 || hidesEvents(scope)) return { rows: [], total: 0, doorsUnread };
  const opened = sql`select event.gid, event.who_id, event.at from event
    where ${visible(scope)} and event.gid = any(${[...doors.read.keys()]}::text[])
      and event.type = ${doorcodeEvent} and event.who_id is not null and event.utc_hour is not null`;
  return { ...(await findUses(scope, doors, { opened, limit })), doorsUnread };
}

export async function codesMadeElsewhereIn(
  scope: Scope,
  roomKey: string,
  limit: number,
): Promise<ElsewhereCode[]> {
  const doors = await readDoors(scope);
  const flat = doors.places.filter((place) => place.roomKey === roomKey && doors.read.has(place.gid));
  if (flat.length === 0 || hidesEvents(scope)) return [];
  const opened = sql`select event.gid, event.who_id, event.at from event
    where ${visible(scope)} and ${inFlat(flat)}
      and event.type = ${doorcodeEvent} and event.who_id is not null and event.utc_hour is not null
    order by ${inTime('desc')} limit ${roomEvents}`;
  const { rows } = await findUses(scope, doors, { opened, limit });
  return rows;
}

type DoorLists = { readAt: Date; unread: number; rooms: number };
type Doors = { places: Place[]; read: ReadonlyMap<string, DoorLists>; unread: number };

/** Doors with at least one read list: its oldest reading, and how many lists are unread. Other doors are only counted. */
async function readDoors(scope: Scope): Promise<Doors> {
  const { places: all, readings } = await doorcodeLists(scope);
  const places = all.filter(({ buildingName }) => mayIn(scope, buildingName, 'events-of-today'));
  const doors = Map.groupBy(places, (place) => place.gid);
  const read = new Map<string, DoorLists>();
  for (const [gid, rooms] of doors) {
    const times = rooms
      .map((room) => timeOf(room, readings)?.getTime() ?? null)
      .filter((time) => time !== null);
    if (times.length === 0) continue;
    read.set(gid, {
      readAt: new Date(Math.min(...times)),
      unread: rooms.length - times.length,
      rooms: rooms.length,
    });
  }
  return { places, read, unread: doors.size - read.size };
}

function timeOf({ gid, channel }: Place, readings: Readings): Date | null {
  const reading = readings.get(pairOf({ gid, channel }));
  return reading && reading.state !== 'refused' ? reading.read_at : null;
}

type Names = { gids: string[]; names: string[] };

/** Requests are not stored with the archive, so they are read first (docs/scaling.md). */
async function readRequested({ workspaceId }: Scope): Promise<Names> {
  const { rows } = await sql<{ gid: string; name: string }>`
    select distinct gid, btrim(name) as name from doorcode_request
    where workspace_id = ${workspaceId}`.execute(getDb());
  return { gids: rows.map(({ gid }) => gid), names: rows.map(({ name }) => name) };
}

/** In no list of that door, past or present, and not asked for there. Earlier names of codes are stored without their door. */
function notOurs({ workspaceId }: Scope, requested: Names): RawBuilder<unknown> {
  const named = (table: string, there: RawBuilder<unknown>) =>
    sql`not exists (select from ${sql.table(table)} as own
      where own.workspace_id = ${workspaceId} ${there} and btrim(own.name) = used.name)`;
  return sql`${named('doorcode', sql`and own.gid = used.gid`)} and ${named('doorcode_name', sql``)}
    and (used.gid, used.name) not in (
      select * from unnest(${requested.gids}::text[], ${requested.names}::text[]))`;
}

function inFlat(flat: readonly Place[]) {
  return sql<boolean>`(event.gid, event.channel) in (select * from unnest(${flat.map(({ gid }) => gid)}::text[],
    ${flat.map(({ channel }) => channel)}::bigint[]))`;
}

type Asked = { opened: RawBuilder<unknown>; limit: number };

/** The last use of each name per door. A first use later than the lists may be of this account's own code: the row says so. */
async function findUses(
  scope: Scope,
  { places, read }: Doors,
  { opened, limit }: Asked,
): Promise<{ rows: ElsewhereCode[]; total: number }> {
  const { workspaceId } = scope;
  const requested = await readRequested(scope);
  const { rows } = await sql<{
    name: string;
    at: Date;
    first_at: Date;
    gid: string;
    building_name: string;
    unit_label: string | null;
    zone: string;
    total: number;
  }>`
    with used as (
      select btrim(who.code_name) as name, seen.gid, max(seen.last_at) as at, min(seen.first_at) as first_at,
        (array_agg(seen.who_id order by seen.last_at desc, seen.who_id desc))[1] as who_id
      from (select gid, who_id, max(at) as last_at, min(at) as first_at from (${opened}) as opened
        group by gid, who_id) as seen
      join event_who as who on who.workspace_id = ${workspaceId} and who.id = seen.who_id
      where btrim(who.code_name) <> ''
      group by 1, 2
    ),
    shown as materialized (
      select used.*, count(*) over () as total from used where ${notOurs(scope, requested)}
      order by used.at desc, used.name, used.gid limit ${limit}
    )
    select shown.*, last.building_name, last.unit_label, last.zone
    from shown cross join lateral (
      select event.building_name, event.unit_label, event.zone from event
      where ${visible(scope)} and event.who_id = shown.who_id and event.at = shown.at and event.gid = shown.gid
        and event.type = ${doorcodeEvent} and event.utc_hour is not null
      order by event.id desc limit 1) as last
    order by shown.at desc, shown.name, shown.gid`.execute(getDb());
  const nameOf = new Map(places.map((place) => [place.gid, place.doorHere]));
  return {
    rows: rows.map((row) => ({
      name: row.name,
      lastUsedAt: row.at.toISOString(),
      gid: row.gid,
      door: nameOf.get(row.gid) ?? row.gid,
      building: row.building_name,
      unit: row.unit_label,
      zone: row.zone,
      doubt: doubtOf(row.first_at, read.get(row.gid)),
    })),
    total: Number(rows[0]?.total ?? 0),
  };
}

function doubtOf(firstUse: Date, lists: DoorLists | undefined): ElsewhereDoubt | null {
  if (!lists) return null;
  const { readAt, unread, rooms } = lists;
  if (unread > 0) return { kind: 'partly', unread, rooms };
  return firstUse > readAt ? { kind: 'since', readAt: readAt.toISOString() } : null;
}

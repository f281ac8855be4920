import { type RawBuilder, sql } from 'kysely';
import { visible } from '@/lib/archive/visible';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair';
import type { Place } from '@/lib/jobs/places';
import type { Readings } from '@/lib/readings/data';
import { doorcodeLists } from './data';

/** A code that opened a door and is in no list of this account's: made by a resident or another account. */
export type ElsewhereCode = {
  name: string;
  lastUsedAt: string;
  gid: string;
  door: string;
  building: string;
  /** Of the room that the event is known to belong to. */
  unit: string | null;
  zone: string;
  /** Why this account may have made it all the same; null: every list of that door was read after its first use. */
  doubt: ElsewhereDoubt | null;
};

export type ElsewhereDoubt =
  | { kind: 'since'; readAt: string }
  | { kind: 'partly'; unread: number; rooms: number };

/** Events of one room that are looked through for its names; older ones are on the events page. */
const roomEvents = 2_000;
const doorcodeEvent = 2;

/**
 * Those of all rooms that were used last, and at how many doors names are compared with nothing. Each name costs two looks
 * into an index, whatever the number of its events.
 */
export async function codesMadeElsewhere(
  scope: Scope,
  limit: number,
): Promise<{ rows: ElsewhereCode[]; more: boolean; doorsUnread: number }> {
  const doors = await readDoors(scope);
  const { unread: doorsUnread } = doors;
  if (doors.read.size === 0) return { rows: [], more: false, doorsUnread };
  const candidates = sql`select who.id, who.code_name as name from event_who as who
    where who.workspace_id = ${scope.workspaceId} and btrim(who.code_name) <> '' ${notOurs(scope)}`;
  const rows = await findUses(scope, doors, { candidates, limit: limit + 1 });
  return { rows: rows.slice(0, limit), more: rows.length > limit, doorsUnread };
}

/** Those that opened a door for one room, as far as events name it. */
export async function codesMadeElsewhereIn(
  scope: Scope,
  roomKey: string,
  limit: number,
): Promise<ElsewhereCode[]> {
  const doors = await readDoors(scope);
  const flat = doors.places.filter((place) => place.roomKey === roomKey && doors.read.has(place.gid));
  if (flat.length === 0) return [];
  const used = getDb()
    .selectFrom('event')
    .select('who_id')
    .where(visible(scope))
    .where('type', '=', doorcodeEvent)
    .where('who_id', 'is not', null)
    .where(inFlat(flat))
    .orderBy('at', 'desc')
    .limit(roomEvents);
  const candidates = sql`select distinct who.id, who.code_name as name
    from (${used}) as used join event_who as who on who.workspace_id = ${scope.workspaceId} and who.id = used.who_id
    where btrim(who.code_name) <> '' ${notOurs(scope)}`;
  return findUses(scope, doors, { candidates, limit, flat });
}

type DoorLists = { readAt: Date; unread: number; rooms: number };
type Doors = { places: Place[]; read: ReadonlyMap<string, DoorLists>; unread: number };

/**
 * The doors of which a room's list was read: when the one read longest ago was, and how many were not read. A door
 * without any is only counted: its names would be compared with nothing.
 */
async function readDoors(scope: Scope): Promise<Doors> {
  const { places, readings } = await doorcodeLists(scope);
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

/** In no list that was read, now or before, under no name that one of them had, and not asked for here. */
function notOurs(scope: Scope): RawBuilder<unknown> {
  const named = (table: string) =>
    sql`and not exists (select from ${sql.table(table)} as own
      where own.workspace_id = ${scope.workspaceId} and btrim(own.name) = btrim(who.code_name))`;
  return sql`${named('doorcode')} ${named('doorcode_name')} ${named('doorcode_request')}`;
}

function inFlat(flat: readonly Place[]) {
  return sql<boolean>`(event.gid, event.channel) in (select * from unnest(${flat.map(({ gid }) => gid)}::text[],
    ${flat.map(({ channel }) => channel)}::bigint[]))`;
}

type Asked = { candidates: RawBuilder<unknown>; limit: number; flat?: readonly Place[] };

/**
 * The last use of each candidate, newest first. One whose first use at that door is younger than the door's lists may have
 * been made by this account since: it is shown, and that is said.
 */
async function findUses(
  scope: Scope,
  { places, read }: Doors,
  { candidates, limit, flat }: Asked,
): Promise<ElsewhereCode[]> {
  const uses = getDb()
    .selectFrom('event')
    .select(['at', 'id', 'gid', 'building_name', 'unit_label', 'zone'])
    .where(visible(scope))
    .where('type', '=', doorcodeEvent)
    .where('fit', '<>', 'invalid')
    .where(sql<boolean>`event.who_id = candidate.id`)
    .$if(flat !== undefined, (query) => query.where(inFlat(flat ?? [])))
    .limit(1);
  const last = uses.orderBy('at', 'desc').orderBy('id', 'desc');
  const first = uses.where(sql<boolean>`event.gid = last.gid`).orderBy('at').orderBy('id');
  const { rows } = await sql<{
    name: string;
    at: Date;
    first_at: Date;
    gid: string;
    building_name: string;
    unit_label: string | null;
    zone: string;
  }>`
    select candidate.name, last.at, first.at as first_at, last.gid, last.building_name, last.unit_label, last.zone
    from (${candidates}) as candidate
    cross join lateral (${last}) as last
    cross join lateral (${first}) as first
    where last.gid = any(${[...read.keys()]}::text[])
    order by last.at desc, candidate.name
    limit ${limit}`.execute(getDb());
  const nameOf = new Map(places.map((place) => [place.gid, place.doorHere]));
  return rows.map((row) => ({
    name: row.name,
    lastUsedAt: row.at.toISOString(),
    gid: row.gid,
    door: nameOf.get(row.gid) ?? row.gid,
    building: row.building_name,
    unit: row.unit_label,
    zone: row.zone,
    doubt: doubtOf(row.first_at, read.get(row.gid)),
  }));
}

function doubtOf(firstUse: Date, lists: DoorLists | undefined): ElsewhereDoubt | null {
  if (!lists) return null;
  const { readAt, unread, rooms } = lists;
  if (unread > 0) return { kind: 'partly', unread, rooms };
  return firstUse > readAt ? { kind: 'since', readAt: readAt.toISOString() } : null;
}

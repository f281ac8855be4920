import { type RawBuilder, sql } from 'kysely';
import { cache } from 'react';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { readAccounts } from '@/lib/auth/read-accounts';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import { holdsText } from '@/lib/db/text-search';
import { doorcodeDigests, openDoorcode } from '@/lib/db/vault/doorcode-secret';
import { pairOf } from '@/lib/devices/pair-key';
import { mapPaced } from '@/lib/doordeer/run-paced';
import type { Lock } from '@/lib/doordeer/words';
import type { ErrorCode } from '@/lib/errors';
import { inBuildings, type Place, readDoorWords, readPlaces } from '@/lib/places/data';
import { type ChannelReading, channelReading, type Readings, readReadings } from '@/lib/readings/data';
import { type Gaps, gapsOf } from '@/lib/readings/gaps';
import { type ChoiceCounts, matchChoices } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { foldText } from '@/lib/text/fold-text';
import { findExactlyOrNearly } from '@/lib/text/match-one-typo';
import { type CutOff, findCutOff } from './find-cut-off';
import type { DoorcodesQuery } from './schema';

/**
 * `unreadable`: an impossible date, or an end before the start. `lengthless`: start and end are the same past time,
 * but the cloud says usable. Whether these open is unknown.
 */
export type DoorcodeState = 'live' | 'upcoming' | 'expired' | 'unreadable' | 'lengthless';

export type DoorcodeRow = {
  id: string;
  gid: string;
  channel: number;
  roomKey: string;
  building: string;
  unit: string;
  door: string;
  /** As a person named it. Null: it repeats the locks. */
  givenDoor: string | null;
  name: string;
  /**
   * Null: the code ended 30 days ago or more, so its digits were removed; or they cannot be opened; or this person may
   * not see them.
   */
  digits: string | null;
  digitsHidden: boolean;
  /** The digits are stored, and their seal does not open: the row is damaged, or of another vault. */
  digitsDamaged: boolean;
  state: DoorcodeState;
  expiring: boolean;
  /** On the door's clock, as the vendor gave it: `YYYY-MM-DD HH:MM:SS`. */
  fromWall: string | null;
  toWall: string | null;
  windowUnreadable: boolean;
  /** `documentedType`, or what the vendor's document does not describe. */
  validType: number;
  zone: string;
  locks: Lock[];
  /** Whose code it is, where the workspace has more than one connection. */
  madeBy: string | null;
  /** Why it is not read now and cannot be revoked here: its account's connection does not work. Null: it works. */
  cutOff: CutOff | null;
  seenAt: string;
  readAt: string | null;
  reading: { state: ReadingState | 'unread'; code: ErrorCode | null };
};

/** Needs both window and valid_flag: the window may have passed since the flag was read. */
const stateOf = sql<DoorcodeState>`case
  when not d.usable then 'expired'
  when d.window_unreadable then 'unreadable'
  when d.from_at = d.to_at and d.to_at <= now() then 'lengthless'
  when d.to_at <= now() then 'expired'
  when d.from_at > now() then 'upcoming' else 'live' end`;
const isExpiring = sql<boolean>`(d.usable and not d.window_unreadable and d.to_at > now() and d.to_at <= now() + interval '48 hours')`;

const orders: Record<DoorcodesQuery['sort'], RawBuilder<unknown>> = {
  until: sql`d.to_at`,
  from: sql`d.from_at`,
  name: sql`d.order_name`,
  room: sql`c.order_unit`,
  building: sql`c.order_building`,
  state: sql`${stateOf}`,
  read: sql`r.read_at`,
};

/** Equal rows sort by room, then by id, so that pages neither repeat nor skip a row. */
function orderOf({ sort, dir }: DoorcodesQuery) {
  return sql`${orders[sort]} ${sql.raw(dir === 'desc' ? 'desc nulls last' : 'asc nulls first')},
    c.order_building, c.order_unit, d.order_name, d.id`;
}

export async function listDoorcodes(
  scope: Scope,
  query: DoorcodesQuery & Ticked,
): Promise<{ rows: DoorcodeRow[]; total: number }> {
  const filter = await filterOf(scope, query);
  const [places, { rows }] = await Promise.all([
    readPlaces(scope),
    sql<StoredRow & { total: number }>`
      select ${columns}, count(*) over () as total
      ${fromCodes(scope)} ${filter}
      order by ${orderOf(query)}
      offset ${query.offset} limit ${query.limit}`.execute(getDb()),
  ]);
  const total = rows[0]?.total ?? (query.offset > 0 ? await countDoorcodes(scope, query) : 0);
  return { rows: await rowsOf(scope, rows, places), total };
}

export async function allDoorcodesOf(scope: Scope, query: DoorcodesQuery): Promise<DoorcodeRow[]> {
  const places = await readPlaces(scope);
  const { rows } = await sql<StoredRow>`
    select ${columns} ${fromCodes(scope)} ${await filterOf(scope, query)}
    order by ${orderOf(query)}
  `.execute(getDb());
  return rowsOf(scope, rows, places);
}

export async function findDoorcodes(scope: Scope, ids: readonly string[]): Promise<DoorcodeRow[]> {
  const valid = ids.filter(isId);
  if (valid.length === 0) return [];
  const [places, { rows }] = await Promise.all([
    readPlaces(scope),
    sql<StoredRow>`
      select ${columns} ${fromCodes(scope)} and d.id = any(${valid}::uuid[]) order by d.id`.execute(getDb()),
  ]);
  return rowsOf(scope, rows, places);
}

export function isId(text: string): boolean {
  return /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text);
}

/** Of current and of expired codes. Rendering thousands would keep the server busy. */
const mostInRoom = 50;

export type RoomDoorcodes = {
  rows: DoorcodeRow[];
  /** Of all codes, including those not in `rows`. */
  counts: { current: number; expired: number };
  doors: ChannelReading[];
  may: { issue: boolean; revoke: boolean };
};

/** Null if this account may not know them. */
export async function loadRoomDoorcodes(scope: Scope, roomKey: string): Promise<RoomDoorcodes | null> {
  const [places, lists] = await Promise.all([readPlaces(scope), doorcodeLists(scope)]);
  const flat = lists.places.filter((place) => place.roomKey === roomKey);
  if (flat.length === 0) return null;
  const isOver = sql`${stateOf} = 'expired'`;
  const byUse = sql`array_position(array['live', 'upcoming'], ${stateOf}), d.to_at desc nulls last, d.id`;
  const { rows } = await sql<StoredRow & { count: number }>`
    select * from (
      select ${columns}, row_number() over (partition by ${isOver} order by ${byUse}) as place,
        count(*) over (partition by ${isOver}) as count
      ${fromCodes(scope)} and c.room_key = ${roomKey}) as code
    where place <= ${mostInRoom} order by state = 'expired', place`.execute(getDb());
  return {
    rows: await rowsOf(scope, rows, places),
    counts: {
      current: rows.find(({ state }) => state !== 'expired')?.count ?? 0,
      expired: rows.find(({ state }) => state === 'expired')?.count ?? 0,
    },
    doors: flat.map((place) => channelReading(place, lists.readings)),
    may: {
      issue: flat.some((place) => mayDoorcode(scope, place, 'issue')),
      revoke: flat.some((place) => mayDoorcode(scope, place, 'revoke')),
    },
  };
}

export async function loadDoorcodes(
  scope: Scope,
  query: DoorcodesQuery,
): Promise<{ rows: DoorcodeRow[]; total: number; gaps: Gaps; counts: ChoiceCounts<'building' | 'state'> }> {
  const gaps = await doorcodeGaps(scope, query.building);
  const [list, counts] = await Promise.all([listDoorcodes(scope, query), countChoices(scope, query)]);
  return { ...list, gaps, counts };
}

/** How many codes each choice of the list's filters shows. */
async function countChoices(
  scope: Scope,
  query: DoorcodesQuery,
): Promise<ChoiceCounts<'building' | 'state'>> {
  type Cell = { building: string; state: DoorcodeState; expiring: boolean | null; count: number };
  const { rows } = await sql<Cell>`
    select c.building_name as building, ${stateOf} as state, ${isExpiring} as expiring, count(*) as count
    ${fromCodes(scope)} ${await filterOf(scope, { ...query, building: [], state: [] })}
    group by 1, 2, 3`.execute(getDb());
  const { counts } = matchChoices(
    rows,
    {
      building: { chosen: query.building, of: (row) => [row.building] },
      state: { chosen: query.state, of: (row) => [row.state, ...(row.expiring ? ['expiring'] : [])] },
    },
    ({ count }) => count,
  );
  return counts;
}

/** Cached, so that each page loads it once. */
export const doorcodeLists = cache(async (scope: Scope): Promise<{ places: Place[]; readings: Readings }> => {
  const [places, readings] = await Promise.all([
    readPlaces(scope),
    readReadings(scope, 'doorcode_reading', scope.channels),
  ]);
  return { places: places.filter((place) => mayDoorcode(scope, place, 'see')), readings };
});

async function doorcodeGaps(scope: Scope, buildings: readonly string[] = []): Promise<Gaps> {
  const { places, readings } = await doorcodeLists(scope);
  return gapsOf(inBuildings(places, buildings), (place) => readings.get(pairOf(place)));
}

export async function doorcodeCounts(scope: Scope): Promise<{
  live: number;
  expiring48h: number;
  /** Of `expiring48h`: those for more than a week. See `isLongCode`. */
  longExpiring: number;
  expired: number;
  /** It is not known whether these open. */
  unclear: number;
  gaps: Gaps;
}> {
  const gaps = await doorcodeGaps(scope);
  type Counted = { live: number; expiring: number; long: number; expired: number; unclear: number };
  const { rows } = await sql<Counted>`
    select count(*) filter (where ${stateOf} = 'live') as live,
      count(*) filter (where ${isExpiring}) as expiring,
      count(*) filter (where ${isExpiring}
        and (d.from_at is null or d.to_at - d.from_at > interval '7 days')) as long,
      count(*) filter (where ${stateOf} = 'expired') as expired,
      count(*) filter (where ${stateOf} in ('unreadable', 'lengthless')) as unclear
    ${fromCodes(scope)}`.execute(getDb());
  const [counts] = rows;
  return {
    live: counts?.live ?? 0,
    expiring48h: counts?.expiring ?? 0,
    longExpiring: counts?.long ?? 0,
    expired: counts?.expired ?? 0,
    unclear: counts?.unclear ?? 0,
    gaps,
  };
}

async function countDoorcodes(scope: Scope, query: DoorcodesQuery): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total ${fromCodes(scope)} ${await filterOf(scope, query)}`.execute(getDb());
  return rows[0]?.total ?? 0;
}

type StoredRow = {
  id: string;
  gid: string;
  channel: number;
  name: string;
  digest: Buffer;
  sealed: Buffer | null;
  state: DoorcodeState;
  expiring: boolean | null;
  from_wall: string | null;
  to_wall: string | null;
  window_unreadable: boolean;
  valid_type: number;
  lock_ids: string[];
  connection_id: string | null;
  seen_at: Date;
  read_at: Date | null;
  reading_state: ReadingState | null;
  error_code: ErrorCode | null;
};

const columns = sql`d.id, d.gid, d.channel, d.name, d.digest, d.sealed, ${stateOf} as state, ${isExpiring} as expiring,
  d.from_wall, d.to_wall, d.window_unreadable, d.valid_type, d.lock_ids, d.connection_id, d.seen_at, r.read_at,
  r.state as reading_state, r.error_code`;

/** Listed codes of channels that are in the device list, where this person may see doorcodes, or also their digits. */
function fromCodes(scope: Scope, action: 'see' | 'show' = 'see') {
  const seen = scope.channels.filter((channel) => mayDoorcode(scope, channel, action));
  const allowed = [...new Set(seen.map(({ relation }) => relation))];
  const pairs = scope.isMerged
    ? sql`(c.gid, c.channel) in (select * from unnest(${seen.map(({ gid }) => gid)}::text[],
        ${seen.map(({ channel }) => channel)}::bigint[]))`
    : sql`true`;
  const buildings = [...new Set(seen.map(({ buildingName }) => buildingName))];
  return sql`from doorcode d
    join room_channel c on c.workspace_id = d.workspace_id and c.gid = d.gid and c.channel = d.channel
      and c.present and c.relation = any(${allowed}::text[]) and ${pairs}
      and ${scope.grants === null ? sql`true` : sql`c.building_name = any(${buildings}::text[])`}
    left join doorcode_reading r on r.workspace_id = d.workspace_id and r.gid = d.gid and r.channel = d.channel
      and r.connection_id is not distinct from d.connection_id
    where d.workspace_id = ${scope.workspaceId} and d.gone_at is null`;
}

async function filterOf(scope: Scope, query: DoorcodesQuery & Ticked) {
  const parts = [sql`true`];
  if (query.ids) parts.push(sql`d.id = any(${query.ids.filter(isId)}::uuid[])`);
  if (query.building.length > 0) parts.push(sql`c.building_name = any(${query.building}::text[])`);
  // Walls are texts that begin with the day, and ISO days compare as texts.
  if (query.from) parts.push(sql`left(d.to_wall, 10) >= ${query.from}`);
  if (query.to) parts.push(sql`left(d.from_wall, 10) <= ${query.to}`);
  const doors = findExactlyOrNearly(
    query.q === '' ? [] : [...(await readDoorWords(scope))],
    query.q,
    ([, words]) => words,
  );
  const byDigits = await findByDigits(scope, query.q);
  const gidsOf = (found: typeof doors.exact) => found.map(([gid]) => gid);
  const found = holdsText(
    query.q,
    (patterns, nearly) => {
      return sql`(d.folded like any(${patterns}::text[]) or d.id = any(${byDigits}::uuid[])
        or c.folded like any(${patterns}::text[]) or d.gid = any(${gidsOf(nearly ? doors.near : doors.exact)}::text[]))`;
    },
    (has) => sql`exists (select ${fromCodes(scope)} and ${has})`,
  );
  if (found) parts.push(found);
  if (query.state.length > 0) {
    const plain = query.state.filter((state) => state !== 'expiring');
    const expiring = query.state.includes('expiring') ? isExpiring : sql`false`;
    parts.push(sql`(${stateOf} = any(${plain}::text[]) or ${expiring})`);
  }
  return sql`and ${sql.join(parts, sql` and `)}`;
}

/** Shorter parts match too many codes, and would reveal digits one by one. */
const shortestPart = 4;

/** Ids of codes by all their digits, or by a part of those of codes that may open a door now or later. */
async function findByDigits(scope: Scope, typed: string): Promise<string[]> {
  // Pages show digits in groups, and people type them that way.
  const text = foldText(typed).replace(/(?<=\d)\s+(?=\d)/g, '');
  if (text.length < shortestPart || !/\d/.test(text)) return [];
  const texts = [...new Set([text, typed.trim()])];
  const digests = texts.flatMap((one) => doorcodeDigests(scope.workspaceId, one));
  const { rows: whole } = await sql<{ id: string }>`
    select d.id ${fromCodes(scope, 'show')} and d.digest = any(${digests}::bytea[])`.execute(getDb());
  if (whole.length > 0 || !/^\d+$/.test(text)) return whole.map(({ id }) => id);
  const { rows } = await sql<Pick<StoredRow, 'id' | 'gid' | 'channel' | 'digest' | 'sealed'>>`
    select d.id, d.gid, d.channel, d.digest, d.sealed ${fromCodes(scope, 'show')}
      and d.sealed is not null and ${stateOf} <> 'expired'`.execute(getDb());
  const found = await mapPaced(rows, (row) => {
    const secret = openDoorcode({ ...row, workspaceId: scope.workspaceId }, row.sealed);
    return secret?.digits.includes(text) ? [row.id] : [];
  });
  return found.flat();
}

/** Paced: each row opens a seal, and an export has thousands of rows. */
async function rowsOf(
  scope: Scope,
  rows: readonly StoredRow[],
  places: readonly Place[],
): Promise<DoorcodeRow[]> {
  const byPair = new Map(places.map((place) => [pairOf(place), place]));
  const [accounts, cutOff] = await Promise.all([readAccounts(scope, rows), findCutOff(scope, rows)]);
  const made = await mapPaced(rows, (row): DoorcodeRow[] => {
    const place = byPair.get(pairOf(row));
    if (!place) return [];
    const hidden = !mayDoorcode(scope, place, 'show');
    const secret = hidden ? null : openDoorcode({ ...row, workspaceId: scope.workspaceId }, row.sealed);
    const digits = secret?.digits ?? null;
    return [
      {
        id: row.id,
        gid: row.gid,
        channel: row.channel,
        roomKey: place.roomKey,
        building: place.buildingName,
        unit: place.unitLabel,
        door: place.doorHere,
        givenDoor: place.givenDoor,
        name: row.name,
        digits,
        digitsHidden: hidden && row.sealed !== null,
        digitsDamaged: !hidden && digits === null && row.sealed !== null,
        state: row.state,
        expiring: row.expiring ?? false,
        fromWall: row.from_wall,
        toWall: row.to_wall,
        windowUnreadable: row.window_unreadable,
        validType: row.valid_type,
        zone: place.zone.name,
        locks: locksOf(row.lock_ids, place.locks),
        madeBy: accounts?.get(row.connection_id ?? scope.connectionId) ?? null,
        cutOff: cutOff.get(row.connection_id ?? scope.connectionId) ?? null,
        seenAt: row.seen_at.toISOString(),
        readAt: row.read_at?.toISOString() ?? null,
        reading: { state: row.reading_state ?? 'unread', code: row.error_code },
      },
    ];
  });
  return made.flat();
}

export function locksOf(ids: readonly string[], known: readonly Lock[]): Lock[] {
  return ids.map((id) => known.find((lock) => lock.id === id) ?? { id, alias: '' });
}

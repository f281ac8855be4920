import { createHash } from 'node:crypto';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair';
import { type Gaps, gapsOf } from '@/lib/jobs/gaps';
import { type DoorWords, type Place, readDoorWords, readPlaces } from '@/lib/jobs/places';
import {
  type ChannelReading,
  channelReading,
  gidsIn,
  type Readings,
  readReadings,
} from '@/lib/readings/data';
import type { Ticked } from '@/lib/table/query';
import { findByText } from '@/lib/text/one-typo';
import { compareNames } from '@/lib/text/order-key';
import { mayShare } from './ability';
import { type SharesQuery, type shareStates, sharesQuery } from './schema';

export type ShareDoor = { gid: string; channel: number; door: string; since: string; readAt: string | null };

/** One sub-master of one flat, by the last readings of the lists at its doors. */
export type ShareRow = {
  id: string;
  roomKey: string;
  building: string;
  unit: string;
  account: string;
  /** The doors whose list has it. */
  doors: ShareDoor[];
  /** How many doors the flat has. */
  doorsInAll: number;
  state: (typeof shareStates)[number];
  /** When Doordesk first saw it; it may be older. */
  since: string;
  readAt: string | null;
  mayRemove: boolean;
};

export type RoomShares = {
  rows: ShareRow[];
  doors: ChannelReading[];
  may: { add: boolean; remove: boolean };
};

/** One flat's shares for its own page; null when this account may not know. */
export async function loadRoomShares(scope: Scope, roomKey: string): Promise<RoomShares | null> {
  const flat = (await seenPlaces(scope)).filter((place) => place.roomKey === roomKey);
  if (flat.length === 0) return null;
  // Before what they are about: see lib/jobs/gaps.ts.
  const readings = await readReadings(scope, 'share_reading', flat);
  const rows = rowsOf(scope, flat, await readStored(scope, flat), readings);
  return {
    rows: filterShares(rows, sharesQuery.parse({}), new Map()),
    doors: flat.map((place) => channelReading(place, readings)),
    may: {
      add: flat.some((place) => mayShare(scope.role, place.relation, 'add')),
      remove: flat.some((place) => mayShare(scope.role, place.relation, 'remove')),
    },
  };
}

/** All shares of the flats whose lists this account may see, unfiltered. */
export async function loadShares(scope: Scope): Promise<{ rows: ShareRow[]; gaps: Gaps }> {
  const [seen, readings] = await Promise.all([seenPlaces(scope), readReadings(scope, 'share_reading')]);
  const rows = rowsOf(scope, seen, await readStored(scope), readings);
  return { rows, gaps: gapsOf(seen, (place) => readings.get(pairOf(place))) };
}

async function seenPlaces(scope: Scope): Promise<Place[]> {
  return (await readPlaces(scope)).filter((place) => mayShare(scope.role, place.relation, 'see'));
}

type StoredShare = { gid: string; channel: number; sub_master: string; first_seen_at: Date };

function readStored(scope: Scope, flat?: readonly Place[]): Promise<StoredShare[]> {
  return getDb()
    .selectFrom('share')
    .select(['gid', 'channel', 'sub_master', 'first_seen_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('gone_at', 'is', null)
    .$if(flat !== undefined, (query) => query.where('gid', 'in', gidsIn(flat)))
    .execute();
}

function rowsOf(scope: Scope, places: Place[], shares: StoredShare[], readings: Readings): ShareRow[] {
  const sharesOf = Map.groupBy(shares, pairOf);
  const flats = Map.groupBy(places, (place) => place.roomKey);
  return [...flats.values()].flatMap((flat) => {
    const doors = flat.flatMap((place) =>
      (sharesOf.get(pairOf(place)) ?? []).map((share) => ({
        account: share.sub_master,
        door: {
          gid: place.gid,
          channel: place.channel,
          door: place.doorHere,
          since: share.first_seen_at.toISOString(),
          readAt: readings.get(pairOf(place))?.read_at?.toISOString() ?? null,
        },
      })),
    );
    const byAccount = Map.groupBy(doors, ({ account }) => account.toLowerCase());
    return [...byAccount.values()].map((entries) => rowOf(scope, flat, entries));
  });
}

export async function listShares(
  scope: Scope,
  query: SharesQuery & Ticked,
): Promise<{ rows: ShareRow[]; total: number; gaps: Gaps }> {
  const { rows, gaps } = await loadShares(scope);
  const kept = filterShares(rows, query, await readDoorWords(scope));
  return { rows: kept.slice(query.offset, query.offset + query.limit), total: kept.length, gaps };
}

/** The page's filter and order; page, ranges, bulk actions and export all use it. */
export function filterShares(
  rows: ShareRow[],
  query: SharesQuery & Ticked,
  doorWords: DoorWords,
): ShareRow[] {
  const ids = query.ids && new Set(query.ids);
  const kept = findByText(rows, query.q, (row) => [
    row.building,
    row.unit,
    row.account,
    ...row.doors.flatMap((door) => doorWords.get(door.gid) ?? []),
  ]).filter(
    (row) =>
      (!ids || ids.has(row.id)) &&
      (query.building.length === 0 || query.building.includes(row.building)) &&
      (query.state.length === 0 || query.state.includes(row.state)),
  );
  const sign = query.dir === 'desc' ? -1 : 1;
  return kept.sort((one, other) => sign * compareRows(one, other, query.sort) || byRoom(one, other));
}

type Entry = { account: string; door: ShareDoor };

function rowOf(scope: Scope, flat: Place[], entries: Entry[]): ShareRow {
  const [place] = flat;
  const account = entries[0]?.account ?? '';
  const doors = entries.map((entry) => entry.door);
  const read = doors.map((door) => door.readAt);
  return {
    // An account may hold anything; a digest is an id of one length without blanks.
    id: createHash('sha256')
      .update(JSON.stringify([place?.roomKey, account.toLowerCase()]))
      .digest('base64url')
      .slice(0, 22),
    roomKey: place?.roomKey ?? '',
    building: place?.buildingName ?? '',
    unit: place?.unitLabel ?? '',
    account,
    doors,
    doorsInAll: flat.length,
    state: doors.length === flat.length ? 'all-doors' : 'some-doors',
    since: doors.map((door) => door.since).sort()[0] ?? '',
    readAt: read.includes(null) ? null : ([...read].sort()[0] ?? null),
    mayRemove: flat.some((one) => mayShare(scope.role, one.relation, 'remove')),
  };
}

function compareRows(one: ShareRow, other: ShareRow, sort: SharesQuery['sort']): number {
  if (sort === 'building') return compareNames(one.building, other.building);
  if (sort === 'room') return compareNames(one.unit, other.unit);
  if (sort === 'since') return one.since.localeCompare(other.since);
  if (sort === 'read') return (one.readAt ?? '').localeCompare(other.readAt ?? '');
  return compareNames(one.account, other.account);
}

function byRoom(one: ShareRow, other: ShareRow): number {
  return (
    compareNames(one.building, other.building) ||
    compareNames(one.unit, other.unit) ||
    compareNames(one.account, other.account)
  );
}

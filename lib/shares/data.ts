import { createHash } from 'node:crypto';
import { accountMayShare, mayShare } from '@/lib/abilities/shares';
import { optionsAt, type ThroughOptions } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import { pairOf } from '@/lib/devices/pair-key';
import type { ErrorCode } from '@/lib/errors';
import { type DoorWords, inBuildings, type Place, readDoorWords, readPlaces } from '@/lib/places/data';
import {
  type ChannelReading,
  channelReading,
  gidsIn,
  type Readings,
  readReadings,
  worstReading,
} from '@/lib/readings/data';
import { type Gaps, gapsOf } from '@/lib/readings/gaps';
import { type ChoiceCounts, matchChoices } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import { type SharesQuery, type shareStates, sharesQuery } from './schema';

export type ShareDoor = ChannelReading & { since: string };

export type ShareRow = {
  id: string;
  roomKey: string;
  building: string;
  unit: string;
  account: string;
  doors: ShareDoor[];
  doorsInAll: number;
  state: (typeof shareStates)[number];
  /** When Doordesk first saw it. It may be older. */
  since: string;
  readAt: string | null;
  reading: { state: ReadingState | 'unread'; code: ErrorCode | null };
  mayRemove: boolean;
};

/** Rendering thousands would keep the server busy. */
const mostInRoom = 50;

export type RoomShares = {
  rows: ShareRow[];
  /** Of all shares, including those not in `rows`. */
  count: number;
  doors: ChannelReading[];
  may: { add: boolean; remove: boolean };
  /** The connections that a change may go through, if there is a choice. */
  through: ThroughOptions;
};

/** Null if this account may not know. */
export async function loadRoomShares(scope: Scope, roomKey: string): Promise<RoomShares | null> {
  const flat = (await seenPlaces(scope)).filter((place) => place.roomKey === roomKey);
  if (flat.length === 0) return null;
  // Before the shares: see lib/readings/gaps.ts.
  const readings = await readReadings(scope, 'share_reading', flat);
  const rows = rowsOf(scope, flat, await readStored(scope, flat), readings);
  const kept = filterShares(rows, sharesQuery.parse({}), new Map());
  return {
    rows: kept.slice(0, mostInRoom),
    count: kept.length,
    doors: flat.map((place) => channelReading(place, readings)),
    may: {
      add: flat.some((place) => mayShare(scope, place, 'add')),
      remove: flat.some((place) => mayShare(scope, place, 'remove')),
    },
    through: optionsAt(scope, flat, (account) => accountMayShare(account, 'add')),
  };
}

export async function loadShares(
  scope: Scope,
): Promise<{ rows: ShareRow[]; places: Place[]; readings: Readings }> {
  const [places, readings] = await Promise.all([seenPlaces(scope), readReadings(scope, 'share_reading')]);
  return { rows: rowsOf(scope, places, await readStored(scope), readings), places, readings };
}

export type RoomToShare = {
  roomKey: string;
  building: string;
  unit: string;
  doors: { gid: string; channel: number; door: string }[];
  through: ThroughOptions;
};

/** By building and room. */
export async function loadRoomsToShare(scope: Scope): Promise<RoomToShare[]> {
  const places = (await readPlaces(scope)).filter((place) => mayShare(scope, place, 'add'));
  return [...Map.groupBy(places, ({ roomKey }) => roomKey)]
    .map(([roomKey, flat]) => ({
      roomKey,
      building: flat[0]?.buildingName ?? '',
      unit: flat[0]?.unitLabel ?? '',
      doors: flat.map(({ gid, channel, doorHere: door }) => ({ gid, channel, door })),
      through: optionsAt(scope, flat, (account) => accountMayShare(account, 'add')),
    }))
    .sort((one, other) => compareNames(one.building, other.building) || compareNames(one.unit, other.unit));
}

async function seenPlaces(scope: Scope): Promise<Place[]> {
  return (await readPlaces(scope)).filter((place) => mayShare(scope, place, 'see'));
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
          ...channelReading(place, readings),
          since: share.first_seen_at.toISOString(),
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
): Promise<{ rows: ShareRow[]; total: number; gaps: Gaps; counts: ChoiceCounts<'building' | 'state'> }> {
  const { rows, places, readings } = await loadShares(scope);
  const found = matchShares(rows, query, await readDoorWords(scope));
  const gaps = gapsOf(inBuildings(places, query.building), (place) => readings.get(pairOf(place)));
  return {
    rows: found.rows.slice(query.offset, query.offset + query.limit),
    total: found.rows.length,
    gaps,
    counts: found.counts,
  };
}

export function filterShares(
  rows: ShareRow[],
  query: SharesQuery & Ticked,
  doorWords: DoorWords,
): ShareRow[] {
  return matchShares(rows, query, doorWords).rows;
}

function matchShares(
  rows: ShareRow[],
  query: SharesQuery & Ticked,
  doorWords: DoorWords,
): { rows: ShareRow[]; counts: ChoiceCounts<'building' | 'state'> } {
  const ids = query.ids && new Set(query.ids);
  const found = findByText(rows, query.q, (row) => [
    row.building,
    row.unit,
    row.account,
    ...row.doors.flatMap((door) => doorWords.get(door.gid) ?? []),
  ]).filter((row) => !ids || ids.has(row.id));
  const { kept, counts } = matchChoices(found, {
    building: { chosen: query.building, of: (row) => [row.building] },
    state: { chosen: query.state, of: (row) => [row.state] },
  });
  const sign = query.dir === 'desc' ? -1 : 1;
  return {
    rows: kept.sort((one, other) => sign * compareRows(one, other, query.sort) || byRoom(one, other)),
    counts,
  };
}

type Entry = { account: string; door: ShareDoor };

function rowOf(scope: Scope, flat: Place[], entries: Entry[]): ShareRow {
  const [place] = flat;
  const account = entries[0]?.account ?? '';
  const doors = entries.map((entry) => entry.door);
  const read = doors.map((door) => door.readAt);
  return {
    // An account may hold any character. A digest has a fixed length and no blanks.
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
    reading: worstReading(doors),
    mayRemove: flat.some((one) => mayShare(scope, one, 'remove')),
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

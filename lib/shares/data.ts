import { createHash } from 'node:crypto';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ErrorCode } from '@/lib/errors';
import { type Gaps, gapsOf } from '@/lib/jobs/gaps';
import { compareNames, type Place, readPlaces } from '@/lib/jobs/places';
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

/** How a door's list was last read. */
export type ShareReading = {
  gid: string;
  channel: number;
  door: string;
  state: 'ok' | 'refused' | 'failed' | 'unread';
  code: ErrorCode | null;
  readAt: string | null;
};

export type RoomShares = {
  rows: ShareRow[];
  doors: ShareReading[];
  may: { add: boolean; remove: boolean };
};

/** One flat's shares for its own page; null when this account may not know. */
export async function loadRoomShares(scope: Scope, roomKey: string): Promise<RoomShares | null> {
  const flat = (await readPlaces(scope)).filter(
    (place) => place.roomKey === roomKey && mayShare(scope.role, place.relation, 'see'),
  );
  if (flat.length === 0) return null;
  const { rows, readings } = await loadShares(scope);
  return {
    rows: filterShares(
      rows.filter((row) => row.roomKey === roomKey),
      sharesQuery.parse({}),
    ),
    doors: flat.map((place) => {
      const reading = readings.get(pair(place));
      return {
        gid: place.gid,
        channel: place.channel,
        door: place.doorLabel,
        state: reading?.state ?? 'unread',
        code: (reading?.error_code as ErrorCode | null | undefined) ?? null,
        readAt: reading?.read_at?.toISOString() ?? null,
      };
    }),
    may: {
      add: flat.some((place) => mayShare(scope.role, place.relation, 'add')),
      remove: flat.some((place) => mayShare(scope.role, place.relation, 'remove')),
    },
  };
}

async function readReadings(scope: Scope) {
  const readings = await getDb()
    .selectFrom('share_reading')
    .select(['gid', 'channel', 'state', 'error_code', 'read_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .execute();
  return new Map(readings.map((reading) => [pair(reading), reading]));
}

/** All shares of the flats whose lists this account may see, unfiltered. */
export async function loadShares(
  scope: Scope,
): Promise<{ rows: ShareRow[]; gaps: Gaps; readings: Awaited<ReturnType<typeof readReadings>> }> {
  // Before what they are about: see lib/jobs/gaps.ts.
  const [places, readings] = await Promise.all([readPlaces(scope), readReadings(scope)]);
  const shares = await getDb()
    .selectFrom('share')
    .select(['gid', 'channel', 'sub_master', 'first_seen_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .where('gone_at', 'is', null)
    .execute();
  const sharesOf = Map.groupBy(shares, pair);
  const seen = places.filter((place) => mayShare(scope.role, place.relation, 'see'));
  const flats = Map.groupBy(seen, (place) => place.roomKey);

  const rows = [...flats.values()].flatMap((flat) => {
    const doors = flat.flatMap((place) =>
      (sharesOf.get(pair(place)) ?? []).map((share) => ({
        account: share.sub_master,
        door: {
          gid: place.gid,
          channel: place.channel,
          door: place.doorLabel,
          since: share.first_seen_at.toISOString(),
          readAt: readings.get(pair(place))?.read_at?.toISOString() ?? null,
        },
      })),
    );
    const byAccount = Map.groupBy(doors, ({ account }) => account.toLowerCase());
    return [...byAccount.values()].map((entries) => rowOf(scope, flat, entries));
  });
  return { rows, gaps: gapsOf(seen, (place) => readings.get(pair(place))), readings };
}

export async function listShares(
  scope: Scope,
  query: SharesQuery,
): Promise<{ rows: ShareRow[]; total: number; gaps: Gaps }> {
  const { rows, gaps } = await loadShares(scope);
  const kept = filterShares(rows, query);
  return { rows: kept.slice(query.offset, query.offset + query.limit), total: kept.length, gaps };
}

/** The page's filter and order; page, ranges, bulk actions and export all use it. */
export function filterShares(rows: ShareRow[], query: SharesQuery): ShareRow[] {
  const text = query.q.toLocaleLowerCase();
  const kept = rows.filter(
    (row) =>
      (query.building.length === 0 || query.building.includes(row.building)) &&
      (query.state.length === 0 || query.state.includes(row.state)) &&
      (text === '' ||
        [row.building, row.unit, row.account].some((word) => word.toLocaleLowerCase().includes(text))),
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

function pair({ gid, channel }: { gid: string; channel: number }): string {
  return `${gid} ${channel}`;
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

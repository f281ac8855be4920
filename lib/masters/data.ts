import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import type { ReadingState } from '@/lib/db/tables/readings';
import type { ErrorCode } from '@/lib/errors';
import { isSameAccount } from '@/lib/jobs/look';
import { compareNames, type Place, readPlaces } from '@/lib/jobs/places';
import { type MasterAction, mayMaster } from './ability';
import type { MastersQuery, masterStates } from './schema';

export type MasterState = (typeof masterStates)[number];

export type MasterDoor = {
  gid: string;
  channel: number;
  door: string;
  /** As of readAt; null with a readAt: nobody. */
  master: string | null;
  state: ReadingState | 'unread';
  code: ErrorCode | null;
  readAt: string | null;
};

/** Who is master of one flat, by the last readings at its doors. */
export type MasterRow = {
  roomKey: string;
  building: string;
  unit: string;
  master: string | null;
  state: MasterState;
  doors: MasterDoor[];
  /** The oldest of its doors' readings; null when one was never read. */
  readAt: string | null;
  /** Why the last try failed, where it did. */
  code: ErrorCode | null;
  may: Record<Exclude<MasterAction, 'see'>, boolean>;
};

/** All flats whose master this account may know, unfiltered. */
export async function loadMasters(scope: Scope): Promise<MasterRow[]> {
  const [places, readings] = await Promise.all([
    readPlaces(scope),
    getDb()
      .selectFrom('master_reading')
      .select(['gid', 'channel', 'state', 'master', 'error_code', 'read_at'])
      .where('workspace_id', '=', scope.workspaceId)
      .execute(),
  ]);
  const byPair = new Map(readings.map((reading) => [`${reading.gid} ${reading.channel}`, reading]));
  const flats = Map.groupBy(
    places.filter((place) => mayMaster(scope.role, place.relation, 'see')),
    (place) => place.roomKey,
  );
  return [...flats.values()].map((flat) => {
    const doors = flat.map((place): MasterDoor => {
      const reading = byPair.get(`${place.gid} ${place.channel}`);
      return {
        gid: place.gid,
        channel: place.channel,
        door: place.doorLabel,
        master: reading?.master ?? null,
        state: reading?.state ?? 'unread',
        code: (reading?.error_code as ErrorCode | null) ?? null,
        readAt: reading?.read_at?.toISOString() ?? null,
      };
    });
    return rowOf(scope, flat, doors);
  });
}

/** One flat's master for its own page; null when this account may not know. */
export async function loadRoomMaster(scope: Scope, roomKey: string): Promise<MasterRow | null> {
  return (await loadMasters(scope)).find((row) => row.roomKey === roomKey) ?? null;
}

/** A range of the table, and how many of all flats were never read. */
export async function listMasters(
  scope: Scope,
  query: MastersQuery,
): Promise<{ rows: MasterRow[]; total: number; unread: number }> {
  const all = await loadMasters(scope);
  const rows = filterMasters(all, query);
  return {
    rows: rows.slice(query.offset, query.offset + query.limit),
    total: rows.length,
    unread: all.filter((row) => row.state === 'unread').length,
  };
}

/** The page's filter and order; page, ranges, bulk actions and export all use it. */
export function filterMasters(rows: MasterRow[], query: MastersQuery): MasterRow[] {
  const text = query.q.toLocaleLowerCase();
  const kept = rows.filter(
    (row) =>
      (query.building.length === 0 || query.building.includes(row.building)) &&
      (query.state.length === 0 || query.state.includes(row.state)) &&
      (text === '' ||
        [row.building, row.unit, ...row.doors.map((door) => door.master ?? '')].some((word) =>
          word.toLocaleLowerCase().includes(text),
        )),
  );
  const sign = query.dir === 'desc' ? -1 : 1;
  return kept.sort((one, other) => sign * compareRows(one, other, query.sort) || byRoom(one, other));
}

/** For the overview: flats that nobody is master of, by the last readings. Null: not for this role to know. */
export async function roomsWithoutMaster(
  scope: Scope,
): Promise<{ count: number; unread: number; readAt: Date | null } | null> {
  const rows = await loadMasters(scope);
  if (rows.length === 0) return null;
  const read = rows.flatMap((row) => (row.readAt ? [row.readAt] : [])).sort();
  return {
    count: rows.filter((row) => row.state === 'none').length,
    unread: rows.filter((row) => row.readAt === null).length,
    readAt: read[0] ? new Date(read[0]) : null,
  };
}

function rowOf(scope: Scope, flat: Place[], doors: MasterDoor[]): MasterRow {
  const [first] = flat;
  const masters = doors.map((door) => door.master);
  const [master = null] = masters;
  const same = masters.every((other) =>
    other === null || master === null ? other === master : isSameAccount(other, master),
  );
  const readAt = doors.every((door) => door.readAt !== null)
    ? (doors.map((door) => door.readAt).sort()[0] ?? null)
    : null;
  const troubled = doors.find((door) => door.state === 'refused' || door.state === 'failed');
  const may = (action: MasterAction) => flat.some((place) => mayMaster(scope.role, place.relation, action));
  return {
    roomKey: first?.roomKey ?? '',
    building: first?.buildingName ?? '',
    unit: first?.unitLabel ?? '',
    master: same ? master : null,
    state: stateOf(doors, readAt !== null, same, master),
    doors,
    readAt,
    code: troubled?.code ?? null,
    may: { assign: may('assign'), replace: may('replace'), remove: may('remove') },
  };
}

function stateOf(doors: MasterDoor[], allRead: boolean, same: boolean, master: string | null): MasterState {
  if (!allRead) {
    const missing = doors.find((door) => door.readAt === null);
    return missing && missing.state !== 'ok' ? missing.state : 'unread';
  }
  if (!same) return 'differs';
  return master === null ? 'none' : 'assigned';
}

function compareRows(one: MasterRow, other: MasterRow, sort: MastersQuery['sort']): number {
  if (sort === 'building') return compareNames(one.building, other.building);
  if (sort === 'master') return compareNames(one.master ?? '', other.master ?? '');
  if (sort === 'state') return one.state.localeCompare(other.state);
  if (sort === 'read') return (one.readAt ?? '').localeCompare(other.readAt ?? '');
  return compareNames(one.unit, other.unit);
}

function byRoom(one: MasterRow, other: MasterRow): number {
  return compareNames(one.building, other.building) || compareNames(one.unit, other.unit);
}

import { accountMayMaster, type MasterAction, mayMaster } from '@/lib/abilities/masters';
import { optionsAt, type ThroughOptions } from '@/lib/auth/choose-caller';
import type { Scope } from '@/lib/auth/scope';
import { isSameAccount } from '@/lib/changes/read-back';
import { getDb } from '@/lib/db/client';
import { pairOf } from '@/lib/devices/pair-key';
import type { ErrorCode } from '@/lib/errors';
import { type DoorWords, type Place, readDoorWords, readPlaces } from '@/lib/places/data';
import { type ChannelReading, channelReading, gidsIn } from '@/lib/readings/data';
import { type Gaps, gapsOfFlats } from '@/lib/readings/gaps';
import { type ChoiceCounts, matchChoices } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import type { MastersQuery, masterStates } from './schema';

export type MasterState = (typeof masterStates)[number];

export type MasterDoor = ChannelReading & {
  /** As of readAt. Null with a readAt: no master. */
  master: string | null;
};

export type MasterRow = {
  roomKey: string;
  building: string;
  unit: string;
  master: string | null;
  state: MasterState;
  doors: MasterDoor[];
  readAt: string | null;
  code: ErrorCode | null;
  may: Record<Exclude<MasterAction, 'see'>, boolean>;
};

/** `through`: the connections that a change may go through, if there is a choice. */
export type RoomMaster = MasterRow & { through: ThroughOptions };

export async function loadMasters(scope: Scope): Promise<MasterRow[]> {
  const [seen, readings] = await Promise.all([seenPlaces(scope), readMasters(scope)]);
  const flats = Map.groupBy(seen, (place) => place.roomKey);
  return [...flats.values()].map((flat) => rowOf(scope, flat, doorsOf(flat, readings)));
}

/** Null if this account may not know. */
export async function loadRoomMaster(scope: Scope, roomKey: string): Promise<RoomMaster | null> {
  const flat = (await seenPlaces(scope)).filter((place) => place.roomKey === roomKey);
  if (flat.length === 0) return null;
  const row = rowOf(scope, flat, doorsOf(flat, await readMasters(scope, flat)));
  return { ...row, through: optionsAt(scope, flat, accountMayMaster) };
}

async function seenPlaces(scope: Scope): Promise<Place[]> {
  return (await readPlaces(scope)).filter((place) => mayMaster(scope, place, 'see'));
}

async function readMasters(scope: Scope, flat?: readonly Place[]) {
  const readings = await getDb()
    .selectFrom('master_reading')
    .select(['gid', 'channel', 'state', 'master', 'error_code', 'read_at'])
    .where('workspace_id', '=', scope.workspaceId)
    .$if(flat !== undefined, (query) => query.where('gid', 'in', gidsIn(flat)))
    .execute();
  return new Map(readings.map((reading) => [pairOf(reading), reading]));
}

function doorsOf(flat: Place[], readings: Awaited<ReturnType<typeof readMasters>>): MasterDoor[] {
  return flat.map((place) => ({
    ...channelReading(place, readings),
    master: readings.get(pairOf(place))?.master ?? null,
  }));
}

export async function listMasters(
  scope: Scope,
  query: MastersQuery & Ticked,
): Promise<{ rows: MasterRow[]; total: number; gaps: Gaps; counts: ChoiceCounts<'building' | 'state'> }> {
  const all = await loadMasters(scope);
  const doorWords = query.q.trim() === '' ? new Map() : await readDoorWords(scope);
  const { rows, counts } = matchMasters(all, query, doorWords);
  return {
    rows: rows.slice(query.offset, query.offset + query.limit),
    total: rows.length,
    gaps: masterGaps(all, query.building),
    counts,
  };
}

export function filterMasters(
  rows: MasterRow[],
  query: MastersQuery & Ticked,
  doorWords: DoorWords,
): MasterRow[] {
  return matchMasters(rows, query, doorWords).rows;
}

function matchMasters(
  rows: MasterRow[],
  query: MastersQuery & Ticked,
  doorWords: DoorWords,
): { rows: MasterRow[]; counts: ChoiceCounts<'building' | 'state'> } {
  const ids = query.ids && new Set(query.ids);
  const found = findByText(rows, query.q, (row) => [
    row.building,
    row.unit,
    ...row.doors.flatMap((door) => [door.master ?? '', ...(doorWords.get(door.gid) ?? [])]),
  ]).filter((row) => !ids || ids.has(row.roomKey));
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

export function masterGaps(rows: readonly MasterRow[], buildings: readonly string[] = []): Gaps {
  const wanted = rows.filter(({ building }) => buildings.length === 0 || buildings.includes(building));
  return gapsOfFlats(wanted.map((row) => row.doors));
}

/** By the last readings. `unread`: keys of rooms. Null if this role may not know masters. */
export async function roomsWithoutMaster(
  scope: Scope,
): Promise<{ count: number; gaps: Gaps; unread: string[] } | null> {
  const rows = await loadMasters(scope);
  if (rows.length === 0) return null;
  return {
    count: rows.filter((row) => row.state === 'none').length,
    gaps: masterGaps(rows),
    unread: rows.flatMap(({ roomKey, doors }) =>
      doors.some(({ state }) => state === 'unread') ? [roomKey] : [],
    ),
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
  // Who assigns may also replace and remove: docs/decisions/027-who-may-change-masters.md. Asked once, as a list has 10,000 rooms.
  const mayChange = flat.some((place) => mayMaster(scope, place, 'assign'));
  return {
    roomKey: first?.roomKey ?? '',
    building: first?.buildingName ?? '',
    unit: first?.unitLabel ?? '',
    master: same ? master : null,
    state: stateOf(doors, readAt !== null, same, master),
    doors,
    readAt,
    code: troubled?.code ?? null,
    may: { assign: mayChange, replace: mayChange, remove: mayChange },
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

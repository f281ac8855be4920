import { eventDoorsOf, hidesEvents } from '@/lib/archive/access/visible-events';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { readWithheldGids } from '@/lib/archive/coverage/withheld-doors';
import { lastHeardByDoor } from '@/lib/archive/events/latest-events';
import { seesOnlyToday } from '@/lib/auth/grants';
import { devicesOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { getDb } from '@/lib/db/client';
import { nameInBuilding } from '@/lib/devices/door-names';
import { selectDoors } from '@/lib/devices/door-rows';
import type { Zone } from '@/lib/devices/time-zone';
import { readZones } from '@/lib/devices/zones';
import type { Lock } from '@/lib/doordeer/words';
import { readDoorPlaces, readDoorWords } from '@/lib/places/data';
import { type Gaps, gapsOfFlats, isCountable } from '@/lib/readings/gaps';
import { readingsOf } from '@/lib/rooms/data';
import { masterState, type RoomFact } from '@/lib/rooms/facts';
import { readRoomFacts } from '@/lib/rooms/read-facts';
import { type ChoiceCounts, matchChoices } from '@/lib/table/match-choices';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import type { BuildingsQuery } from './schema';

/** `count` covers the flats read so far, `gaps` says how well all are known. `hidden`: this person may see it in no flat. */
export type Counted = { count: number; gaps: Gaps } | 'hidden';

export type BuildingRow = {
  name: string;
  address: string;
  doors: number;
  rooms: number;
  vacant: Counted;
  codes: Counted;
  /** Flats with a fact that this person may see and that was never read. */
  unread: number;
  gaps: Gaps;
  zone: Zone;
  heardAt: string | null;
  eventGaps: Gaps;
  /** Events are hidden now: see `hidesEvents`. */
  hidden: boolean;
  /** Some events of at least one door are not shown. */
  withheld: boolean;
  /** Only today's events may be seen. */
  onlyToday: boolean;
};

export async function listBuildings(scope: Scope): Promise<BuildingRow[]> {
  const [factsOf, heard, zones, details, doors, withheld] = await Promise.all([
    readRoomFacts(scope),
    lastHeardByDoor(scope),
    readZones(scope.workspaceId),
    getDb()
      .selectFrom('building_detail')
      .select(['building_name', 'address'])
      .where('workspace_id', '=', scope.workspaceId)
      .execute(),
    readDoorReadings(scope),
    readWithheldGids(scope),
  ]);
  const addresses = new Map(details.map((detail) => [detail.building_name, detail.address]));
  const buildings = Map.groupBy(devicesOf(scope), (device) => device.buildingName);
  const channelsOf = Map.groupBy(scope.channels, (channel) => channel.buildingName);
  return [...buildings].map(([name, devices]) => {
    const gids = new Set(devices.map((device) => device.gid));
    const flats = [...Map.groupBy(channelsOf.get(name) ?? [], ({ roomKey }) => roomKey).values()].map(
      factsOf,
    );
    const times = [...gids].flatMap((gid) => heard.get(gid)?.at.toISOString() ?? []);
    return {
      name,
      address: addresses.get(name) ?? '',
      doors: gids.size,
      rooms: flats.length,
      vacant: counted(
        flats.map((flat) => flat.master),
        () => flats.filter((flat) => masterState(flat) === 'none').length,
      ),
      codes: counted(
        flats.map((flat) => flat.codes),
        () => flats.reduce((sum, flat) => sum + (flat.codes.value ?? 0), 0),
      ),
      gaps: gapsOfFlats(flats.map(readingsOf)),
      eventGaps: doorGaps(doors, [...gids]),
      hidden: hidesEvents(scope) !== null,
      withheld: [...gids].some((gid) => withheld.has(gid)) || ![...gids].some((gid) => doors.has(gid)),
      onlyToday: seesOnlyToday(scope, name),
      unread: flats.filter((flat) =>
        [flat.master, flat.shares, flat.codes].some((fact) => fact.state === 'unread'),
      ).length,
      zone: zones.ofBuilding(name),
      heardAt: times.sort().at(-1) ?? null,
    };
  });
}

export async function findBuildings(scope: Scope, query: BuildingsQuery): Promise<BuildingRow[]> {
  return (await loadBuildings(scope, query)).rows;
}

/** All matching buildings, and how many each choice of the filters shows. */
export async function loadBuildings(
  scope: Scope,
  query: BuildingsQuery,
): Promise<{ rows: BuildingRow[]; counts: ChoiceCounts<'zone'> }> {
  const isSearch = query.q.trim() !== '';
  const [buildings, doorWords] = await Promise.all([
    listBuildings(scope),
    isSearch ? readDoorWords(scope) : new Map<string, readonly string[]>(),
  ]);
  const gids = Map.groupBy(devicesOf(scope), (device) => device.buildingName);
  const doorsOf = (name: string) => gids.get(name)?.flatMap(({ gid }) => doorWords.get(gid) ?? []) ?? [];
  const sign = query.dir === 'desc' ? -1 : 1;
  const keyOf: Record<BuildingsQuery['sort'], (row: BuildingRow) => number | string | null> = {
    name: (row) => row.name,
    doors: (row) => row.doors,
    rooms: (row) => row.rooms,
    vacant: (row) => numberOf(row.vacant),
    codes: (row) => numberOf(row.codes),
    heard: (row) => row.heardAt,
  };
  const key = keyOf[query.sort];
  const found = findByText(buildings, query.q, (row) => [
    row.name,
    row.address,
    ...new Set(doorsOf(row.name)),
  ]);
  const { kept, counts } = matchChoices(found, {
    zone: { chosen: query.zone, of: (row) => [row.zone.source] },
  });
  kept.sort((one, other) => {
    const [a, b] = [key(one), key(other)];
    if (a === null || b === null) {
      return Number(a === null) - Number(b === null) || compareNames(one.name, other.name);
    }
    const order = typeof a === 'number' && typeof b === 'number' ? a - b : compareNames(String(a), String(b));
    return sign * order || compareNames(one.name, other.name);
  });
  return { rows: kept, counts };
}

function counted(facts: readonly RoomFact<unknown>[], count: () => number): Counted {
  const shown = facts.filter((fact) => fact.state !== 'hidden');
  if (shown.length === 0) return 'hidden';
  return {
    count: count(),
    gaps: gapsOfFlats(
      shown.map(({ state, code, readAt }) => (state === 'hidden' ? [] : [{ state, code, readAt }])),
    ),
  };
}

/** The number, or null while a flat is unread, failed or was read too long ago. */
export function numberOf(counted: Counted): number | null {
  return counted === 'hidden' || !isCountable(counted.gaps) ? null : counted.count;
}

export type DoorRow = {
  gid: string;
  name: string;
  label: string;
  place: string;
  note: string;
  kind: 'doorbell' | 'camera' | 'other';
  model: string;
  locks: Lock[];
  rooms: number;
  heardAt: string | null;
  /** Events are hidden now; with the time at which they were read. */
  hidden: { readAt: string | null } | null;
  withheld: boolean;
  /** Only today's events may be seen. */
  onlyToday: boolean;
  zone: Zone;
};

export type Building = {
  name: string;
  address: string;
  notes: string;
  zone: Zone;
  doors: DoorRow[];
  rooms: number;
  /** The clock of its first door. It holds while no zone is chosen. */
  vendorZone: Zone;
};

/** Null if no door of it is this account's. */
export async function findBuilding(scope: Scope, name: string): Promise<Building | null> {
  const devices = devicesOf(scope).filter((device) => device.buildingName === name);
  if (devices.length === 0) return null;
  const gids = [...new Set(devices.map((device) => device.gid))];
  const channels = scope.channels.filter((channel) => channel.buildingName === name);
  const [doors, detail, zones, heard, readings, withheld, places] = await Promise.all([
    selectDoors(scope.workspaceId)
      .select(['door.gid', 'kind', 'model', 'locks', 'door_detail.name', 'place', 'note'])
      .select('door.default_name')
      .where('door.gid', 'in', gids)
      .execute(),
    getDb()
      .selectFrom('building_detail')
      .select(['address', 'notes'])
      .where('workspace_id', '=', scope.workspaceId)
      .where('building_name', '=', name)
      .executeTakeFirst(),
    readZones(scope.workspaceId),
    lastHeardByDoor(scope, gids),
    readDoorReadings(scope),
    readWithheldGids(scope),
    // Rooms of a building that this person does not see may have locks of their own.
    gids.some((gid) => scope.sharedGids.has(gid)) ? readDoorPlaces(scope) : [],
  ]);
  const locksAt = (gid: string) => [
    ...new Map(
      places.flatMap((one) => (one.gid === gid ? one.locks.map((lock) => [lock.id, lock] as const) : [])),
    ).values(),
  ];
  const readable = new Set(eventDoorsOf(scope));
  const roomsAt = Map.groupBy(channels, (channel) => channel.gid);
  return {
    name,
    address: detail?.address ?? '',
    notes: detail?.notes ?? '',
    zone: zones.ofBuilding(name),
    vendorZone: zones.ofVendor(name),
    rooms: new Set(channels.map((channel) => channel.roomKey)).size,
    doors: doors
      .map((door) => ({
        gid: door.gid,
        name: door.name ?? '',
        label: door.name || nameInBuilding(door.default_name, name) || door.gid,
        place: door.place ?? '',
        note: door.note ?? '',
        kind: door.kind,
        model: door.model,
        locks: scope.sharedGids.has(door.gid) ? locksAt(door.gid) : door.locks,
        rooms: new Set(roomsAt.get(door.gid)?.map((channel) => channel.roomKey)).size,
        heardAt: heard.get(door.gid)?.at.toISOString() ?? null,
        hidden: hidesEvents(scope) ? { readAt: readings.get(door.gid)?.readAt ?? null } : null,
        withheld: withheld.has(door.gid) || !readable.has(door.gid),
        onlyToday: seesOnlyToday(scope, name),
        zone: zones.ofDoor(door.gid),
      }))
      .sort((one, other) => compareNames(one.label, other.label)),
  };
}

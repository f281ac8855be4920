import { lastEventByRoom, lastHeardByDoor } from '@/lib/archive/latest';
import { lastEventsSeen } from '@/lib/archive/seen';
import { channelOf, type Scope } from '@/lib/auth/scope';
import { nameInBuilding } from '@/lib/devices/door-names';
import { loadRoomDoorcodes } from '@/lib/doorcodes/data';
import type { Relation } from '@/lib/doordeer/words';
import { type Place, readDoorWords, readPlaces } from '@/lib/jobs/places';
import { keysOfRoom, readKeyChoices } from '@/lib/keys/data';
import { loadRoomMaster } from '@/lib/masters/data';
import { peopleOfRoom } from '@/lib/people/data';
import { readCalendar } from '@/lib/registers/today';
import { loadRoomShares } from '@/lib/shares/data';
import type { Ticked } from '@/lib/table/query';
import { compareNames } from '@/lib/text/order-key';
import { mayRoom } from './ability';
import { filterByEvent, filterRooms, sortRooms } from './arrange';
import type { MasterFact, RoomFact } from './facts';
import { readRoomFacts } from './read-facts';
import type { RoomsQuery } from './schema';

export type RoomDoor = { gid: string; channel: number; name: string; relation: Relation };

/** One flat, as the tables show it. */
export type RoomRow = {
  roomKey: string;
  building: string;
  unit: string;
  doors: RoomDoor[];
  relations: Relation[];
  /** Each account that is master at one of the doors; `vacant`: at one of them nobody is. */
  master: MasterFact;
  shares: RoomFact<string[]>;
  /** How many doorcodes open one of its doors now. */
  codes: RoomFact<number>;
  event: { at: string; type: number; zone: string } | null;
};

/** The flats of a scope that a query names, in its order: the range asked for, and how many there are. */
export async function listRooms(
  scope: Scope,
  query: RoomsQuery & Ticked,
): Promise<{ rows: RoomRow[]; total: number }> {
  const rows = await allRooms(scope, query);
  const range = rows.slice(query.offset, query.offset + query.limit);
  return { rows: isAboutEvents(query) ? range : await withEvents(scope, range), total: rows.length };
}

/** Every flat that matches, for exports and for choosing all of them. */
export async function findRooms(scope: Scope, query: RoomsQuery): Promise<RoomRow[]> {
  const rows = await allRooms(scope, query);
  return isAboutEvents(query) ? rows : withEvents(scope, rows);
}

/** Only this order and this filter need the last event of every flat; otherwise that of the range is enough. */
function isAboutEvents({ sort, event }: RoomsQuery): boolean {
  return sort === 'event' || event !== undefined;
}

async function allRooms(scope: Scope, query: RoomsQuery & Ticked): Promise<RoomRow[]> {
  const [all, factsOf] = await Promise.all([readPlaces(scope), readRoomFacts(scope, query.building)]);
  const chosen = new Set(query.building);
  const places = chosen.size === 0 ? all : all.filter((place) => chosen.has(place.buildingName));
  const flats = Map.groupBy(places, (place) => place.roomKey);
  const rows = [...flats.values()].map(
    (flat): RoomRow => ({ ...roomOf(flat), ...factsOf(flat), event: null }),
  );
  const kept = filterRooms(rows, query, await readDoorWords(scope));
  if (!isAboutEvents(query)) return sortRooms(kept, query);
  return sortRooms(filterByEvent(await withEvents(scope, kept), query), query);
}

async function withEvents(scope: Scope, rows: RoomRow[]): Promise<RoomRow[]> {
  const latest = await lastEventByRoom(
    scope,
    rows.map((row) => row.roomKey),
  );
  return rows.map((row) => {
    const event = latest.get(row.roomKey);
    return {
      ...row,
      event: event ? { at: event.at.toISOString(), type: event.type, zone: event.zone } : null,
    };
  });
}

/** A flat with all its doors, by any of its channels; null when that is none of this account's. */
export async function findRoom(
  scope: Scope,
  at: { gid: string; channel: number },
): Promise<(Room & { places: Place[] }) | null> {
  const channel = channelOf(scope, at);
  if (!channel) return null;
  const flat = (await readPlaces(scope)).filter((place) => place.roomKey === channel.roomKey);
  return flat.length > 0 ? { ...roomOf(flat), places: flat } : null;
}

type Room = Pick<RoomRow, 'roomKey' | 'building' | 'unit' | 'doors' | 'relations'>;

function roomOf(flat: Place[]): Room {
  const [first] = flat;
  return {
    roomKey: first?.roomKey ?? '',
    building: first?.buildingName ?? '',
    unit: first?.unitLabel ?? '',
    doors: flat.map(({ gid, channel, door, relation, buildingName }) => ({
      gid,
      channel,
      name: nameInBuilding(door, buildingName),
      relation,
    })),
    relations: [...new Set(flat.map((place) => place.relation))],
  };
}

/** Every flat of a scope for choosers, in the order of building and label. */
export async function roomOptions(scope: Scope): Promise<(Room & { places: Place[] })[]> {
  const flats = Map.groupBy(await readPlaces(scope), (place) => place.roomKey);
  return [...flats.values()]
    .map((places) => ({ ...roomOf(places), places }))
    .sort((one, other) => compareNames(one.building, other.building) || compareNames(one.unit, other.unit));
}

const eventsShown = 8;

/** What a flat's page shows, as last read; a part is null when this person has none in it. */
export async function loadRoomPage(scope: Scope, room: Room & { places: Place[] }) {
  const [master, shares, doorcodes, latest, heard, people, keys, calendar, choices] = await Promise.all([
    loadRoomMaster(scope, room.roomKey),
    loadRoomShares(scope, room.roomKey),
    loadRoomDoorcodes(scope, room.roomKey),
    lastEventsSeen(scope, eventsShown, { room: room.roomKey }),
    lastHeardByDoor(scope),
    peopleOfRoom(scope, room.roomKey),
    keysOfRoom(scope, room.roomKey),
    readCalendar(scope),
    readKeyChoices(scope),
  ]);
  // What this account may not know is not waited for.
  const readings = [master, shares, doorcodes]
    .flatMap((part) => part?.doors ?? [])
    .filter(({ state, readAt }) => readAt !== null || state !== 'refused');
  const times = readings.flatMap((reading) => reading.readAt ?? []).sort();
  return {
    master,
    shares,
    doorcodes,
    latest,
    people,
    keys,
    currency: choices.currency,
    /** Today at the building. */
    today: calendar.byBuilding.get(room.building) ?? calendar.usual,
    /** The oldest of all readings that can be made; null when one was never made. */
    readAt: times.length === readings.length ? (times[0] ?? null) : null,
    doors: room.places.map((place) => ({
      gid: place.gid,
      channel: place.channel,
      name: nameInBuilding(place.door, place.buildingName),
      relation: place.relation,
      locks: place.locks,
      heardAt: heard.get(place.gid)?.at.toISOString() ?? null,
      zone: place.zone.name,
      mayReveal: mayRoom(scope.role, place.relation, 'reveal'),
    })),
  };
}

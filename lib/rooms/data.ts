import { mayRoom } from '@/lib/abilities/rooms';
import { hidesEvents } from '@/lib/archive/access/visible-events';
import { doorGaps, readDoorReadings } from '@/lib/archive/coverage/door-readings';
import { readWithheldGids } from '@/lib/archive/coverage/withheld-doors';
import { lastEventByRoom, lastHeardByDoor } from '@/lib/archive/events/latest-events';
import { lastEventsSeen } from '@/lib/archive/events/seen-events';
import { seesOnlyToday } from '@/lib/auth/grants';
import { channelOf } from '@/lib/auth/own-channels';
import type { Scope } from '@/lib/auth/scope';
import { nameInBuilding } from '@/lib/devices/door-names';
import { loadRoomDoorcodes } from '@/lib/doorcodes/data';
import { codesMadeElsewhereIn } from '@/lib/doorcodes/find-elsewhere';
import { loadRoomMaster } from '@/lib/masters/data';
import { inBuildings, type Place, readDoorWords, readPlaces } from '@/lib/places/data';
import { worstReading } from '@/lib/readings/data';
import { type Gaps, gapsOfFlats, isIncomplete, type Known } from '@/lib/readings/gaps';
import { keysOfRoom, readLastCurrency } from '@/lib/registers/keys/data';
import { peopleOfRoom } from '@/lib/registers/people/data';
import { readCalendar } from '@/lib/registers/read-calendar';
import { loadRoomShares } from '@/lib/shares/data';
import type { ChoiceCounts } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { compareNames } from '@/lib/text/order-key';
import { readRoomFacts } from './read-facts';
import type { RoomRow } from './room-row';
import type { RoomsQuery } from './schema';
import { countEvents, matchRooms, type RoomFilter, sortRooms } from './sort-rooms';

export async function listRooms(
  scope: Scope,
  query: RoomsQuery & Ticked,
): Promise<{ rows: RoomRow[]; total: number; gaps: Gaps }> {
  const { rows, gaps } = await allRooms(scope, query);
  const range = rows.slice(query.offset, query.offset + query.limit);
  return { rows: isAboutEvents(query) ? range : await withEvents(scope, range), total: rows.length, gaps };
}

/** The first rows, and how many each choice of the filters shows. */
export async function loadRooms(
  scope: Scope,
  query: RoomsQuery,
): Promise<{ rows: RoomRow[]; total: number; gaps: Gaps; counts: ChoiceCounts<RoomFilter> }> {
  const { rows, gaps, counts } = await allRooms(scope, query);
  // A building's rooms seldom need more than one range, which has its events anyway.
  const known = isAboutEvents(query) ? rows : await withEvents(scope, rows);
  return {
    rows: known.slice(query.offset, query.offset + query.limit),
    total: rows.length,
    gaps,
    counts: query.event === undefined ? { ...counts, event: countEvents(known) } : counts,
  };
}

export async function findRooms(scope: Scope, query: RoomsQuery): Promise<RoomRow[]> {
  const { rows } = await allRooms(scope, query);
  return isAboutEvents(query) ? rows : withEvents(scope, rows);
}

/** With how well rooms and events are known. `inDoubt`: unread or old rooms that may match but are left out. */
export async function exportRooms(
  scope: Scope,
  query: RoomsQuery,
): Promise<{ rows: RoomRow[]; gaps: Gaps; doorGaps: Gaps; inDoubt: RoomRow[] }> {
  const { rows, gaps, others, doors } = await allRooms(scope, query);
  const inDoubt = others.filter((row) => isIncomplete(gapsOfFlats([readingsAsked(row, query)])));
  return {
    rows: isAboutEvents(query) ? rows : await withEvents(scope, rows),
    gaps,
    doorGaps: doorGaps(doors, [
      ...new Set([...rows, ...others].flatMap((row) => row.doors.map(({ gid }) => gid))),
    ]),
    inDoubt: await withEvents(scope, inDoubt),
  };
}

export async function roomGaps(scope: Scope): Promise<Gaps> {
  const [places, factsOf] = await Promise.all([readPlaces(scope), readRoomFacts(scope)]);
  const flats = [...Map.groupBy(places, (place) => place.roomKey).values()];
  return gapsOfFlats(flats.map((flat) => readingsOf(factsOf(flat))));
}

export function readingsOf({ master, shares, codes }: Pick<RoomRow, 'master' | 'shares' | 'codes'>): Known[] {
  return [master, shares, codes].flatMap(({ state, code, readAt }) =>
    state === 'hidden' || state === 'refused' ? [] : [{ state, code, readAt }],
  );
}

/** Only this order and filter need the last event of every flat. Otherwise the range's are enough. */
function isAboutEvents({ sort, event }: RoomsQuery): boolean {
  return sort === 'event' || event !== undefined;
}

async function allRooms(
  scope: Scope,
  query: RoomsQuery & Ticked,
): Promise<{
  rows: RoomRow[];
  gaps: Gaps;
  others: RoomRow[];
  doors: ReadonlyMap<string, Known>;
  counts: ChoiceCounts<RoomFilter>;
}> {
  const [all, factsOf, doors, doorWords, withheld] = await Promise.all([
    readPlaces(scope),
    readRoomFacts(scope, query.building),
    readDoorReadings(scope),
    readDoorWords(scope),
    readWithheldGids(scope),
  ]);
  const flats = Map.groupBy(inBuildings(all, query.building), (place) => place.roomKey);
  const known = [...flats.values()].map((flat): RoomRow => {
    const read = flat.flatMap(({ gid }) => doors.get(gid) ?? []);
    return {
      ...roomOf(flat),
      ...factsOf(flat),
      event: null,
      eventReading: eventReadingOf(read),
      withheld: flat.some(({ gid }) => withheld.has(gid)),
      onlyToday: flat.some(({ buildingName }) => seesOnlyToday(scope, buildingName)),
    };
  });
  // The filter by event narrows the counts of the other filters, so it needs the events of all.
  const asked = query.event === undefined ? known : await withEvents(scope, known);
  const { kept, counts } = matchRooms(asked, query, doorWords);
  const found = query.sort === 'event' && query.event === undefined ? await withEvents(scope, kept) : kept;
  const keys = new Set(found.map((row) => row.roomKey));
  return {
    rows: sortRooms(found, query),
    gaps: gapsOfFlats(known.map((row) => readingsAsked(row, query))),
    others: known.filter((row) => !keys.has(row.roomKey)),
    doors,
    counts,
  };
}

/** Readings that decide whether a row is listed. Those of events count only if the filter asks for events. */
function readingsAsked(row: RoomRow, { event }: RoomsQuery): Known[] {
  return event === undefined ? readingsOf(row) : [...readingsOf(row), row.eventReading];
}

function eventReadingOf(doors: readonly Known[]): Known {
  const times = doors.flatMap(({ readAt }) => readAt ?? []).sort();
  // An empty cell would say that nothing happened there.
  if (doors.length === 0) return { state: 'refused', code: 'not-allowed', readAt: null };
  return { ...worstReading(doors), readAt: times.length === doors.length ? (times[0] ?? null) : null };
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

/** By any of the flat's channels. Null if it is not this account's. */
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

export async function roomOptions(scope: Scope): Promise<(Room & { places: Place[] })[]> {
  const flats = Map.groupBy(await readPlaces(scope), (place) => place.roomKey);
  return [...flats.values()]
    .map((places) => ({ ...roomOf(places), places }))
    .sort((one, other) => compareNames(one.building, other.building) || compareNames(one.unit, other.unit));
}

const eventsShown = 8;
const elsewhereShown = 10;

/** Null for each part that this account may not know. */
export async function loadRoomPage(scope: Scope, room: Room & { places: Place[] }) {
  const [
    master,
    shares,
    doorcodes,
    latest,
    heard,
    people,
    keys,
    calendar,
    currency,
    doors,
    elsewhere,
    withheld,
  ] = await Promise.all([
    loadRoomMaster(scope, room.roomKey),
    loadRoomShares(scope, room.roomKey),
    loadRoomDoorcodes(scope, room.roomKey),
    lastEventsSeen(scope, eventsShown, { room: room.roomKey }),
    lastHeardByDoor(scope),
    peopleOfRoom(scope, room.roomKey),
    keysOfRoom(scope, room.roomKey),
    readCalendar(scope),
    readLastCurrency(scope),
    readDoorReadings(scope),
    codesMadeElsewhereIn(scope, room.roomKey, elsewhereShown),
    readWithheldGids(scope),
  ]);
  // What this account may not know does not count.
  const readings = [master, shares, doorcodes]
    .flatMap((part) => part?.doors ?? [])
    .filter(({ state, readAt }) => readAt !== null || state !== 'refused');
  const times = readings.flatMap((reading) => reading.readAt ?? []).sort();
  return {
    master,
    shares,
    doorcodes,
    elsewhere,
    latest,
    onlyToday: seesOnlyToday(scope, room.building),
    eventReadings: [...new Map(room.places.map((place) => [place.gid, place])).values()].flatMap((place) => {
      const reading = doors.get(place.gid);
      return reading ? [{ door: place.doorHere, ...reading }] : [];
    }),
    eventGaps: doorGaps(
      doors,
      room.places.map(({ gid }) => gid),
    ),
    people,
    keys,
    currency,
    today: calendar.byBuilding.get(room.building) ?? calendar.usual,
    /** The oldest reading of those that this account can make. Null if one was never made. */
    readAt: times.length === readings.length ? (times[0] ?? null) : null,
    doors: room.places.map((place) => ({
      gid: place.gid,
      channel: place.channel,
      name: nameInBuilding(place.door, place.buildingName),
      relation: scope.role === 'manager' ? null : place.relation,
      locks: place.locks,
      heardAt: heard.get(place.gid)?.at.toISOString() ?? null,
      hidden: hidesEvents(scope) ? { readAt: doors.get(place.gid)?.readAt ?? null } : null,
      withheld: withheld.has(place.gid) || !doors.has(place.gid),
      onlyToday: seesOnlyToday(scope, place.buildingName),
      zone: place.zone.name,
      mayReveal: mayRoom(scope, place, 'reveal'),
    })),
  };
}

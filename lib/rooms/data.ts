import { lastEventByRoom } from '@/lib/archive/latest';
import { channelOf, type Scope } from '@/lib/auth/scope';
import type { Relation } from '@/lib/doordeer/words';
import { compareNames, type Place, readPlaces } from '@/lib/jobs/places';
import { filterRooms, sortRooms } from './arrange';
import type { RoomFact } from './facts';
import type { MasterFact } from './master-state';
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
  query: RoomsQuery,
): Promise<{ rows: RoomRow[]; total: number }> {
  const rows = await allRooms(scope, query);
  const range = rows.slice(query.offset, query.offset + query.limit);
  return { rows: query.sort === 'event' ? range : await withEvents(scope, range), total: rows.length };
}

/** Every flat that matches, for exports and for choosing all of them. */
export async function findRooms(scope: Scope, query: RoomsQuery): Promise<RoomRow[]> {
  const rows = await allRooms(scope, query);
  return query.sort === 'event' ? rows : withEvents(scope, rows);
}

async function allRooms(scope: Scope, query: RoomsQuery): Promise<RoomRow[]> {
  const [places, factsOf] = await Promise.all([readPlaces(scope), readRoomFacts(scope)]);
  const flats = Map.groupBy(places, (place) => place.roomKey);
  const rows = [...flats.values()].map(
    (flat): RoomRow => ({ ...roomOf(flat), ...factsOf(flat), event: null }),
  );
  const kept = filterRooms(rows, query);
  // Only this order needs the last event of every flat; otherwise that of the range is enough.
  return sortRooms(query.sort === 'event' ? await withEvents(scope, kept) : kept, query);
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
    doors: flat.map(({ gid, channel, door, relation }) => ({ gid, channel, name: door, relation })),
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

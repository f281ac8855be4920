import { databaseNow } from '@/lib/db/clock';
import type { DoorWords } from '@/lib/places/data';
import { type ChoiceCounts, type CountsByValue, matchChoices } from '@/lib/table/match-choices';
import type { Ticked } from '@/lib/table/query';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import { isWhole, type lastEventFilters, masterState, type RoomFact } from './facts';
import type { RoomRow } from './room-row';
import { type RoomsQuery, relations } from './schema';

/** Filters of the list that have choices. A building page's building is no choice. */
export type RoomFilter = 'door' | 'role' | 'master' | 'shares' | 'codes' | 'event';

/**
 * The rooms that match, and how many each choice of a filter shows. Without a filter by event, the rows need no events,
 * and `counts.event` is empty: see `countEvents`.
 */
export function matchRooms(
  rows: RoomRow[],
  query: RoomsQuery & Ticked,
  doorWords: DoorWords,
  now = databaseNow(),
): { kept: RoomRow[]; counts: ChoiceCounts<RoomFilter> } {
  const ids = query.ids && new Set(query.ids);
  const found = findByText(rows, query.q, (row) => wordsOf(row, doorWords)).filter(
    (row) =>
      (!ids || ids.has(row.roomKey)) &&
      (query.building.length === 0 || query.building.includes(row.building)),
  );
  const one = (chosen: string | undefined) => (chosen === undefined ? [] : [chosen]);
  return matchChoices(found, {
    door: { chosen: query.door, of: (row) => [...new Set(row.doors.map(({ gid }) => gid))] },
    role: { chosen: query.role, of: (row) => row.relations },
    master: { chosen: query.master, of: (row) => [masterState(row)] },
    shares: {
      chosen: one(query.shares),
      of: ({ shares }) => amounts(shares, 'shared', ({ length }) => length),
    },
    codes: { chosen: one(query.codes), of: ({ codes }) => amounts(codes, 'live', (number) => number) },
    event: { chosen: one(query.event), of: (row) => (query.event ? eventAges(row, now) : []) },
  });
}

/** How many of the rows each choice of the last event shows. The rows have their events. */
export function countEvents(rows: readonly RoomRow[], now = databaseNow()): CountsByValue {
  return matchChoices(rows, { event: { chosen: [], of: (row) => eventAges(row, now) } }).counts.event;
}

/** "Some" needs one door, "none" needs all doors. */
function amounts<T>(fact: RoomFact<T>, some: string, count: (value: T) => number): string[] {
  if (fact.value !== null && count(fact.value) > 0) return [some];
  return isWhole(fact) && count(fact.value) === 0 ? ['none'] : [];
}

const DAY = 86_400_000;

function eventAges(row: RoomRow, now: number): (typeof lastEventFilters)[number][] {
  if (row.event === null) {
    return row.eventReading.state === 'ok' && !row.withheld && !row.onlyToday ? ['never'] : [];
  }
  const age = now - Date.parse(row.event.at);
  if (age > 7 * DAY) return ['older'];
  return age <= DAY ? ['day', 'week'] : ['week'];
}

function wordsOf(row: RoomRow, doorWords: DoorWords): string[] {
  return [
    row.unit,
    row.building,
    ...row.doors.flatMap((door) => doorWords.get(door.gid) ?? door.name),
    ...(row.master.value?.accounts ?? []),
    ...(row.shares.value ?? []),
  ];
}

/** Unknown values come last in both directions. */
export function sortRooms(rows: RoomRow[], query: RoomsQuery): RoomRow[] {
  const sign = query.dir === 'desc' ? -1 : 1;
  const byRoom = (one: RoomRow, other: RoomRow) =>
    compareNames(one.building, other.building) || compareNames(one.unit, other.unit);
  if (query.sort === 'room') {
    return rows.toSorted((one, other) => sign * compareNames(one.unit, other.unit) || byRoom(one, other));
  }
  const keyOf = keys[query.sort];
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((one, other) => {
      if (one.key === null || other.key === null) {
        return Number(one.key === null) - Number(other.key === null) || byRoom(one.row, other.row);
      }
      return sign * compareKeys(one.key, other.key) || byRoom(one.row, other.row);
    })
    .map(({ row }) => row);
}

const keys: Record<Exclude<RoomsQuery['sort'], 'room'>, (row: RoomRow) => string | number | null> = {
  building: (row) => row.building,
  role: (row) => relations.findIndex((relation) => row.relations.includes(relation)),
  master: (row) => row.master.value?.accounts[0] ?? null,
  shares: (row) => (isWhole(row.shares) ? row.shares.value.length : null),
  codes: (row) => (isWhole(row.codes) ? row.codes.value : null),
  event: (row) => row.event?.at ?? null,
};

function compareKeys(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return compareNames(String(one), String(other));
}

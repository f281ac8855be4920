import { databaseNow } from '@/lib/db/clock';
import type { DoorWords } from '@/lib/places/data';
import type { Ticked } from '@/lib/table/query';
import { findByText } from '@/lib/text/match-one-typo';
import { compareNames } from '@/lib/text/order-key';
import { isWhole, masterState, type RoomFact } from './facts';
import type { RoomRow } from './room-row';
import { type RoomsQuery, relations } from './schema';

export function filterRooms(rows: RoomRow[], query: RoomsQuery & Ticked, doorWords: DoorWords): RoomRow[] {
  const ids = query.ids && new Set(query.ids);
  const among = <T>(chosen: readonly T[], values: readonly T[]) =>
    chosen.length === 0 || values.some((value) => chosen.includes(value));
  return findByText(rows, query.q, (row) => wordsOf(row, doorWords)).filter(
    (row) =>
      (!ids || ids.has(row.roomKey)) &&
      among(query.building, [row.building]) &&
      among(
        query.door,
        row.doors.map((door) => door.gid),
      ) &&
      among(query.role, row.relations) &&
      among<string>(query.master, [masterState(row)]) &&
      (query.shares === undefined || holds(row.shares, query.shares === 'shared', (value) => value.length)) &&
      (query.codes === undefined || holds(row.codes, query.codes === 'live', (value) => value)),
  );
}

/** "Some" needs one door, "none" needs all doors. */
function holds<T>(fact: RoomFact<T>, some: boolean, count: (value: T) => number): boolean {
  if (some) return fact.value !== null && count(fact.value) > 0;
  return isWhole(fact) && count(fact.value) === 0;
}

const DAY = 86_400_000;

export function filterByEvent(rows: RoomRow[], { event }: RoomsQuery, now = databaseNow()): RoomRow[] {
  if (event === undefined) return rows;
  return rows.filter((row) => {
    if (row.event === null) return event === 'never' && row.eventReading.state === 'ok' && !row.withheld;
    const age = now - Date.parse(row.event.at);
    if (event === 'day') return age <= DAY;
    return event === 'week' ? age <= 7 * DAY : event === 'older' && age > 7 * DAY;
  });
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

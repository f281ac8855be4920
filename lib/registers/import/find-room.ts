import { foldText } from '@/lib/text/fold-text';
import { isWithinOneTypo } from '@/lib/text/match-one-typo';
import { orderKey } from '@/lib/text/order-key';
import { visibleText } from '@/lib/text/visible-text';
import type { PersonRow } from '../people/data';
import type { RegisterRoom } from '../rooms';
import type { ProblemCode } from './read-row';

export type Room = Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>;
export type FoundRoom =
  | {
      room: Room;
      /** Gone from the device list. Only people who are entered there may stay. */
      gone: boolean;
    }
  | { problem: ProblemCode; offers: Room[] };

const written = /\[U\+[0-9A-F]{4,6}\]/g;

/** For comparing: case, width, blanks and invisible marks make no difference. */
export function comparable(text: string): string {
  return foldText(visibleText(text).replace(written, '')).replace(/\s+/g, ' ').trim();
}

type Words = { building: string; room: string };

/** By building and label, or only by the label if one room has it. */
export function roomFinder(
  rooms: readonly Room[],
  people: readonly Pick<PersonRow, 'roomKey' | 'building' | 'unit'>[],
): (words: Words) => FoundRoom {
  const present = new Set(rooms.map(({ roomKey }) => roomKey));
  const gone = new Map(
    people.filter(({ roomKey }) => !present.has(roomKey)).map((person) => [person.roomKey, person]),
  );
  const now = indexed(rooms, comparable);
  const before = indexed([...gone.values()], comparable);
  let offersFor: ReturnType<typeof offerFinder> | undefined;
  return ({ building, room }) => {
    if (room === '') return { problem: 'required', offers: [] };
    const words = building === '' ? comparable(room) : `${comparable(building)}\n${comparable(room)}`;
    const found = now.get(words) ?? [];
    const [only] = found;
    if (only && found.length === 1) return { room: only, gone: false };
    if (only) return { problem: 'severalRooms', offers: found.slice(0, mostOffers) };
    const [left, ...others] = before.get(words) ?? [];
    if (left && others.length === 0) return { room: left, gone: true };
    // Built only when needed: most files name every room correctly.
    offersFor ??= offerFinder(rooms);
    return { problem: 'noSuchRoom', offers: offersFor({ building, room }) };
  };
}

const mostOffers = 5;
const shortestName = 4;

/** Likely rooms for a wrong name: spreadsheets drop leading zeros, and a building may have one typo, not in its digits. */
function offerFinder(rooms: readonly Room[]): (words: Words) => Room[] {
  const byNumber = indexed(rooms, (unit) => orderKey(comparable(unit)));
  const buildings = [...new Set(rooms.map(({ building }) => comparable(building)))];
  const digitsOf = (text: string) => text.replace(/\P{Nd}/gu, '');
  const meant = new Map<string, string[]>();
  const buildingsLike = (text: string) => {
    const known = meant.get(text);
    if (known) return known;
    const like = buildings.filter(
      (name) =>
        name === text ||
        (text.length >= shortestName && digitsOf(name) === digitsOf(text) && isWithinOneTypo(name, text)),
    );
    meant.set(text, like);
    return like;
  };
  return ({ building, room }) => {
    const unit = orderKey(comparable(room));
    if (building === '') return (byNumber.get(unit) ?? []).slice(0, mostOffers);
    return buildingsLike(comparable(building))
      .flatMap((name) => byNumber.get(`${name}\n${unit}`) ?? [])
      .slice(0, mostOffers);
  };
}

function indexed(rooms: readonly Room[], keyOf: (unit: string) => string): Map<string, Room[]> {
  const index = new Map<string, Room[]>();
  const buildings = new Map<string, string>();
  for (const room of rooms) {
    const unit = keyOf(room.unit);
    const building = buildings.get(room.building) ?? comparable(room.building);
    buildings.set(room.building, building);
    for (const words of [unit, `${building}\n${unit}`]) {
      const known = index.get(words);
      if (known) known.push(room);
      else index.set(words, [room]);
    }
  }
  return index;
}

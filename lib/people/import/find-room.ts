import { visibleText } from '@/lib/export/visible-text';
import type { RegisterRoom } from '@/lib/registers/rooms';
import { foldText } from '@/lib/text/fold';
import type { PersonRow } from '../data';
import type { ProblemCode } from './read-row';

type Room = Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>;
export type FoundRoom =
  | {
      room: Room /** Gone from the device list: only who is entered there already may stay. */;
      gone: boolean;
    }
  | { problem: ProblemCode };

/** A name as rooms and people are compared by: case, width and blanks make no difference. */
export function comparable(text: string): string {
  return foldText(visibleText(text)).replace(/\s+/g, ' ').trim();
}

/** Finds rooms by the words of a file: building and label, or the label alone where one room has it. */
export function roomFinder(
  rooms: readonly Room[],
  people: readonly Pick<PersonRow, 'roomKey' | 'building' | 'unit'>[],
): (words: { building: string; room: string }) => FoundRoom {
  const present = new Set(rooms.map(({ roomKey }) => roomKey));
  const gone = new Map(
    people.filter(({ roomKey }) => !present.has(roomKey)).map((person) => [person.roomKey, person]),
  );
  const now = indexed(rooms);
  const before = indexed([...gone.values()]);
  return ({ building, room }) => {
    if (room === '') return { problem: 'required' };
    const words = building === '' ? comparable(room) : `${comparable(building)}\n${comparable(room)}`;
    const found = now.get(words) ?? [];
    const [only] = found;
    if (only) return found.length === 1 ? { room: only, gone: false } : { problem: 'severalRooms' };
    const [left, ...others] = before.get(words) ?? [];
    return left && others.length === 0 ? { room: left, gone: true } : { problem: 'noSuchRoom' };
  };
}

function indexed(rooms: readonly Room[]): Map<string, Room[]> {
  const index = new Map<string, Room[]>();
  for (const room of rooms) {
    const unit = comparable(room.unit);
    for (const words of [unit, `${comparable(room.building)}\n${unit}`]) {
      index.set(words, [...(index.get(words) ?? []), room]);
    }
  }
  return index;
}

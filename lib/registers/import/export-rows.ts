import type { ExportColumn } from '@/lib/files/write/cell';
import type { PersonRow } from '../people/data';
import type { PersonState } from '../words';

type ExportRow = {
  id: string;
  name: string;
  email: string;
  phone: string;
  building: string;
  room: string;
  movedIn: string | null;
  movedOut: string | null;
  note: string;
  state: string;
  keysOut: number;
  updated: Date;
};

const read = ['id', 'name', 'email', 'phone', 'building', 'room', 'movedIn', 'movedOut', 'note'] as const;
const workedOut = ['state', 'keysOut', 'updated'] as const;
type Key = (typeof read)[number] | (typeof workedOut)[number];

export function peopleColumns(title: (key: Key) => string): ExportColumn<Key>[] {
  return [...read, ...workedOut].map((key) => ({
    key,
    title: title(key),
    ...(key === 'updated' ? { type: 'instant' as const } : {}),
    ...(key === 'movedIn' || key === 'movedOut' ? { type: 'day' as const } : {}),
    ...(key === 'keysOut' ? { type: 'number' as const } : {}),
  }));
}

export function templateColumns(title: (key: Key) => string): ExportColumn<Key>[] {
  return read.filter((key) => key !== 'id').map((key) => ({ key, title: title(key) }));
}

export async function* exportablePeople(
  rows: AsyncIterable<PersonRow>,
  stateWord: (state: PersonState) => string,
): AsyncGenerator<ExportRow, void> {
  for await (const row of rows) {
    yield {
      id: row.id,
      name: row.name,
      email: row.email,
      phone: row.phone,
      building: row.building,
      room: row.unit,
      movedIn: row.movedIn,
      movedOut: row.movedOut,
      note: row.note,
      state: stateWord(row.state),
      keysOut: row.keysOut,
      updated: new Date(row.updatedAt),
    };
  }
}

import { createHash } from 'node:crypto';
import type { RegisterRoom } from '@/lib/registers/rooms';
import type { PersonRow } from '../data';
import { isStayBackwards, type PersonInput } from '../schema';
import { isSameText } from './cell';
import { personFinder } from './find-person';
import { comparable, type FoundRoom, roomFinder } from './find-room';
import type { Column } from './headings';
import { type ReadRow, type RowProblem, type RowValues, readRow } from './read-row';
import type { Line } from './read-table';

export type RowStatus = 'new' | 'changed' | 'same' | 'invalid';
export type ChangedField = keyof typeof emptyPerson | 'room';
export type FieldChange = { field: ChangedField; from: string; to: string };

/** What the import would do with one row. Plain JSON: it goes to the browser. */
export type RowPreview = {
  line: number;
  status: RowStatus;
  name: string;
  building: string;
  unit: string;
  /** From and to; of a new person what would be entered. */
  changes: FieldChange[];
  problems: RowProblem[];
};

type Room = Pick<RegisterRoom, 'roomKey' | 'building' | 'unit'>;
/** What would be written; null for a row that is the same or invalid. */
type Write = { person: PersonRow | null; input: PersonInput; room: Room };
export type PlannedRow = { preview: RowPreview; write: Write | null };
export type ImportPlan = { rows: PlannedRow[]; digest: string };

const emptyPerson = {
  name: '',
  email: '',
  phone: '',
  movedIn: null as string | null,
  movedOut: null as string | null,
  note: '',
};
const fields = Object.keys(emptyPerson) as (keyof typeof emptyPerson)[];

/** Compares a file's rows with the register, and writes nothing. */
export function planImport({
  columns,
  lines,
  people,
  rooms,
}: {
  columns: readonly Column[];
  lines: readonly Line[];
  people: readonly PersonRow[];
  rooms: readonly Room[];
}): ImportPlan {
  const findRoom = roomFinder(rooms, people);
  const findPerson = personFinder(people);
  const lineOf = new Map<string, number>();
  const rows = lines.map((line): PlannedRow => {
    const row = readRow(line, columns);
    const planned = planRow(row, findRoom, findPerson);
    if (!planned.write && planned.preview.status !== 'same') return planned;
    const earlier = lineOf.get(planned.identity);
    if (earlier === undefined) {
      lineOf.set(planned.identity, line.line);
      return planned;
    }
    return invalid(row, [{ field: null, code: 'duplicate', text: String(earlier) }]);
  });
  return { rows: rows.map(({ preview, write }) => ({ preview, write })), digest: digestOf(rows) };
}

function planRow(
  row: ReadRow,
  findRoom: (words: { building: string; room: string }) => FoundRoom,
  findPerson: ReturnType<typeof personFinder>,
): PlannedRow & { identity: string } {
  const { values } = row;
  const problems = [...row.problems];
  const looked = findRoom(values);
  const found = findPerson(values, 'room' in looked ? looked.room.roomKey : null);
  if (found && 'problem' in found) {
    return invalid(row, [
      ...problems,
      { field: found.problem === 'unknownId' ? 'id' : 'name', code: found.problem },
    ]);
  }
  const person = found?.person ?? null;
  const room = roomFor(values, looked, person, problems);
  const input = mergedInput(values, person, room?.roomKey ?? '');
  if (input.name === '' && !problems.some(({ field }) => field === 'name')) {
    problems.push({ field: 'name', code: 'required' });
  }
  if (isStayBackwards(input)) problems.push({ field: 'movedOut', code: 'moveOutFirst' });
  if (problems.length > 0 || !room) return invalid(row, problems);

  const changes = changesOf(person, input, room);
  const status = person ? (changes.length > 0 ? 'changed' : 'same') : 'new';
  return {
    identity: person ? person.id : `${room.roomKey}\n${comparable(input.name)}`,
    preview: {
      line: row.line,
      status,
      name: input.name,
      building: room.building,
      unit: room.unit,
      changes,
      problems: [],
    },
    write: status === 'same' ? null : { person, input, room },
  };
}

/** The room of the row; that of the person where the file says nothing else, or names the one that has vanished. */
function roomFor(
  values: RowValues,
  looked: FoundRoom,
  person: PersonRow | null,
  problems: RowProblem[],
): Room | null {
  if (person && values.room === '' && values.building === '') return person;
  if (person && isSameText(person.unit, values.room) && isSameText(person.building, values.building)) {
    return person;
  }
  if ('problem' in looked) {
    problems.push({ field: 'room', code: looked.problem, text: roomWords(values) });
    return null;
  }
  if (!looked.gone || person?.roomKey === looked.room.roomKey) return looked.room;
  problems.push({ field: 'room', code: 'noSuchRoom', text: roomWords(values) });
  return null;
}

function roomWords({ building, room }: RowValues): string {
  return [building, room].filter(Boolean).join(' · ').slice(0, 160);
}

/** What would stand in the register: the file's where it says something else, else what stands there. */
function mergedInput(values: RowValues, person: PersonRow | null, roomKey: string): PersonInput {
  const before = person ?? emptyPerson;
  const text = (field: 'name' | 'email' | 'phone' | 'note') => {
    const cell = values[field];
    return cell === undefined || isSameText(before[field], cell) ? before[field] : cell;
  };
  return {
    name: text('name'),
    email: text('email'),
    phone: text('phone'),
    note: text('note'),
    movedIn: values.movedIn === undefined ? before.movedIn : values.movedIn,
    movedOut: values.movedOut === undefined ? before.movedOut : values.movedOut,
    roomKey,
  };
}

function changesOf(person: PersonRow | null, input: PersonInput, room: Room): FieldChange[] {
  const before = person ?? emptyPerson;
  const changes: FieldChange[] = fields
    .filter((field) => input[field] !== before[field])
    .map((field) => ({ field, from: before[field] ?? '', to: input[field] ?? '' }));
  if (!person || person.roomKey === room.roomKey) return changes;
  const words = (place: Room | PersonRow) => `${place.building} · ${place.unit}`;
  return [...changes, { field: 'room', from: words(person), to: words(room) }];
}

function invalid({ line, values }: ReadRow, problems: RowProblem[]): PlannedRow & { identity: string } {
  const { name = '', building, room } = values;
  return {
    identity: '',
    preview: { line, status: 'invalid', name, building, unit: room, changes: [], problems },
    write: null,
  };
}

/** Names everything that the person saw and the state of every row that it would overwrite. */
function digestOf(rows: readonly PlannedRow[]): string {
  const hash = createHash('sha256');
  for (const { preview, write } of rows) {
    hash.update(JSON.stringify([preview, write?.person?.id, write?.person?.revision, write?.input]));
    hash.update('\n');
  }
  return hash.digest('base64url');
}

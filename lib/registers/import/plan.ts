import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PersonRow } from '../people/data';
import { isStayBackwards, type PersonInput } from '../people/schema';
import { isExportOf } from './cell';
import { dayOrders } from './find-day-orders';
import { type FoundPerson, matchPeople, type Wanted } from './find-person';
import { type FoundRoom, type Room, roomFinder } from './find-room';
import { mergedInput, personFields } from './merge-rows';
import type { Column } from './read-headings';
import { type ReadRow, type RowProblem, type RowValues, readRow } from './read-row';
import type { Line } from './read-table';
import type { RowChoice } from './schema';

export type RowStatus = 'new' | 'changed' | 'same' | 'invalid';
export type ChangedField = (typeof personFields)[number] | 'room';
export type FieldChange = { field: ChangedField; from: string; to: string };

export type RowPreview = {
  line: number;
  status: RowStatus;
  name: string;
  building: string;
  unit: string;
  changes: FieldChange[];
  problems: RowProblem[];
  offers: Room[];
  mayBeAnother: boolean;
  choice: RowChoice | null;
};

type Write = { person: PersonRow | null; input: PersonInput; room: Room };
export type PlannedRow = { preview: RowPreview; write: Write | null };
export type ImportPlan = { rows: PlannedRow[]; digest: string };

type Given = {
  columns: readonly Column[];
  lines: readonly Line[];
  people: readonly PersonRow[];
  rooms: readonly Room[];
  choices?: Readonly<Record<string, RowChoice>>;
};

export function planImport(given: Given): ImportPlan {
  const work = planning(given);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** In portions, so that other requests are served meanwhile. */
export async function planInTurns(given: Given): Promise<ImportPlan> {
  const work = planning(given);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await nextTurn();
  }
}

const portion = 100;

function* planning({ columns, lines, people, rooms, choices = {} }: Given): Generator<void, ImportPlan> {
  const findRoom = roomFinder(rooms, people);
  const orders = dayOrders(columns, lines);
  yield;
  const read: (Read & { wanted: Wanted })[] = [];
  for (const line of lines) {
    if (read.length % portion === portion - 1) yield;
    const row = readRow(line, columns, orders);
    const choice = choices[String(row.line)] ?? null;
    const looked = chosenRoom(findRoom(row.values), choice);
    const wanted: Wanted = {
      line: row.line,
      values: row.values,
      roomKey: 'room' in looked ? looked.room.roomKey : null,
      another: choice !== null && 'another' in choice,
    };
    read.push({ row, looked, choice, wanted });
  }
  const found = matchPeople(
    read.map(({ wanted }) => wanted),
    {
      people,
      isSame: ({ values }, person) => changesOf(person, mergedInput(values, person, ''), person).length === 0,
    },
  );
  yield;
  const lineOf = new Map<string, number>();
  const planOne = (one: Read, match: FoundPerson): PlannedRow => {
    const planned = planRow(one, match);
    const id = match && 'person' in match ? match.person.id : null;
    if (id === null || planned.preview.status === 'invalid') return planned;
    const earlier = lineOf.get(id);
    if (earlier === undefined) {
      lineOf.set(id, one.row.line);
      return planned;
    }
    return invalid(one, [{ field: null, code: 'duplicate', text: String(earlier) }]);
  };
  const rows: PlannedRow[] = [];
  for (const [index, one] of read.entries()) {
    if (index % portion === portion - 1) yield;
    rows.push(planOne(one, found[index] ?? null));
  }
  return { rows, digest: digestOf(rows) };
}

type Read = { row: ReadRow; looked: FoundRoom; choice: RowChoice | null };

function chosenRoom(looked: FoundRoom, choice: RowChoice | null): FoundRoom {
  if (!('problem' in looked) || choice === null || !('room' in choice)) return looked;
  const room = looked.offers.find(({ roomKey }) => roomKey === choice.room);
  return room ? { room, gone: false } : looked;
}

function planRow(read: Read, found: FoundPerson): PlannedRow {
  const { row, looked, choice } = read;
  const { values } = row;
  let problems = [...row.problems];
  if (found && 'problem' in found) {
    const field = found.problem === 'unknownId' ? 'id' : 'name';
    return invalid(read, [...problems, { field, code: found.problem }], found.problem === 'severalPeople');
  }
  if (found && 'repeats' in found) {
    return invalid(
      read,
      [...problems, { field: null, code: 'duplicate', text: String(found.repeats) }],
      true,
    );
  }
  const person = found?.person ?? null;
  const room = roomFor({ values, looked, person }, problems);
  const input = mergedInput(values, person, room?.roomKey ?? '');
  problems = problems.filter(
    ({ field, code }) => !(code === 'unreadable' && staysAsItWas(field, input, person)),
  );
  if (input.name === '' && !problems.some(({ field }) => field === 'name')) {
    problems.push({ field: 'name', code: 'required' });
  }
  if (input.note.length > 2_000 && !problems.some(({ field }) => field === 'note')) {
    problems.push({ field: 'note', code: 'tooLong' });
  }
  if (isStayBackwards(input)) problems.push({ field: 'movedOut', code: 'moveOutFirst' });
  if (problems.length > 0 || !room) return invalid(read, problems);

  const changes = changesOf(person, input, room);
  const status = person ? (changes.length > 0 ? 'changed' : 'same') : 'new';
  return {
    preview: {
      line: row.line,
      status,
      name: input.name,
      building: room.building,
      unit: room.unit,
      changes,
      problems: [],
      offers: [],
      mayBeAnother: status === 'changed' && found?.sameName === true && changes.some(isOtherContact),
      choice,
    },
    write: status === 'same' ? null : { person, input, room },
  };
}

/** Unknown characters are refused in new text, but an entry keeps those that it has. */
function staysAsItWas(field: RowProblem['field'], input: PersonInput, person: PersonRow | null): boolean {
  const text = personFields.find((one) => one === field);
  return text !== undefined && person !== null && input[text] === person[text];
}

/** The entry has another contact or day: the row may be about another person. */
function isOtherContact({ field, from, to }: FieldChange): boolean {
  return (field === 'email' || field === 'phone' || field === 'movedIn') && from !== '' && to !== '';
}

/** The person's own room, if the file names no room, or names it as an export would, even if it has vanished. */
function roomFor(
  { values, looked, person }: { values: RowValues; looked: FoundRoom; person: PersonRow | null },
  problems: RowProblem[],
): Room | null {
  if (person && values.room === '' && values.building === '') return person;
  if (
    person &&
    isExportOf(person.unit, { read: values.room, csv: values.csv }) &&
    isExportOf(person.building, { read: values.building, csv: values.csv })
  ) {
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

function changesOf(person: PersonRow | null, input: PersonInput, room: Room): FieldChange[] {
  const changes: FieldChange[] = personFields
    .filter((field) => (input[field] ?? '') !== (person?.[field] ?? ''))
    .map((field) => ({ field, from: person?.[field] ?? '', to: input[field] ?? '' }));
  if (!person || person.roomKey === room.roomKey) return changes;
  const words = (place: Room | PersonRow) => `${place.building} · ${place.unit}`;
  return [...changes, { field: 'room', from: words(person), to: words(room) }];
}

function invalid({ row, looked, choice }: Read, problems: RowProblem[], mayBeAnother = false): PlannedRow {
  const { name = '', building, room } = row.values;
  return {
    preview: {
      line: row.line,
      status: 'invalid',
      name,
      building,
      unit: room,
      changes: [],
      problems,
      offers: 'problem' in looked ? looked.offers : [],
      mayBeAnother,
      choice,
    },
    write: null,
  };
}

/** Covers all that the person saw, and the state of each entry that would be overwritten. */
function digestOf(rows: readonly PlannedRow[]): string {
  const hash = createHash('sha256');
  for (const { preview, write } of rows) {
    hash.update(JSON.stringify([preview, write?.person?.id, write?.person?.revision, write?.input]));
    hash.update('\n');
  }
  return hash.digest('base64url');
}

import { describe, expect, test } from 'vitest';
import type { PersonRow } from '../people/data';
import { planImport } from './plan';
import { readHeadings } from './read-headings';
import { readTable } from './read-table';

const rooms = [
  { roomKey: 'r1', building: 'Harbor View', unit: '1201' },
  { roomKey: 'r2', building: 'Harbor View', unit: '1202' },
  { roomKey: 'r3', building: '海港花园', unit: '1202' },
  { roomKey: 'r4', building: "O'Brien's Court", unit: '=1+1' },
];

let count = 0;
const person = (change: Partial<PersonRow>): PersonRow => ({
  id: `00000000-0000-4000-8000-${String(++count).padStart(12, '0')}`,
  revision: 1,
  name: 'Ada Li',
  email: 'ada@mail.example',
  phone: '+86 138 0000 0000',
  roomKey: 'r1',
  building: 'Harbor View',
  unit: '1201',
  place: null,
  movedIn: '2026-01-01',
  movedOut: null,
  state: 'living',
  note: '',
  keysOut: 0,
  updatedAt: '2026-01-01T00:00:00.000Z',
  ...change,
});

function plan(text: string, people: PersonRow[] = []) {
  const { heading, rows } = readTable(text);
  return planImport({ columns: readHeadings(heading.cells), lines: rows, people, rooms });
}
const rowsOf = (text: string, people: PersonRow[] = []) =>
  plan(text, people).rows.map(({ preview }) => preview);
const problemsOf = (text: string, people: PersonRow[] = []) => rowsOf(text, people)[0]?.problems;

describe('a row is', () => {
  test('new, the same, or changed from something to something', () => {
    const ada = person({});
    expect(
      rowsOf('name,building,room,phone\nAda Li,Harbor View,1201,+86 138 0000 0000\nBen,harbor view,1202,\n', [
        ada,
      ]),
    ).toMatchObject([{ status: 'same' }, { status: 'new', name: 'Ben', building: 'Harbor View' }]);
    expect(
      rowsOf('name,building,room,phone,moved out\nada  li,Harbor View,1201,,2026-05-01', [ada]),
    ).toMatchObject([
      {
        status: 'changed',
        changes: [
          { field: 'name', from: 'Ada Li', to: 'ada li' },
          { field: 'phone', from: '+86 138 0000 0000', to: '' },
          { field: 'movedOut', from: '', to: '2026-05-01' },
        ],
      },
    ]);
  });

  test('unchanged where the file has no column', () => {
    const ada = person({ note: 'has a dog' });
    const [row] = plan('name,room,email\nAda Li,1201,new@mail.example', [ada]).rows;
    expect(row?.write?.input).toMatchObject({
      note: 'has a dog',
      phone: ada.phone,
      email: 'new@mail.example',
    });
  });

  test('about the person with its id, whatever else it says', () => {
    const ada = person({});
    expect(rowsOf(`id,name,building,room\n${ada.id},Ada Chen,海港花园,1202`, [ada])).toMatchObject([
      {
        status: 'changed',
        changes: [{ field: 'name' }, { field: 'room', from: 'Harbor View · 1201', to: '海港花园 · 1202' }],
      },
    ]);
  });

  test('about a person who has moved, if name and email agree; another name in the room is another person', () => {
    const ada = person({});
    expect(
      rowsOf(
        'name,email,building,room\nAda Li,ADA@mail.example,海港花园,1202\nBea,ada@mail.example,Harbor View,1201',
        [ada],
      ),
    ).toMatchObject([
      { status: 'changed', changes: [{ field: 'email' }, { field: 'room' }] },
      { status: 'new' },
    ]);
  });

  test('distinguished from a person of the same name and room by its other data, or refused', () => {
    const [one, two] = [person({ email: 'a@x.example' }), person({ email: 'b@x.example' })];
    expect(rowsOf('name,room,email,note\nAda Li,1201,b@x.example,hi', [one, two])).toMatchObject([
      { status: 'changed', changes: [{ field: 'note' }] },
    ]);
    expect(problemsOf('name,room,note\nAda Li,1201,hi', [one, two])).toEqual([
      { field: 'name', code: 'severalPeople' },
    ]);
  });

  test('the same person only once in a file', () => {
    expect(rowsOf('name,room\nBen,1201\nBEN,1201')).toMatchObject([
      { status: 'new' },
      { status: 'invalid', problems: [{ code: 'duplicate', text: '2' }] },
    ]);
  });

  test('allowed in a vanished room only for people who are entered there', () => {
    const ada = person({ roomKey: 'gone', unit: '9999' });
    expect(
      rowsOf('name,building,room,note\nAda Li,Harbor View,9999,x\nBen,Harbor View,9999,', [ada]),
    ).toMatchObject([{ status: 'changed' }, { status: 'invalid', problems: [{ code: 'noSuchRoom' }] }]);
  });
});

test.each([
  ['name,room\n,1201', 'name', 'required'],
  ['name,room\nBen,', 'room', 'required'],
  ['name\nBen', 'room', 'required'],
  ['name,room\nBen,4711', 'room', 'noSuchRoom'],
  ['name,room\nBen,1202', 'room', 'severalRooms'],
  ['name,building,room\nBen,海港花园,1201', 'room', 'noSuchRoom'],
  ['name,room,email\nBen,1201,nonsense', 'email', 'badEmail'],
  ['name,room,phone\nBen,1201,8.6138E+12', 'phone', 'spreadsheetNumber'],
  ['name,room,phone\nBen,1201,call me', 'phone', 'badPhone'],
  ['name,room,moved in\nBen,1201,03/04/2026', 'movedIn', 'unclearDate'],
  ['name,room,moved in,moved out\nBen,1201,2026-05-02,2026-05-01', 'movedOut', 'moveOutFirst'],
  ['id,name,room\n00000000-0000-4000-8000-999999999999,Ben,1201', 'id', 'unknownId'],
  ['id,name,room\nnonsense,Ben,1201', 'id', 'unknownId'],
  ['name,room\nBen,1201,surplus', null, 'tooManyCells'],
  [`name,room\n${'x'.repeat(121)},1201`, 'name', 'tooLong'],
])('refuses %j', (text, field, code) => {
  expect(problemsOf(text)).toEqual([expect.objectContaining({ field, code })]);
});

test('without the apostrophe that an export puts before a formula', () => {
  const [row] = plan("name,building,room,phone\n'=cmd(),O'Brien's Court,'=1+1,'+86 138 1111 2222").rows;
  expect(row?.write?.input).toMatchObject({ name: '=cmd()', phone: '+86 138 1111 2222', roomKey: 'r4' });
});

test('given another digest as soon as a row that it would overwrite has changed', () => {
  const text = 'name,room,note\nAda Li,1201,x';
  const ada = person({});
  expect(plan(text, [ada]).digest).toBe(plan(text, [ada]).digest);
  expect(plan(text, [ada]).digest).not.toBe(plan(text, [{ ...ada, revision: 2 }]).digest);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PersonRow } from '../people/data';
import { decodeFile } from './decode-file';
import { planImport } from './plan';
import { readHeadings } from './read-headings';
import { readTable } from './read-table';
import type { RowChoice } from './schema';

const rooms = ['1A', '1B', '1C', '1D', '2A', '0101', '0102'].map((unit) => ({
  roomKey: `r${unit}`,
  building: 'Harbor View',
  unit,
}));

function plan(
  text: string,
  { people = [], choices = {} }: { people?: PersonRow[]; choices?: Record<string, RowChoice> } = {},
) {
  const { heading, rows } = readTable(text);
  return planImport({ columns: readHeadings(heading.cells), lines: rows, people, rooms, choices });
}
const previews = (...given: Parameters<typeof plan>) => plan(...given).rows.map(({ preview }) => preview);
const inputs = (...given: Parameters<typeof plan>) => plan(...given).rows.map(({ write }) => write?.input);

function fixture(name: string): string {
  const read = decodeFile(new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.csv`))));
  if ('samples' in read) throw new Error('its encoding is not clear');
  return read.text;
}

function carriedOut(...given: Parameters<typeof plan>): PersonRow[] {
  return plan(...given).rows.flatMap(({ write }, index) =>
    write
      ? [
          {
            ...write.input,
            ...write.room,
            id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
            revision: 1,
            place: null,
            state: 'living' as const,
            keysOut: 0,
            updatedAt: '',
          },
        ]
      : [],
  );
}

describe('invisible marks, dashes and addresses in several forms', () => {
  test('give five people without duplicates, also at the second import', () => {
    const text = fixture('zw');
    expect(previews(text).map(({ status, problems }) => [status, problems])).toEqual(
      Array(5).fill(['new', []]),
    );
    expect(inputs(text).map((input) => [input?.name, input?.phone, input?.email])).toEqual([
      ['A', '+49 30 1234', 'a@b.example'],
      ['B', '+49-30-1234', 'b@b.example'],
      ['C', '555-1234', 'c@b.example'],
      ['D', '030 1 / 0170 2', 'a@b.example'],
      ['E', '+49 30 1234 ext 5', 'e@f.example'],
    ]);
    expect(inputs(text)[3]?.note).toBe('Email: c@d.example');
    const people = carriedOut(text);
    expect(previews(text, { people }).map(({ status }) => status)).toEqual(Array(5).fill('same'));
  });

  test('find a person whose stored name has one', () => {
    const [ada] = carriedOut('name,room\nAda,1A');
    const stored = { ...(ada as PersonRow), name: 'A\u200bda' };
    expect(previews('name,room\nAda,1A', { people: [stored] })).toMatchObject([{ status: 'changed' }]);
  });
});

test('characters that could not be read are refused in names', () => {
  for (const name of ['M\ufffdller', 'M\u0081ller', 'M\ue000ller']) {
    expect(previews(`name,room\n${name},1A`)).toMatchObject([
      { status: 'invalid', problems: [{ field: 'name', code: 'unreadable' }] },
    ]);
  }
});

test('all headings of a usual list are understood', () => {
  expect(inputs(fixture('syn'))).toEqual([
    {
      name: 'A',
      email: 'a@b.example',
      phone: '1234567',
      movedIn: '2026-01-01',
      movedOut: '2026-12-31',
      note: 'x',
      roomKey: 'r1A',
    },
  ]);
});

test('the first of two phones is used, and the other is added to the note, once', () => {
  const text = fixture('dup');
  expect(inputs(text)).toMatchObject([{ phone: '1234', note: 'Mobile: 5678' }]);
  expect(previews(text, { people: carriedOut(text) })).toMatchObject([{ status: 'same' }]);
});

test('first and last names make a name', () => {
  expect(inputs('Vorname;Nachname;Wohnung\nZoë;Größl;1A')).toMatchObject([{ name: 'Zoë Größl' }]);
  expect(inputs('last name,first name,room\n王,小明,1A')).toMatchObject([{ name: '王小明' }]);
});

describe('a room that does not exist', () => {
  test.each([
    ['whose zero a spreadsheet dropped', 'Harbor View,101', ['0101']],
    ['in a building with a typo', 'Harbour View,1A', ['1A']],
    ['with both', 'Habor View,102', ['0102']],
    ['of another number', 'Harbor View,3A', []],
    ['of another building', 'Seaside,1A', []],
  ])('%s is offered the right room, and never accepted silently', (_, words, units) => {
    const [row] = previews(`name,building,room\nAnn,${words}`);
    expect(row).toMatchObject({ status: 'invalid', problems: [{ code: 'noSuchRoom' }] });
    expect(row?.offers.map(({ unit }) => unit)).toEqual(units);
  });

  test('does not make two rows the same person', () => {
    const rows = previews('name,building,room\nAnn,Nowhere,1\nAnn,Elsewhere,2');
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ['noSuchRoom'],
      ['noSuchRoom'],
    ]);
  });

  test('is the offered room once a person says so, and no other', () => {
    const text = 'name,building,room\nAnn,Harbor View,101';
    expect(previews(text, { choices: { 2: { room: 'r0101' } } })).toMatchObject([
      { status: 'new', unit: '0101', choice: { room: 'r0101' } },
    ]);
    expect(previews(text, { choices: { 2: { room: 'r1A' } } })).toMatchObject([{ status: 'invalid' }]);
  });
});

describe('father and son of one name in one flat', () => {
  const text = 'name,room,phone\nAda Li,1A,111111\nAda Li,1A,222222';
  const choices = { 3: { another: true as const } };

  test('are one until a person says that they are two', () => {
    expect(previews(text)).toMatchObject([
      { status: 'new' },
      { status: 'invalid', mayBeAnother: true, problems: [{ code: 'duplicate', text: '2' }] },
    ]);
    expect(previews(text, { choices })).toMatchObject([{ status: 'new' }, { status: 'new' }]);
  });

  test('are found again, each of them, with the choice and without', () => {
    const people = carriedOut(text, { choices });
    expect(people).toHaveLength(2);
    for (const again of [{ people }, { people, choices }])
      expect(previews(text, again)).toMatchObject([{ status: 'same' }, { status: 'same' }]);
  });

  test('the son is not written over the father who is there already', () => {
    const people = carriedOut('name,room,phone\nAda Li,1A,111111');
    const son = 'name,room,phone\nAda Li,1A,222222';
    expect(previews(son, { people })).toMatchObject([{ status: 'changed', mayBeAnother: true }]);
    expect(previews(son, { people, choices: { 2: { another: true } } })).toMatchObject([{ status: 'new' }]);
  });
});

describe('days', () => {
  const list = (...days: string[]) =>
    `name,room,move in\n${days.map((day) => `P${day},1A,${day}`).join('\n')}`;

  test('have the order that their whole column shows', () => {
    expect(inputs(list('03/04/2026', '24/11/2026')).map((input) => input?.movedIn)).toEqual([
      '2026-04-03',
      '2026-11-24',
    ]);
    expect(inputs(list('03/04/2026', '11/24/2026')).map((input) => input?.movedIn)).toEqual([
      '2026-03-04',
      '2026-11-24',
    ]);
    expect(previews(list('03/04/2026'))).toMatchObject([{ problems: [{ code: 'unclearDate' }] }]);
  });

  test('are not read in the order of another column', () => {
    const file = (...rows: string[]) => `name,room,moved in,moved out\n${rows.join('\n')}`;
    expect(
      previews(file('Ada,1A,24/11/2025,05/06/2026', 'Ben,1A,03/04/2025,2026-05-05 00:00')),
    ).toMatchObject([{ problems: [{ field: 'movedOut', code: 'unclearDate' }] }, { problems: [] }]);
    expect(previews(file('Ada,1A,03/04/2025,24/11/2026'))).toMatchObject([
      { problems: [{ field: 'movedIn', code: 'unclearDate' }] },
    ]);
  });

  test('in two orders refuse the file, with the lines', () => {
    expect(() => plan(list('01/02/2026', '24/11/2026', '11/24/2026'))).toThrow(
      expect.objectContaining({
        problem: {
          code: 'mixedDays',
          column: 'move in',
          one: { line: 3, text: '24/11/2026' },
          other: { line: 4, text: '11/24/2026' },
        },
      }),
    );
  });
});

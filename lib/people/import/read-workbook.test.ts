import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { expect, test } from 'vitest';
import { exportResponse } from '@/lib/export/stream';
import type { PersonRow } from '../data';
import { exportablePeople, peopleColumns } from './export-rows';
import { readHeadings } from './headings';
import { planImport } from './plan';
import { mostRows, readTable } from './read-table';
import { readWorkbook } from './read-workbook';
import { rejectedTable } from './rejected';

type Cells = (string | number | boolean | Date | null)[][];
const workbook = async (rows: Cells) => new Uint8Array(await writeXlsx({ sheets: [{ name: 'List', rows }] }));
const rooms = [{ roomKey: 'r1', building: 'Harbor View', unit: '0101' }];
const person: PersonRow = {
  id: '00000000-0000-4000-8000-000000000001',
  revision: 1,
  name: '=Ada; -Li',
  email: 'ada@mail.example',
  phone: '+86 138 0000 0000',
  roomKey: 'r1',
  building: 'Harbor View',
  unit: '0101',
  place: null,
  movedIn: '2026-01-01',
  movedOut: null,
  state: 'living',
  note: '3E2',
  keysOut: 0,
  updatedAt: '2026-01-01T00:00:00.000Z',
};

test('cells of every kind are read as texts, days as days', async () => {
  const day = new Date('2026-11-24T00:00:00Z');
  const read = await readWorkbook(
    await workbook([
      ['Name', 'Room', 'Moved in', 'Note'],
      ['Ada', '0101', day, null],
      [],
      ['Ben', 101, new Date('2026-11-24T13:30:00Z'), true],
      ['Cleo', 46350, 46350],
    ]),
  );
  expect(read).toEqual({
    separator: null,
    heading: { line: 1, cells: ['Name', 'Room', 'Moved in', 'Note'] },
    rows: [
      { line: 2, cells: ['Ada', '0101', '2026-11-24'] },
      { line: 4, cells: ['Ben', '101', '2026-11-24 13:30:00', 'true'] },
      { line: 5, cells: ['Cleo', '46350', '2026-11-24'] },
    ],
  });
});

test.each(['xlsx', 'csv'] as const)('an own export as %s comes back the same', async (format) => {
  async function* people() {
    yield person;
  }
  const response = await exportResponse({
    format,
    name: 'people',
    columns: peopleColumns((key) => key),
    rows: exportablePeople(people(), (state) => state),
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { heading, rows } =
    format === 'xlsx' ? await readWorkbook(bytes) : readTable(new TextDecoder().decode(bytes));
  const plan = planImport({ columns: readHeadings(heading.cells), lines: rows, people: [person], rooms });
  expect(plan.rows.map(({ preview }) => preview.status)).toEqual(['same']);
});

test('rejected rows come with reasons, and once mended go in', async () => {
  const read = async (bytes: Uint8Array) => {
    const table = await readWorkbook(bytes);
    const columns = readHeadings(table.heading.cells);
    return { ...table, columns, plan: planImport({ columns, lines: table.rows, people: [], rooms }) };
  };
  const first = await read(
    await workbook([
      ['Tenant', 'Building', 'Unit', 'Shoe size'],
      ['Ada', 'Harbor View', '0101', 38],
      ['=Ben', 'Nowhere', '1', 44],
    ]),
  );
  const { columns, rows } = rejectedTable(first, { title: 'Reason', reason: ({ code }) => code });
  expect(columns.map(({ title }) => title)).toEqual(['Tenant', 'Building', 'Unit', 'Shoe size', 'Reason']);
  expect(rows.map((row) => Object.values(row))).toEqual([['=Ben', 'Nowhere', '1', '44', 'noSuchRoom']]);
  const response = await exportResponse({ format: 'xlsx', name: 'rejected', columns, rows });
  const again = await read(new Uint8Array(await response.arrayBuffer()));
  expect(again.plan.rows[0]?.preview.problems).toMatchObject([{ code: 'noSuchRoom' }]);
  expect(rejectedTable(again, { title: 'Reason', reason: ({ code }) => code }).columns).toHaveLength(5);
});

const refused = (bytes: Uint8Array) =>
  readWorkbook(bytes).then(
    () => null,
    (error) => error.problem?.code,
  );

test('a workbook that unpacks to more than a list can be is refused before it is read', async () => {
  const bytes = Buffer.from(await workbook([['Name']]));
  expect(await refused(packed('xl/worksheets/sheet1.xml', Buffer.alloc(200_000_000, 32)))).toBe(
    'bigWorkbook',
  );
  expect(await refused(bytes.subarray(0, bytes.length - 30))).toBe('badWorkbook');
  expect(await refused(new Uint8Array([0x50, 0x4b, 3, 4, 1]))).toBe('badWorkbook');
});

test('more rows or columns than are read are refused in words', async () => {
  const many = Array.from({ length: mostRows + 2 }, (_, index) => [`P${index}`]);
  expect(await refused(await workbook([['Name'], ...many]))).toBe('tooManyRows');
  expect(await refused(await workbook([Array(300).fill('Name')]))).toBe('tooManyColumns');
});

/** A ZIP file of one part that says of itself that it is small. */
function packed(name: string, data: Buffer): Uint8Array {
  const body = deflateRawSync(data);
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(body.length, 14);
  fields.writeUInt32LE(1_000, 18);
  fields.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, Buffer.from(name), body]);
  const entry = Buffer.alloc(42);
  fields.copy(entry, 2, 0, 24);
  const directory = Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2]), entry, Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return new Uint8Array(Buffer.concat([local, directory, Buffer.from([0x50, 0x4b, 5, 6]), end]));
}

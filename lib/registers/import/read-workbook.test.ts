import { deflateRawSync } from 'node:zlib';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { exportResponse } from '@/lib/files/write/stream';
import type { PersonRow } from '../people/data';
import { exportablePeople, peopleColumns } from './export-rows';
import { planImport } from './plan';
import { readHeadings } from './read-headings';
import { mostRows, readTable } from './read-table';
import { readWorkbook } from './read-workbook';
import { rejectedTable } from './rejected-rows';
import { packParts, unpackParts } from './zip-parts';

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
    heading: { line: 1, cells: ['Name', 'Room', 'Moved in', 'Note'], exact: true },
    rows: [
      { line: 2, cells: ['Ada', '0101', '2026-11-24'], exact: true },
      { line: 4, cells: ['Ben', '101', '2026-11-24 13:30:00', 'true'], exact: true },
      { line: 5, cells: ['Cleo', '46350', '2026-11-24'], exact: true },
    ],
  });
});

test.each(['xlsx', 'csv'] as const)('an own export as %s comes back the same', async (format) => {
  async function* people() {
    yield person;
  }
  const response = await exportResponse({
    reader: null,
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

test('rejected rows come with reasons, and are imported once corrected', async () => {
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
  const response = await exportResponse({ reader: null, format: 'xlsx', name: 'rejected', columns, rows });
  const again = await read(new Uint8Array(await response.arrayBuffer()));
  expect(again.plan.rows[0]?.preview.problems).toMatchObject([{ code: 'noSuchRoom' }]);
  expect(rejectedTable(again, { title: 'Reason', reason: ({ code }) => code }).columns).toHaveLength(5);
});

const refused = (bytes: Uint8Array) =>
  readWorkbook(bytes).then(
    () => null,
    (error) => error.problem?.code,
  );

const sheet = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const inline = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const heading = `<row>${inline('Name')}${inline('Note')}</row>`;

async function workbookWith(path: string, xml: string | Buffer): Promise<Uint8Array> {
  const parts = (
    await unpackParts(
      await workbook([
        ['Name', 'Note'],
        ['Ada', 'x'],
      ]),
    )
  ).filter((part) => part.path !== path);
  const content = Buffer.from(xml);
  return packParts([...parts, { path, content, packed: deflateRawSync(content) }]);
}
const withSheet = (xml: string | Buffer) => workbookWith('xl/worksheets/sheet1.xml', xml);

test('a sheet of another program is read', async () => {
  const row = `<row r="3">${inline('A&amp;B &#x42;')}<c><v/></c></row>`;
  const read = await readWorkbook(
    await withSheet(`<?xml version="1.0"?><!-- x > y -->\n${sheet(heading + row)}`),
  );
  expect(read.rows).toEqual([{ line: 3, cells: ['A&B B'], exact: true }]);
});

describe('a workbook that is built to take long', () => {
  const million = 1_000_000;
  test.each([
    [
      'with one row of a million cells',
      'bigWorkbook',
      () => sheet(`<row>${'<c><v>1</v></c>'.repeat(million)}</row>`),
    ],
    ['with one row that never ends', 'bigWorkbook', () => sheet(`<row>${'<c/>'.repeat(million)}`)],
    [
      'with more cells than a list has',
      'bigWorkbook',
      () => sheet(`<row>${'<c/>'.repeat(16_000)}</row>`.repeat(100)),
    ],
    [
      'with one text of many megabytes',
      'bigWorkbook',
      () => sheet(`<row>${inline('x'.repeat(20 * million))}</row>`),
    ],
    ['with one tag of many megabytes', 'bigWorkbook', () => sheet(`<row a="${'x'.repeat(20 * million)}"/>`)],
    ['with a tag that never ends', 'bigWorkbook', () => `<worksheet a="${'x'.repeat(20 * million)}`],
    ['with a comment of many megabytes', 'bigWorkbook', () => sheet(`<!--${'x'.repeat(20 * million)}-->`)],
    ['with millions of comments', 'bigWorkbook', () => sheet('<!---->'.repeat(3 * million))],
    [
      'with elements within elements',
      'bigWorkbook',
      () => sheet(`${'<a>'.repeat(million)}${'</a>'.repeat(million)}`),
    ],
    [
      'with entities of entities',
      'badWorkbook',
      () =>
        `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>${sheet(`${heading}<row>${inline('&b;')}</row>`)}`,
    ],
  ])('%s is refused before it is read', async (_, code, xml) => {
    expect(await refused(await withSheet(xml()))).toBe(code);
  });

  test('with more texts than a list has is refused', async () => {
    const shared = `<sst>${'<si/>'.repeat(300_000)}</sst>`;
    expect(await refused(await workbookWith('xl/sharedStrings.xml', shared))).toBe('bigWorkbook');
  });

  test('with one long text used in each row is refused', async () => {
    const shared = `<sst><si>${'<r><t>'.concat('x'.repeat(30_000), '</t></r>').repeat(20)}</si></sst>`;
    const parts = await unpackParts(await workbookWith('xl/sharedStrings.xml', shared));
    const rels = parts.find(({ path }) => path === 'xl/_rels/workbook.xml.rels')?.content.toString() ?? '';
    const target =
      '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>';
    const one = (path: string, xml: string) => ({
      path,
      content: Buffer.from(xml),
      packed: deflateRawSync(xml),
    });
    const replaced = [
      one(
        'xl/_rels/workbook.xml.rels',
        rels.includes('sharedStrings') ? rels : rels.replace('</Rel', `${target}</Rel`),
      ),
      one('xl/worksheets/sheet1.xml', sheet(heading + '<row><c t="s"><v>0</v></c></row>'.repeat(4_000))),
    ];
    const others = parts.filter(({ path }) => replaced.every((part) => part.path !== path));
    expect(await refused(packParts([...others, ...replaced]))).toBe('bigWorkbook');
  });

  test('lets others be served meanwhile', async () => {
    const bytes = await withSheet(
      sheet(heading + `<row>${inline('A')}${'<c/>'.repeat(50)}</row>`.repeat(4_000)),
    );
    let turns = 0;
    const stop = setInterval(() => turns++, 0);
    await readWorkbook(bytes);
    clearInterval(stop);
    expect(turns).toBeGreaterThan(20);
  });
});

test.each([
  ['a tag that nothing closes', sheet(`${heading}<row>`)],
  ['a tag that nothing opened', sheet(`${heading}</row>`)],
  ['tags that cross', sheet(`${heading}<row><c></row></c>`)],
  ['an attribute without quotes', sheet(`${heading}<row r=2></row>`)],
  ['an unknown entity', sheet(`${heading}<row>${inline('&nbsp;')}</row>`)],
  ['text behind its end', `${sheet(heading)}x`],
  ['nothing', ''],
  ['bytes that are no UTF-8', Buffer.concat([Buffer.from(`<a>`), Buffer.from([0xff]), Buffer.from('</a>')])],
])('a sheet with %s is said to be damaged', async (_, xml) => {
  expect(await refused(await withSheet(xml))).toBe('badWorkbook');
});

test('a workbook that ends early, and one that claims to be small, are refused', async () => {
  const bytes = Buffer.from(await workbook([['Name']]));
  expect(await refused(packed('xl/worksheets/sheet1.xml', Buffer.alloc(200_000_000, 32)))).toBe(
    'bigWorkbook',
  );
  expect(await refused(bytes.subarray(0, bytes.length - 30))).toBe('badWorkbook');
  expect(await refused(new Uint8Array([0x50, 0x4b, 3, 4, 1]))).toBe('badWorkbook');
});

test('too many rows or columns are refused with a message', async () => {
  const many = Array.from({ length: mostRows + 2 }, (_, index) => [`P${index}`]);
  expect(await refused(await workbook([['Name'], ...many]))).toBe('tooManyRows');
  expect(await refused(await workbook([Array(300).fill('Name')]))).toBe('tooManyColumns');
});

/** A ZIP file whose only part claims to be small. */
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

import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { describe, expect, it } from 'vitest';
import { type ExportOptions, exportResponse } from './stream';

type Row = { name: string | null; count: number; at: Date; wall: string };

const columns: ExportOptions<Row>['columns'] = [
  { key: 'name', title: 'Name' },
  { key: 'count', title: 'Count', type: 'number' },
  { key: 'at', title: 'At (UTC)', type: 'instant' },
  { key: 'wall', title: 'At', type: 'wall' },
];

const at = new Date('2026-11-24T01:02:03Z');
const row = (name: string | null, count = -1): Row => ({ name, count, at, wall: '2026-11-24 09:02:03' });

async function* slowly(rows: Row[]) {
  for (const each of rows) {
    await Promise.resolve();
    yield each;
  }
}

async function csvOf(rows: Row[]): Promise<string[][]> {
  const response = await exportResponse({
    reader: null,
    format: 'csv',
    name: 'x',
    columns,
    rows: slowly(rows),
  });
  return parse(Buffer.from(await response.arrayBuffer()), { bom: true });
}

const hostile = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '  =1',
  '\t=1',
  '\r=1',
  '\n@x',
  '\u00A0=1',
  '\u3000＝1',
  '＝cmd',
  '＋1',
  '－1',
  '＠x',
];

describe('CSV', () => {
  it('begins with the mark by which Excel recognises UTF-8', async () => {
    const response = await exportResponse({
      reader: null,
      format: 'csv',
      name: 'x',
      columns,
      rows: [row('Günther 北京')],
    });
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).toContain('Günther 北京');
  });

  it('preserves quotes, commas and line breaks', async () => {
    const names = ['a "quoted" name', "O'Brien & Söhne", 'x,y;z', 'two\nlines', '', 'مبنى النخيل'];
    const [, ...rows] = await csvOf(names.map((name) => row(name)));
    expect(rows.map(([name]) => name)).toEqual(names);
  });

  it.each(hostile)('leaves no formula in %j', async (name) => {
    const [, [written] = []] = await csvOf([row(name)]);
    expect(written?.startsWith("'")).toBe(true);
  });

  it('keeps negative numbers as numbers, and writes instants in UTC next to the wall time', async () => {
    const [, first] = await csvOf([row('a', -12.5)]);
    expect(first).toEqual(['a', '-12.5', '2026-11-24T01:02:03Z', '2026-11-24 09:02:03']);
  });

  it('writes out characters that hide or reverse text, and keeps emoji whole', async () => {
    const [, first, second] = await csvOf([row('in\u202Evoice\u200B'), row('👩‍👩‍👧 家')]);
    expect(first?.[0]).toBe('in[U+202E]voice[U+200B]');
    expect(second?.[0]).toBe('👩‍👩‍👧 家');
  });

  it('has a header even when nothing matches', async () => {
    expect(await csvOf([])).toEqual([['Name', 'Count', 'At (UTC)', 'At']]);
  });
});

describe('doorcodes, flats and phones', () => {
  const texts = ['01', '3E2', 'x;=1+1;y', '+49 30 1234', 'Cleaner'];
  const rows = texts.map((name, index) => ({ name, digits: `0805320${index}`, day: '2026-11-24' }));
  const made = (format: 'csv' | 'xlsx' | 'json', exact = false) =>
    exportResponse({
      reader: null,
      format,
      exact,
      name: 'x',
      columns: [
        { key: 'name', title: 'Name' },
        { key: 'digits', title: 'Digits', type: 'digits' },
        { key: 'day', title: 'Day', type: 'day' },
      ],
      rows,
    });
  const plain = rows.map(({ name, digits, day }) => [name, digits, day]);

  it('are in CSV as a spreadsheet keeps them, with grouped digits', async () => {
    const bytes = Buffer.from(await (await made('csv')).arrayBuffer());
    expect(parse(bytes, { bom: true }).slice(1)).toEqual([
      ["'01", '0805 3200', '2026-11-24'],
      ["'3E2", '0805 3201', '2026-11-24'],
      ["'x;'=1+1;y", '0805 3202', '2026-11-24'],
      ["'+49 30 1234", '0805 3203', '2026-11-24'],
      ['Cleaner', '0805 3204', '2026-11-24'],
    ]);
  });

  it('are exact as XLSX, JSON and CSV for programs', async () => {
    const [sheet] = (await readXlsx(new Uint8Array(await (await made('xlsx')).arrayBuffer()))).sheets;
    expect(sheet?.rows.slice(1)).toEqual(plain);
    const lines = (await (await made('json')).text()).trim().split('\n');
    expect(lines.map((line) => Object.values(JSON.parse(line)))).toEqual(plain);
    const bytes = Buffer.from(await (await made('csv', true)).arrayBuffer());
    expect(parse(bytes)).toEqual([['Name', 'Digits', 'Day'], ...plain]);
  });
});

describe('XLSX', () => {
  const sheetsOf = async (rows: Row[], maxRowsPerSheet?: number) => {
    const response = await exportResponse({
      reader: null,
      format: 'xlsx',
      name: 'Events: 11/2026',
      columns,
      rows: slowly(rows),
      ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
    });
    return (await readXlsx(new Uint8Array(await response.arrayBuffer()))).sheets;
  };

  it('keeps texts as text cells, even those that look like formulas', async () => {
    const [sheet] = await sheetsOf(hostile.map((name) => row(name)));
    expect(sheet?.rows.slice(1).map(([name]) => name)).toEqual(hostile);
    expect(sheet?.cells === undefined || [...sheet.cells.values()].every((cell) => !cell.formula)).toBe(true);
  });

  it('writes numbers and times as such', async () => {
    const [sheet] = await sheetsOf([row('a', -3)]);
    expect(sheet?.rows[1]).toEqual(['a', -3, at, new Date('2026-11-24T09:02:03Z')]);
  });

  it('continues in another sheet, with the header, when one is full', async () => {
    const sheets = await sheetsOf(
      Array.from({ length: 7 }, (_, index) => row(`n${index}`)),
      4,
    );
    expect(sheets.map((sheet) => sheet.rows.map(([name]) => name))).toEqual([
      ['Name', 'n0', 'n1', 'n2'],
      ['Name', 'n3', 'n4', 'n5'],
      ['Name', 'n6'],
    ]);
  });

  it('opens with control characters and too long texts inside', async () => {
    const [sheet] = await sheetsOf([row('a\u0000b\uD800'), row('x'.repeat(40_000))]);
    expect(sheet?.rows[1]?.[0]).toBe('a[U+0000]b\uFFFD');
    expect(String(sheet?.rows[2]?.[0])).toHaveLength(32_767);
  });
});

describe('JSON lines', () => {
  it('holds one object per line with unchanged values', async () => {
    const response = await exportResponse({
      reader: null,
      format: 'json',
      name: 'x',
      columns,
      rows: slowly([row('=1\u202E'), row(null)]),
    });
    const text = await response.text();
    expect(text).toContain('\\u202e');
    expect(
      text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { name: '=1\u202E', count: -1, at: '2026-11-24T01:02:03Z', wall: '2026-11-24 09:02:03' },
      { name: null, count: -1, at: '2026-11-24T01:02:03Z', wall: '2026-11-24 09:02:03' },
    ]);
  });
});

describe('a download', () => {
  it('names its file safely for any name', async () => {
    const name = '../../海港"\r\nX: y\u202E';
    const response = await exportResponse({ reader: null, format: 'csv', name, columns, rows: [] });
    const disposition = response.headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7E]+\.csv"; filename\*=UTF-8''[\w%.-]+$/);
    expect(decodeURIComponent(disposition)).not.toMatch(/[\r\n/\u202E]/);
  });

  it('fails before it starts when its source fails at once', async () => {
    // biome-ignore lint/correctness/useYield: a source that fails before its first row.
    async function* broken(): AsyncGenerator<Row> {
      throw new Error('query failed');
    }
    await expect(
      exportResponse({ reader: null, format: 'csv', name: 'x', columns, rows: broken() }),
    ).rejects.toThrow('query failed');
  });

  it.each(['csv', 'xlsx', 'json'] as const)(
    'breaks off as %s, and does not end, when its source fails later',
    async (format) => {
      async function* breaking(): AsyncGenerator<Row> {
        yield row('a');
        throw new Error('connection lost');
      }
      const response = await exportResponse({ reader: null, format, name: 'x', columns, rows: breaking() });
      await expect(response.arrayBuffer()).rejects.toThrow();
    },
  );

  it.each(['csv', 'xlsx', 'json'] as const)(
    'returns its source as %s when the client goes away',
    async (format) => {
      let returned: () => void = () => {};
      const closed = new Promise<void>((resolve) => {
        returned = resolve;
      });
      async function* endless(): AsyncGenerator<Row> {
        try {
          for (let index = 0; ; index++) yield row(`${index}-${Math.random()}`);
        } finally {
          returned();
        }
      }
      const response = await exportResponse({ reader: null, format, name: 'x', columns, rows: endless() });
      const reader = response.body?.getReader();
      await reader?.read();
      await reader?.cancel();
      await closed;
    },
  );
});

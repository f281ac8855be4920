import { readXlsx } from 'hucre/xlsx';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { listEvents, streamEvents } from '@/lib/archive/events/data';
import { eventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import fc from '@/lib/testing/fast-check';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import { foldText } from '@/lib/text/fold-text';
import { exportApplication, openExport } from '../write/connection';
import type { ExportFormat } from '../write/format';
import { breaksOf, fileOfLines } from '../write/lines-file';
import { exportResponse } from '../write/stream';
import { textCell } from '../write/workbook-cells';
import { eventLines } from './export-lines';
import { exportColumns, exportRows } from './export-rows';
import { exportWords } from './export-words';

const { db } = useDatabase();
const { simulator } = useSimulator();
let scope: Scope;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
});

type Params = Record<string, unknown>;
type Options = { locale?: 'en' | 'zh'; maxRowsPerSheet?: number; exact?: boolean | undefined };

async function written(
  format: ExportFormat,
  params: Params = {},
  { locale = 'en', exact = false, ...more }: Options = {},
) {
  const words = await exportWords(locale);
  const file = { format, exact, name: words.name, columns: exportColumns(words), ...more };
  const session = await openExport(scope.workspaceId);
  try {
    const query = await eventLines(scope, eventsQuery.parse(params), { format, exact, words });
    const parts: Uint8Array[] = [];
    const lines = await session.lines(query, breaksOf(file));
    for await (const bytes of fileOfLines(lines, file)) parts.push(bytes);
    return Buffer.concat(parts);
  } finally {
    session.close();
    // Its slot ends with the connection, a moment later, and one account has only a few.
    while ((await connected()).rows.length > 0);
  }
}

const connected = () =>
  sql`select from pg_stat_activity
    where application_name = ${exportApplication} and datname = current_database()`.execute(db());

/** The file as TypeScript writes it, to compare with. */
async function reference(
  format: ExportFormat,
  params: Params = {},
  { locale = 'en', exact = false, ...more }: Options = {},
) {
  const words = await exportWords(locale);
  const rows = exportRows(streamEvents(scope, eventsQuery.parse(params)), words);
  const made = await exportResponse({
    reader: null,
    format,
    exact,
    name: words.name,
    columns: exportColumns(words),
    rows,
    ...more,
  });
  return Buffer.from(await made.arrayBuffer());
}

type Made = {
  account: string | null;
  code: string | null;
  building: string;
  unit: string | null;
  gid: string;
  zone: string;
  timeText: string;
  at: Date;
  wall: string | null;
  type: number;
  fit: 'exact' | 'skipped' | 'repeated' | 'invalid';
  attribution: 'stream' | 'account' | 'code' | null;
  channel: number | null;
};

async function fill(events: readonly Made[]) {
  await db().deleteFrom('event').execute();
  await db().deleteFrom('event_who').execute();
  for (const [place, event] of events.entries()) {
    const who = await db()
      .insertInto('event_who')
      .values({
        workspace_id: scope.workspaceId,
        digest: Buffer.from(String(place)),
        account: event.account,
        code_name: event.code,
        folded: foldText(`${event.account ?? ''}\n${event.code ?? ''}`),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db()
      .insertInto('event')
      .values({
        workspace_id: scope.workspaceId,
        at: event.at,
        gid: event.gid,
        stream: null,
        place,
        channel: event.channel,
        attribution: event.attribution,
        type: event.type,
        who_id: who.id,
        time_text: event.timeText,
        wall: event.wall,
        zone: event.zone,
        fit: event.fit,
        building_name: event.building,
        unit_label: event.unit,
        archived_at: new Date(),
      })
      .execute();
  }
}

const pieces = [
  ...[
    '[U+200B]',
    '[U+',
    '=',
    '+',
    '-',
    '@',
    '＝',
    '＋',
    '－',
    '＠',
    '"',
    "'",
    ',',
    ';',
    '\\',
    '\\.',
    '\\N',
    '$1',
    '%',
    '_x000D_',
    '&',
    '<',
    '>',
  ],
  ...[
    ' ',
    '\t',
    '\n',
    '\r',
    '\u00a0',
    '\u1680',
    '\u2003',
    '\u2028',
    '\u3000',
    '\ufeff',
    '\u0085',
    '\u0001',
    '\u007f',
  ],
  ...[
    '\u200b',
    '\u200c',
    '\u200d',
    '\u200e',
    '\u202e',
    '\u2066',
    '\u00ad',
    '\u061c',
    '\u3164',
    '\u{e0041}',
    '\u0600',
  ],
  ...[
    'a',
    '7',
    '0',
    '1.5',
    '3E2',
    '1-2',
    '１',
    ':30',
    ' PM',
    'Mar',
    ' de enero',
    '年',
    'TRUE',
    'ложь',
    '#N/A',
    '|',
    '﹦',
    '﹣',
    '$',
    '€',
    '123456789012',
    'é',
    'e\u0301',
    '王',
    '한',
    'नि',
    '👩',
    '👩\u200d🚒',
    'می\u200cخواهم',
    'دا\u200cر',
    'क्\u200dष',
    'ক\u200d্য',
    'ᠠ\u180b',
    'a\u200db',
    'a\u200cb',
    '\u200c',
    '\u200d',
    '\u034f',
    '\u2800',
    '\u17b4',
    '\ufe00',
    '\ufe0f',
    '1\ufe0f\u20e3',
    '❤\ufe0f',
    '葛\u{e0100}',
    '\u{1d173}',
    '👩🏽',
    '्',
    '\ufffe',
    '\u{10ffff}',
    '\ue000',
  ],
];
const hostile = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 7 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[\0\p{Surrogate}]/gu, '')),
);
const maybe = fc.option(hostile);
const event: fc.Arbitrary<Made> = fc
  .record({
    account: maybe,
    code: maybe,
    building: hostile,
    unit: maybe,
    gid: hostile,
    zone: fc.oneof(fc.constantFrom('Asia/Shanghai', '+08:00', '-03:30'), hostile),
    timeText: fc.oneof(fc.constantFrom('2026-11-24 09:30:00', '-1', '20261124'), hostile),
    asTheClock: fc.boolean(),
    at: fc.date({
      min: new Date('1900-03-02T00:00:00Z'),
      max: new Date('2199-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
    aheadMinutes: fc.option(fc.integer({ min: -14 * 60, max: 14 * 60 })),
    type: fc.integer({ min: -1, max: 7 }),
    fit: fc.constantFrom('exact', 'skipped', 'repeated', 'invalid'),
    attribution: fc.option(fc.constantFrom('stream', 'account', 'code')),
    channel: fc.option(fc.integer({ min: 0, max: 99 })),
  })
  .map(({ aheadMinutes, asTheClock, ...made }) => {
    const shown = new Date(made.at.getTime() + (aheadMinutes ?? 0) * 60_000).toISOString();
    const wall = aheadMinutes === null ? null : shown.slice(0, 19).replace('T', ' ');
    return { ...made, wall, timeText: asTheClock ? (wall ?? '') : made.timeText };
  });

describe('lines that the database writes', () => {
  it('are the same bytes as those of TypeScript, for any names', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (events) => {
        await fill(events);
        for (const locale of ['en', 'zh'] as const) {
          for (const [format, exact] of [['csv'], ['csv', true], ['json']] as const) {
            const order = { dir: locale === 'en' ? 'desc' : 'asc' };
            expect((await written(format, order, { locale, exact })).toString()).toBe(
              (await reference(format, order, { locale, exact })).toString(),
            );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('fill the same cells, in as many sheets as needed', async () => {
    // Texts like the workbook's own escape are kept here, but the reference's writer loses them.
    const plain = event.filter((one) => !/_x/.test(JSON.stringify(one)));
    await fc.assert(
      fc.asyncProperty(fc.array(plain, { minLength: 1, maxLength: 9 }), async (events) => {
        await fill(
          events.map((one) => ({ ...one, at: new Date(Math.floor(one.at.getTime() / 1000) * 1000) })),
        );
        const options = { maxRowsPerSheet: 4 };
        const cells = async (file: Buffer) =>
          (await readXlsx(new Uint8Array(file))).sheets.map(({ rows }) =>
            rows.map((row) => Array.from({ length: 17 }, (_, index) => readable(row[index]))),
          );
        expect(await cells(await written('xlsx', {}, options))).toEqual(
          await cells(await reference('xlsx', {}, options)),
        );
      }),
      { numRuns: 15 },
    );
  });

  it('are in the order of the list', async () => {
    const [one] = fc.sample(event, 1);
    const at = new Date('2026-11-24T09:30:00Z');
    const events = [5, 4, 4, 4, 3].map((hours, index) => ({
      ...(one as Made),
      at: new Date(at.getTime() - hours * 3_600_000),
      account: `n${index}`,
    }));
    await fill(events);
    const accounts = async (params: Params) =>
      (await written('json', params))
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).account);
    const oldestFirst = events.map(({ account }) => account);
    expect(await accounts({ dir: 'asc' })).toEqual(oldestFirst);
    expect(await accounts({})).toEqual(oldestFirst.toReversed());
    for (const dir of ['asc', 'desc']) {
      const { rows } = await listEvents(scope, eventsQuery.parse({ dir }));
      expect(await accounts({ dir })).toEqual(rows.map(({ account }) => account));
      const sheet = await readXlsx(new Uint8Array(await written('xlsx', { dir })));
      expect(sheet.sheets[0]?.rows.slice(1).map((row) => row[7])).toEqual(rows.map(({ account }) => account));
    }
  });

  it('hold no cell that is too long for Excel, which counts an emoji as two', async () => {
    const long = ['x'.repeat(32_766), '_x000D_'.repeat(3_000), '\u202e'.repeat(9_000)];
    const texts = long.flatMap((text) => ['', '😀', '😀😀'].map((end) => text + end));
    texts.push('😀'.repeat(17_000), `a${'😀'.repeat(17_000)}`, '😀王'.repeat(11_000));
    for (const text of texts) {
      const { rows } = await sql<{ cell: string }>`select export_cell(${text}) as cell`.execute(db());
      // Compared here, because a diff of such long texts would take minutes.
      expect(textCell(text).endsWith(`>${rows[0]?.cell}</t></is></c>`)).toBe(true);
      const shown = (rows[0]?.cell ?? '').replaceAll(/_x([0-9A-F]{4})_/g, '.');
      expect(shown.length).toBeLessThanOrEqual(32_767);
      expect(shown.isWellFormed()).toBe(true);
    }
  });

  it('work for any range of the list', async () => {
    await fill([]);
    for (const zone of ['building', 'UTC'])
      for (const range of [{ from: '0001-01-01' }, { to: '0001-01-01' }, { to: '9999-12-31' }])
        expect((await written('csv', { zone, ...range })).toString()).toBe(
          (await reference('csv', { zone, ...range })).toString(),
        );
  });

  it('treat no filter as part of the query', async () => {
    await fill([]);
    const attacks = [
      "'; drop table event; --",
      "\\'; select 1",
      '$1',
      '{"a"}',
      "x' or 'a'='a",
      '\\',
      '"',
      "E'\\''",
    ];
    for (const text of attacks) {
      const params = { q: text, building: [text], door: [text], room: [text], type: ['1', 'other'] };
      expect((await written('csv', params)).toString()).toBe((await reference('csv', params)).toString());
      await db().selectFrom('event').select('id').execute();
    }
  });
});

function readable(value: unknown): unknown {
  if (value === undefined || value === '') return null;
  if (value instanceof Date) return new Date(Math.round(value.getTime() / 1000) * 1000).toISOString();
  return typeof value === 'string' ? value.replace(/[\ufffe\uffff]/g, '\ufffd') : value;
}

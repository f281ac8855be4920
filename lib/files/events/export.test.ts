import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { listEvents, streamEvents } from '@/lib/archive/events/data';
import { freshenEvents } from '@/lib/archive/feed/freshen';
import { eventsQuery } from '@/lib/archive/search/schema';
import type { Scope } from '@/lib/auth/scope';
import { useDatabase } from '@/lib/testing/database';
import { signInScope } from '@/lib/testing/scope';
import { useSimulator } from '@/lib/testing/simulator';
import type { ExportFormat } from '../write/format';
import { exportResponse } from '../write/stream';
import { type ExportWords, exportColumns, exportRows } from './export-rows';

useDatabase();
const { simulator } = useSimulator();
let scope: Scope;

beforeAll(async () => {
  const { account, password } = simulator().accounts.manager;
  scope = await signInScope(account, password, 'manager');
  await freshenEvents(scope);
});

const words: ExportWords = {
  title: (key) => key,
  type: (key, number) => (key === 'other' ? `other (${number})` : key),
  attribution: (key) => key,
  fit: (key) => key,
};

function exported(format: ExportFormat, params: Record<string, unknown> = {}): Promise<Response> {
  const rows = exportRows(streamEvents(scope, eventsQuery.parse(params)), words);
  return exportResponse({ reader: null, format, name: 'events', columns: exportColumns(words), rows });
}

async function csvRows(params: Record<string, unknown> = {}): Promise<Record<string, string>[]> {
  const response = await exported('csv', params);
  return parse(Buffer.from(await response.arrayBuffer()), { bom: true, columns: true });
}

describe('an export of events', () => {
  it('holds exactly what the filter shows, in each format, with both clocks', async () => {
    const { rows } = await listEvents(scope, eventsQuery.parse({ type: '2', limit: 500 }));
    const table = await csvRows({ type: '2' });
    expect(table.map(({ localTime }) => localTime)).toEqual(rows.map(({ wall }) => wall));
    expect(table.map(({ utcTime }) => utcTime)).toEqual(rows.map(({ at }) => at?.replace('.000Z', 'Z')));
    const xlsx = await exported('xlsx', { type: '2' });
    const [sheet] = (await readXlsx(new Uint8Array(await xlsx.arrayBuffer()))).sheets;
    expect(sheet?.rows.slice(1).map((row) => row[2])).toEqual(rows.map(({ at }) => new Date(at ?? '')));
    const lines = (await (await exported('json', { type: '2' })).text()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).doorcode)).toEqual(rows.map(({ codeName }) => codeName));
  });

  it('has no field that a spreadsheet would run', async () => {
    const fields = (await csvRows()).flatMap((row) => Object.values(row));
    expect(fields.filter((field) => /^\s*[=+\-@＝＋－＠]/.test(field))).toEqual([]);
    expect(fields.some((field) => field.startsWith("'="))).toBe(true);
  });
});

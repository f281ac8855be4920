import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import pg from 'pg';
import { preferenceCookies } from '@/lib/i18n/preferences/names';
import { putCode, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { addPerson, addProperty, flatOf, type Property, roomAddress } from './pages/own-property';
import {
  freeze,
  type Kind,
  kinds,
  restore,
  type Spoilt,
  save,
  spoil,
  spoilings,
  type Target,
} from './pages/spoilt-readings';
import { type Visitor, visit } from './visitor';

/*
 * Data that is unread, failed or old must never become a number, an empty list or a missing row. The tests read every
 * page and export over HTTP, where no script can fill in what is missing.
 */

const rooms = 5;
let property: Property;
let visitor: Visitor;
let database: pg.Client;
let target: Target;

test.beforeAll(async ({ desk }) => {
  property = addProperty(desk, 'Readings House', { rooms, doors: 2 });
  addPerson(desk, 'master@readings.example', 3);
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('no room 101');
  const at = { gid: room.door.gid, channel: room.channel };
  setMaster(desk.simulator.cloud, at, 'master@readings.example');
  putCode(desk.simulator.cloud, {
    ...at,
    creator: property.manager.account,
    name: 'Plumber',
    from: { date: 20200101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  visitor = await visit(desk, property.manager);
  database = new pg.Client({ connectionString: desk.settings.DATABASE_URL ?? '' });
  await database.connect();
  const { rows: workspaces } = await database.query<{ id: string }>(
    'select id from workspace where account = $1',
    [property.manager.account],
  );
  target = { database, workspaceId: workspaces[0]?.id ?? '' };
  await readEverything();
  await save(target);
});

test.afterAll(async () => database.end());

/** Has the desk read everything, as it does for an open page. */
async function readEverything(): Promise<void> {
  await visitor.read(
    `/api/readings/stream?${new URLSearchParams({ building: property.building, retry: '1' })}`,
  );
  await expect
    .poll(async () => {
      const { text } = await visitor.read('/api/archive');
      const { doors }: { doors: { complete: boolean }[] } = JSON.parse(text);
      return doors.length > 0 && doors.every(({ complete }) => complete);
    })
    .toBe(true);
}

const building = encodeURIComponent('Readings House');
const pageNames = [
  'overview',
  'buildings',
  'building',
  'rooms without',
  'rooms with',
  'rooms without events',
  'room',
  'masters',
  'masterless',
  'shares',
  'shares found',
  'doorcodes',
  'doorcodes found',
  'new doorcode',
  'events',
  'events found',
  'health',
  'people',
  'keys',
] as const;
type PageName = (typeof pageNames)[number];

const pages = (): Record<PageName, string> => {
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('no room 101');
  return {
    overview: '/',
    buildings: '/buildings',
    building: `/buildings/${building}`,
    'rooms without': `/buildings/${building}?master=none&shares=none&codes=none`,
    'rooms with': `/buildings/${building}?q=no-such-name`,
    'rooms without events': `/buildings/${building}?event=never`,
    room: roomAddress(room),
    masters: '/masters',
    masterless: '/masters?state=none&q=no-such-name',
    shares: '/shares',
    'shares found': '/shares?q=no-such-name',
    doorcodes: '/doorcodes',
    'doorcodes found': '/doorcodes?q=no-such-name',
    'new doorcode': '/doorcodes/new',
    events: '/events',
    'events found': '/events?q=no-such-name',
    health: '/events/health',
    people: '/people',
    keys: '/keys',
  };
};

const ofRooms = ['building', 'rooms without', 'rooms with', 'buildings'] as const;
/** The pages that depend on each kind of data, and must say what is wrong with it. */
const standing: Record<Kind, readonly PageName[]> = {
  masters: ['overview', ...ofRooms, 'masters', 'masterless', 'room'],
  shares: [...ofRooms, 'shares', 'shares found', 'room'],
  doorcodes: ['overview', ...ofRooms, 'doorcodes', 'doorcodes found', 'room'],
  events: ['overview', ...ofRooms, 'rooms without events', 'events', 'events found', 'health', 'room'],
  list: pageNames,
};

const said: Record<Spoilt, RegExp> = {
  unread: /0 of \d+ read|0 of \d+ (rooms|doors) have been read so far|Not read yet/,
  failed: /[Cc]ould not be read|does not answer|did not answer|Last known/,
  old: /more than a day ago|when last read|Last read|Old: read|The device list was last read/,
};

/** The visible text. Scripts hold the texts of every state. */
function textOf(html: string): string {
  return html
    .replace(/<script[\s\S]*?<\/script>/g, ' ')
    .replace(/<(style|template)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ');
}

/** Texts that claim something, with the kinds of data that they depend on. */
const claims: { text: RegExp; about: Kind[] }[] = [
  {
    text: /Nothing matches these filters|\b(No rows|0 rows)\b/,
    about: ['masters', 'shares', 'doorcodes', 'events'],
  },
  { text: /No doorcodes|has made no doorcode|lists no doorcode/, about: ['doorcodes'] },
  { text: /No room is shared|This room is not shared/, about: ['shares'] },
  { text: /No events yet|No event of this room is known/, about: ['events'] },
];

/** A list of rooms depends on events only if events filter it. */
const saysNothing: Partial<Record<Kind, readonly PageName[]>> = { events: ['rooms without', 'rooms with'] };

const tiles: Partial<Record<Kind, RegExp>> = {
  masters: /Rooms without a master\s*\d/,
  doorcodes: /(Live codes|Codes ending within 48 h|Expired codes)\s*\d/,
};

test('pages say how old the oldest data is, and how long it takes to read all rooms again', async () => {
  await restore(target);
  await database.query(
    `insert into reading_round as round (workspace_id, started_at, ended_at, seconds) values ($1, now(), now(), 60)
     on conflict (workspace_id) do update set seconds = coalesce(round.seconds, 60)`,
    [target.workspaceId],
  );
  const all = pages();
  for (const name of ['overview', 'buildings', 'building', 'masters', 'shares', 'doorcodes'] as const) {
    const text = textOf((await visitor.read(all[name])).text);
    expect(text, name).toMatch(/Oldest data read|The oldest of these rooms was last read/);
    expect(text, name).toContain('Reading all rooms again takes about');
  }
});

for (const kind of kinds) {
  for (const state of spoilings) {
    // A separate test covers a device list that was never read.
    if (kind === 'list' && state === 'unread') continue;
    test(`pages say that ${kind} are ${state}, and claim nothing`, async ({ desk }) => {
      await restore(target);
      if (kind === 'list')
        desk.simulator.faults.next({ effect: 'status', status: 500, call: 'sign', times: null });
      await spoil(target, { kind, state });
      const paths = pages();
      for (const name of pageNames) {
        const { text: html } = await visitor.read(paths[name]);
        const text = textOf(html);
        if (standing[kind].includes(name)) expect.soft(text, `${name} says it`).toMatch(said[state]);
        for (const claim of claims) {
          if (!claim.about.includes(kind) || !standing[kind].includes(name)) continue;
          if (saysNothing[kind]?.includes(name)) continue;
          expect.soft(text, `${name} claims nothing`).not.toMatch(claim.text);
        }
        const tile = tiles[kind];
        if (name === 'overview' && tile) expect.soft(text, 'no number on a tile').not.toMatch(tile);
      }
      await freeze(target, false);
    });
  }
}

test('a session without a device list has no property to show', async ({ desk }) => {
  desk.simulator.faults.next({ effect: 'status', status: 500, call: 'sign', times: null });
  await spoil(target, { kind: 'list', state: 'unread' });
  for (const path of ['/', '/masters', '/shares', '/doorcodes', '/events', '/buildings']) {
    const text = await (await visitor.ask(path)).text();
    expect
      .soft(textOf(text), path)
      .not.toMatch(/has no rooms|No doorcodes|No room is shared|Nothing matches|No buildings/);
  }
  for (const path of ['rooms', 'masters', 'shares', 'doorcodes', 'events'])
    expect.soft((await visitor.ask(`/api/${path}/export?format=csv`)).status, path).toBe(503);
  desk.simulator.faults.clear();
  await visitor.read('/');
});

const exports: Record<Kind, Record<string, 'reading' | 'eventReading'>> = {
  masters: { rooms: 'reading', buildings: 'reading', masters: 'reading' },
  shares: { rooms: 'reading', buildings: 'reading', shares: 'reading' },
  doorcodes: { rooms: 'reading', buildings: 'reading', doorcodes: 'reading' },
  events: { rooms: 'eventReading', buildings: 'eventReading', 'events/health': 'reading', events: 'reading' },
  // Exports need a fresh device list: an old one may name rooms that were removed since.
  list: {},
};

const cells: Record<Spoilt, RegExp> = {
  unread: /not read yet|0 of \d+ (rooms|doors) read/,
  failed: /failed: /,
  old: /30 days old/,
};

type Line = Record<string, string | number | null>;

const columnOfKind: Partial<Record<Kind, string>> = {
  masters: 'master',
  shares: 'shares',
  doorcodes: 'codes',
};

/** As the person does before a file with digits. It lasts 10 minutes, and these tests may take longer. */
async function confirmIdentity(): Promise<void> {
  await database.query('update session set reauthenticated_at = now() where workspace_id = $1', [
    target.workspaceId,
  ]);
}

async function linesOf(path: string, query = ''): Promise<Line[]> {
  await confirmIdentity();
  const { text } = await visitor.read(`/api/${path}/export?format=json&${query}`);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));
}

/** The cells of an exported file, as text, in the order of the JSON lines. */
async function cellsOf(path: string, format: 'csv' | 'xlsx'): Promise<string[][]> {
  await confirmIdentity();
  const response = await visitor.ask(`/api/${path}/export?format=${format}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (format === 'csv') {
    const rows: string[][] = parse(bytes, { bom: true });
    return rows.slice(1);
  }
  const { sheets } = await readXlsx(bytes);
  return (sheets[0]?.rows.slice(1) ?? []).map((row) => row.map((cell) => String(cell ?? '')));
}

/** Unknown values are empty in each format, and the status column says why. A spreadsheet must not show 0 for null. */
async function expectSameGaps(path: string, column: string, lines: Line[]): Promise<void> {
  const keys = Object.keys(lines[0] ?? {});
  for (const format of ['csv', 'xlsx'] as const) {
    const cells = await cellsOf(path, format);
    const gaps = (row: readonly (string | number | null | undefined)[]) =>
      keys.map((key, at) => (key === column ? String(row[at] ?? '') : (row[at] ?? '') === ''));
    expect
      .soft(cells.map(gaps), `${path} as ${format}`)
      .toEqual(lines.map((line) => gaps(Object.values(line))));
  }
}

async function lastOutcome(): Promise<Record<string, unknown>> {
  const { rows: entries } = await database.query(
    "select detail from audit_entry where outcome = 'done' and action like '%.export' order by seq desc limit 1",
  );
  return entries[0]?.detail ?? {};
}

for (const kind of kinds) {
  for (const state of spoilings) {
    // Without a fresh device list an export is refused. Other tests cover that.
    if (kind === 'list') continue;
    test(`exports say that ${kind} are ${state}, of each room`, async () => {
      await restore(target);
      await spoil(target, { kind, state });
      for (const [path, column] of Object.entries(exports[kind])) {
        for (const query of ['', 'q=no-such-name']) {
          // These filters remove the rows with unknown values.
          if (query !== '' && (kind === 'events' || path === 'buildings')) continue;
          const lines = await linesOf(path, query);
          expect.soft(lines.length, `${path} has lines`).toBeGreaterThan(0);
          for (const line of lines)
            expect.soft(String(line[column]), `${path}?${query}`).toMatch(cells[state]);
          if (['masters', 'shares', 'doorcodes', 'rooms'].includes(path)) {
            const told = new Set(lines.map((line) => line.room));
            expect.soft(told.size, `${path}?${query} has each room`).toBe(rooms);
          }
          if (query === '' && path !== 'events') await expectSameGaps(path, column, lines);
          if (path === 'events/health' && kind === 'events')
            for (const line of lines) expect.soft([line.silent, line.silence], path).toEqual([null, null]);
          if (kind === 'events' && (path === 'rooms' || path === 'buildings')) {
            const key = { unread: 'doorsUnread', failed: 'doorsUnreadable', old: 'doorsOld' }[state];
            expect.soft(await lastOutcome(), path).toMatchObject({ [key]: 2 });
            if (path === 'buildings') expect.soft(String(lines[0]?.eventReading)).not.toContain('rooms');
          }
          if (path === 'rooms' && state === 'unread') {
            const column = columnOfKind[kind];
            if (column) expect.soft(new Set(lines.map((line) => line[column]))).toEqual(new Set([null]));
          }
          if (path === 'buildings' && kind === 'masters') expect.soft(lines[0]?.vacant).toBeNull();
          if (path === 'buildings' && kind === 'doorcodes') expect.soft(lines[0]?.codes).toBeNull();
          if (kind !== 'events') {
            const key = { unread: 'unread', failed: 'unreadable', old: 'old' }[state];
            expect.soft(await lastOutcome(), path).toMatchObject({ [key]: rooms });
            expect.soft(await lastOutcome(), path).toHaveProperty('oldest');
          }
        }
      }
      await freeze(target, false);
    });
  }
}

for (const state of ['failed', 'old'] as const) {
  test(`exports wait for a device list that is ${state}, and are refused without it`, async ({ desk }) => {
    await restore(target);
    desk.simulator.faults.next({ effect: 'status', status: 500, call: 'sign', times: null });
    await spoil(target, { kind: 'list', state });
    for (const path of ['rooms', 'buildings', 'masters', 'shares', 'doorcodes', 'events', 'events/health']) {
      const answer = await visitor.ask(`/api/${path}/export?format=json`);
      expect
        .soft([answer.status, await answer.json()], path)
        .toEqual([503, { error: 'cloud-list-outdated' }]);
    }
    await freeze(target, false);
  });
}

test('lists of codes and shares have one line for each room that was not read, and none for others', async () => {
  await restore(target);
  for (const path of ['doorcodes', 'shares']) expect(await linesOf(path, 'q=no-such-name')).toEqual([]);
  for (const kind of ['doorcodes', 'shares'] as const) {
    await spoil(target, { kind, state: 'unread' });
    const lines = await linesOf(kind, 'q=no-such-name');
    expect(lines.map((line) => line.room).toSorted()).toEqual(['101', '102', '103', '104', '105']);
  }
  await freeze(target, false);
});

test('the palette and the preview of a bulk change say what is not known', async () => {
  await restore(target);
  await spoil(target, { kind: 'doorcodes', state: 'unread' });
  expect(JSON.parse((await visitor.read('/api/palette?q=Plumber')).text)).toMatchObject({ unread: rooms });
  await freeze(target, false);
});

test('in Chinese a tile says the same', async () => {
  await restore(target);
  await spoil(target, { kind: 'masters', state: 'unread' });
  visitor.cookies.set(preferenceCookies.locale, 'zh');
  const { text } = await visitor.read('/');
  visitor.cookies.delete(preferenceCookies.locale);
  expect(textOf(text)).toMatch(/没有户主的房间\s*—\s*已读取 0 \/ \d/);
  await freeze(target, false);
});

import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import pg from 'pg';
import {
  addBuilding,
  arrive,
  forget,
  putShare,
  setLandlord,
  setMaster,
} from '@/lib/simulator/control/alter-world';
import { LeakSearch } from '@/lib/testing/canaries';
import { type Desk, startDesk } from '@/lib/testing/desk';
import type { Furnished } from './furnish';
import { crawlHandlers, crawlPages, type Walk, workThrough } from './leak/crawl';
import { Evidence } from './leak/evidence';
import { addPerson } from './pages/own-property';
import { type Visitor, visit } from './visitor';

/**
 * Two flats share a door. The people of one flat must see nothing of the other: no account and no code name, in no
 * page, answer, stream or file. This holds whether or not the cloud separates the lists.
 */
test.describe.configure({ mode: 'serial', timeout: 600_000 });

const neighbour = 'neighbour.kx7q@flats.example';
const neighboursCode = 'Nachbar Größl kx7q';
const each = 40;
const people = [
  ['landlord@two-flats.example', 2],
  ['master@two-flats.example', 3],
  ['guest@two-flats.example', 3],
] as const;
/** Owns the other flat, and signs in later. */
const other = ['owner@two-flats.example', 2] as const;

let desk: Desk;
/** A pool, because accounts are checked at the same time. */
let database: pg.Pool;
const evidence = new Evidence(new LeakSearch());
evidence.search.addUnmarked({ what: 'the neighbour’s account', value: neighbour });
evidence.search.addUnmarked({ what: 'the neighbour’s code', value: neighboursCode });
let door: Furnished['room']['door'];
let room: Furnished['room'];
const visitors = new Map<string, Visitor>();

test.beforeAll(async () => {
  desk = await startDesk({
    server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
    simulator: { size: 'small' },
  });
  const { cloud } = desk.simulator;
  const flats = { name: 'Two flats', rooms: 2, doors: 1, timezone: 8, days: 1, visitsPerDay: 0 };
  const [mine, theirs] = addBuilding(cloud, flats);
  if (!mine || !theirs) throw new Error('the made-up world has no two flats');
  ({ door } = mine);
  room = mine;
  forget(cloud, door.gid, 0);
  for (const [account, accountType] of [...people, other]) addPerson(desk, account, accountType);
  const at = { gid: door.gid, channel: mine.channel };
  setLandlord(cloud, at, people[0][0]);
  setLandlord(cloud, { gid: door.gid, channel: theirs.channel }, other[0]);
  setMaster(cloud, at, people[1][0]);
  putShare(cloud, at, people[2][0]);
  for (let index = 0; index < each; index++) {
    const secondsAgo = (each - index) * 600;
    arrive(cloud, door.gid, [
      { type: 4, account: people[1][0], channel: mine.channel, secondsAgo },
      { type: 4, account: neighbour, channel: theirs.channel, secondsAgo: secondsAgo - 60 },
      { type: 2, codeName: neighboursCode, channel: theirs.channel, secondsAgo: secondsAgo - 120 },
    ]);
  }
  // The cloud gives the whole door for any room of the account. One account cannot tell that from an honest cloud.
  desk.simulator.faults.set({ roomLists: false, unknownRooms: 'nothing', wholeDoor: false });
  database = new pg.Pool({ connectionString: desk.settings.DATABASE_URL });
  for (const one of people) await signIn(one);
});

async function signIn([account, accountType]: readonly [string, 2 | 3]): Promise<void> {
  const { password } = desk.simulator.accounts.landlord;
  visitors.set(account, await visit(desk, { account, password, accountType }));
}

function visitorOf(account: string): Visitor {
  const visitor = visitors.get(account);
  if (!visitor) throw new Error(`no visitor signed in as ${account}`);
  return visitor;
}

/** Reads the door until the archive has this state. */
async function expectArchive(
  account: string,
  known: Partial<Archived>,
  before: () => Promise<unknown> = async () => {},
): Promise<void> {
  const visitor = visitorOf(account);
  await expect(async () => {
    await before();
    await visitor.ask(`/api/events/newer?refresh=1&door=${door.gid}`);
    expect(await archiveOf(visitor)).toMatchObject(known);
  }).toPass({ timeout: 60_000 });
  const events = await visitor.read(`/api/events?door=${door.gid}&limit=200`);
  expect(JSON.parse(events.text)).toMatchObject({ total: known.archived });
}

async function expectWords(account: string, words: string): Promise<void> {
  for (const path of ['/events', '/events/health', `/rooms/${door.gid}/${room.channel}`])
    expect((await visitorOf(account).read(path)).text).toContain(words);
}

test.afterAll(async () => {
  await database?.end();
  await desk?.stop();
});

type Archived = { gid: string; archived: number; complete: boolean; withheld: number | null };

async function archiveOf(visitor: Visitor): Promise<Archived | undefined> {
  const { text } = await visitor.read('/api/archive');
  return (JSON.parse(text) as { doors: Archived[] }).doors.find(({ gid }) => gid === door.gid);
}

/** Makes a file that is due now, and returns its id. */
async function makeFile(account: string): Promise<string> {
  await database.query(
    `insert into export_schedule (workspace_id, name, query, format, locale, every, weekday, month_day, hour, zone, keep_files, next_due, actor, folded)
     select id, 'all', '', 'csv', 'en', 'day', 1, 1, 1, 'UTC', 3, now() - interval '1 hour', account, '' from workspace where account = $1`,
    [account],
  );
  let id = '';
  await expect(async () => {
    const { rows } = await database.query(
      `select f.id from export_file f join workspace w on w.id = f.workspace_id
       where w.account = $1 and f.kept order by f.started_at desc limit 1`,
      [account],
    );
    id = rows[0]?.id ?? '';
    expect(id).not.toBe('');
  }).toPass({ timeout: 60_000 });
  return id;
}

async function crawl(account: string, visitor: Visitor, fileId: string): Promise<void> {
  const roomPath = `/rooms/${door.gid}/${room.channel}`;
  const known = {
    '/[...missing]': '/nothing/here',
    '/invite/[token]': `/invite/${randomUUID()}`,
    '/buildings/[building]': `/buildings/${encodeURIComponent(door.building)}`,
    '/rooms/[gid]/[channel]': roomPath,
    '/doorcodes/[id]': `/doorcodes/${randomUUID()}`,
    '/doorcodes/issued/[batch]': `/doorcodes/issued/${randomUUID()}`,
    '/jobs/[id]': `/jobs/${randomUUID()}`,
    '/api/doorcodes/batches/[batch]': `/api/doorcodes/batches/${randomUUID()}`,
    '/api/jobs/[id]': `/api/jobs/${randomUUID()}`,
    '/api/jobs/[id]/stream': `/api/jobs/${randomUUID()}/stream`,
    '/api/pictures/doorcode/[id]': `/api/pictures/doorcode/${randomUUID()}`,
    '/api/exports/[id]/manifest': `/api/exports/${fileId}/manifest`,
    '/api/exports/[id]/file': `/api/exports/${fileId}/file`,
    '/api/[...missing]': '/api/nothing/here',
    '/api/auth/[...nextauth]': '/api/auth/session',
  };
  const walk: Walk = { name: account, visitor, furnished: { known, room }, evidence };
  await crawlPages(walk);
  await crawlHandlers(walk);
  const own = new URLSearchParams({ door: door.gid });
  const paths = [
    `/events?${own}&visits=1`,
    '/events?q=kx7q',
    '/events?type=2',
    `/api/events?${own}&limit=200`,
    '/api/events?q=kx7q',
    `/api/events?${own}&dir=asc`,
    `/api/events/facets?${own}`,
    '/api/events/facets?q=kx7q',
    `/api/events/histogram?${own}`,
    `/api/events/newer?refresh=1&${own}`,
    `/api/events/stream?${own}`,
    '/api/palette?q=kx7q',
    '/api/palette?q=neighbour',
    `/api/archive?${own}`,
    ...['csv', 'xlsx', 'json'].flatMap((format) => [
      `/api/events/export?format=${format}`,
      `/api/events/export?format=${format}&q=kx7q`,
      `/api/events/health/export?format=${format}`,
    ]),
  ];
  await workThrough(paths, async (path) => {
    await evidence.noteAnswer(`handler ${path} (${account})`, await visitor.ask(path));
    const rsc = `${path}${path.includes('?') ? '&' : '?'}_rsc=x1`;
    await evidence.noteAnswer(
      `payload ${path} (${account})`,
      await visitor.ask(rsc, { headers: { rsc: '1' } }),
    );
  });
  expect([...new Set(evidence.leaks)]).toEqual([]);
}

/** The newest scheduled file of the account. */
async function fileOf(account: string): Promise<string> {
  const { rows } = await database.query(
    `select f.id from export_file f join workspace w on w.id = f.workspace_id
     where w.account = $1 and schedule_id is not null order by f.started_at desc limit 1`,
    [account],
  );
  return rows[0]?.id ?? '';
}

/** The database holds no event of the other flat for the people of this one. */
async function expectNothingStored(): Promise<void> {
  const { rows } = await database.query(
    `select count(*)::int as names from event_who join workspace w on w.id = workspace_id
     where w.account <> $3 and role <> 'manager' and (event_who.account = $1 or code_name = $2)`,
    [neighbour, neighboursCode, other[0]],
  );
  expect(rows[0].names).toBe(0);
}

test('a cloud where that is not proven: each account sees its own openings, and how many are not shown', async () => {
  const [[landlord], [master], [guest]] = people;
  for (const [account, shown] of [
    [master, each],
    [guest, 0],
    [landlord, 0],
  ] as const) {
    // The room's page reads its master, which proves nothing about events.
    await visitorOf(account).ask(
      `/api/readings/room?gid=${door.gid}&channel=${room.channel}&what=facts&anyway=1`,
    );
    await expectArchive(account, { archived: shown, complete: false, withheld: 3 * each - shown });
    await expectWords(
      account,
      `It is not proven yet that this list holds only your room’s events: ${3 * each - shown} openings at this door are not shown.`,
    );
  }
  const fileId = await makeFile(master);
  const file = await visitorOf(master).read(`/api/exports/${fileId}/file`);
  expect(file.text).toContain(master);
  await crawl(master, visitorOf(master), fileId);
});

test('the same cloud once the other flat is read: nothing is shown, stored or left in files', async () => {
  await signIn(other);
  await expectArchive(other[0], { archived: 0, complete: false, withheld: 3 * each });
  for (const [account] of people) {
    await expectArchive(account, { archived: 0, complete: false, withheld: 3 * each });
    await expectWords(
      account,
      `This cloud does not tell rooms apart: ${3 * each} openings at this door are not shown.`,
    );
  }
  const [, [master]] = people;
  expect((await visitorOf(master).ask(`/api/exports/${await fileOf(master)}/file`)).status).toBe(404);
  await expectNothingStored();
});

test('a cloud that tells rooms apart: each has the events of the own flat, and nothing of the other', async () => {
  desk.simulator.faults.set({ roomLists: true });
  // Findings about a cloud hold for a day. A reading that began before the change may still make one.
  const makeOld = () => database.query(`update cloud_finding set found_at = found_at - interval '25 hours'`);
  await makeOld();
  for (const [account] of [...people, other]) await visitorOf(account).ask(`/api/events/newer?refresh=1`);
  await expectArchive(other[0], { archived: 2 * each, complete: true, withheld: null }, makeOld);
  for (const [account] of people)
    await expectArchive(account, { archived: each, complete: true, withheld: null }, makeOld);
  // Run together: Doordesk looks for due files a few times a minute.
  const fileIds = await Promise.all(people.map(([account]) => makeFile(account)));
  for (const [index, [account]] of people.entries()) {
    const visitor = visitorOf(account);
    const fileId = fileIds[index] ?? '';
    const file = await visitor.read(`/api/exports/${fileId}/file`);
    expect(file.text).toContain(people[1][0]);
    await crawl(account, visitor, fileId);
  }
  await expectNothingStored();
  const whole = desk.simulator
    .log()
    .filter((entry) => entry.call === 'GetAkeysHis' && entry.channel === null);
  expect(whole).toEqual([]);
});

test('a cloud that gives the door for any room: no account has any, pages say how many, and files are gone', async () => {
  desk.simulator.faults.set({ roomLists: false, unknownRooms: 'door' });
  arrive(desk.simulator.cloud, door.gid, [{ type: 4, account: neighbour, channel: room.channel + 1 }]);
  const withheld = 3 * each + 1;
  for (const [account] of people) {
    await expectArchive(account, { archived: 0, complete: false, withheld });
    await expectWords(
      account,
      `This cloud does not tell rooms apart: ${withheld} openings at this door are not shown.`,
    );
    const fileId = await fileOf(account);
    expect((await visitorOf(account).ask(`/api/exports/${fileId}/file`)).status).toBe(404);
    if (account === people[2][0]) await crawl(account, visitorOf(account), fileId);
  }
  await expectArchive(other[0], { archived: 0, withheld });
  await expectNothingStored();
});

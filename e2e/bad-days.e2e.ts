import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { needRoom, putCode, setMaster } from '@/lib/simulator/control/alter-world';
import type { Fault } from '@/lib/simulator/faults/faults';
import { expect, expectAccessible, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter, LoginPage } from './pages/entrance';
import { everyPage } from './pages/every-page';
import { addPerson, addProperty, flatOf, roomAddress } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { Table } from './pages/table';

const always = { times: null } as const;

test('the cloud is down: every page shows what was last known, and none is blank, broken or empty', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Down House', { rooms: 4 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const master = addPerson(desk, 'master@down.example', 3).account;
  setMaster(desk.simulator.cloud, { gid: flat.door.gid, channel: flat.channel }, master);
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await expect(room.master).toContainText(master);
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();

  desk.simulator.faults.next({ effect: 'drop-before', ...always });
  for (const { path, heading } of everyPage(property)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.getByText(/could not be shown/)).toHaveCount(0);
  }
  await page.goto('/events');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByText(/1 of 1 doors? could not be read/)).toBeVisible();
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  await page.goto('/masters');
  await expect(new Table(page, 'Room masters').rows()).toHaveCount(4);

  await page.goto(roomAddress(flat));
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(room.shares).toContainText('Last known');
  await expect(room.doorcodes).toContainText('Last known');
  await expect(page.getByText('The connection to the cloud broke off')).toHaveCount(1);
  await expect(room.master).toContainText(master);
  await expectAccessible(page);
  // The cloud answers again, and one press reads the room again.
  desk.simulator.faults.clear();
  await page.getByRole('button', { name: 'Read again' }).click();
  await expect(room.shares).not.toContainText('Last known');
});

test('the cloud answers 503: a room says it once, and no longer once another page has read it', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Paused House', { rooms: 1, doors: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await page.clock.install();
  await room.open(flat);
  desk.simulator.faults.next({ effect: 'status', status: 503, ...always });
  await room.readAgain();
  const notice = page.getByText('The cloud is not answering');
  await expect(notice).toHaveCount(1);
  await expect(page.getByText('Shares, Doorcodes, Events')).toBeVisible();
  await expect(room.shares).toContainText('Last known');
  await expect(page.getByText(/could not be read/)).toHaveCount(0);

  // Another page reads the room, so the first one finds nothing left to read.
  desk.simulator.faults.clear();
  await forgetAttempts(desk.settings.DATABASE_URL);
  const other = await context.newPage();
  const otherRoom = new RoomPage(other);
  await otherRoom.open(flat);
  await otherRoom.readAgain();
  await expect(other.getByText('The cloud is not answering')).toHaveCount(0);
  await page.clock.runFor(20_000);
  await expect(notice).toHaveCount(0);
});

test('the cloud answers 503 to a change: the form stays with its values, and the button tries again', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Second Try House', { rooms: 1 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const where = { gid: flat.door.gid, channel: flat.channel };
  const [anna, bert] = ['anna', 'bert'].map((name) => addPerson(desk, `${name}@again.example`, 3).account);
  if (!anna || !bert) throw new Error('no person');
  setMaster(desk.simulator.cloud, where, anna);
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  desk.simulator.faults.next({ effect: 'status', status: 503, ...always });
  await room.master.getByRole('button', { name: 'Replace' }).click();
  await room.decide(`Replace by ${bert}`, bert);
  await expect(room.dialog.getByRole('status')).toContainText('The cloud is not answering');
  await expect(room.dialog).not.toContainText(/last known/i);
  await expect(room.dialog.getByRole('textbox')).toHaveValue(bert);

  desk.simulator.faults.clear();
  await room.decide(`Replace by ${bert}`);
  expect(await room.outcomes()).toEqual([expect.stringContaining('Done and verified')]);
  expect(needRoom(desk.simulator.cloud, where).master).toBe(bert);
});

/** The last attempts count as old, so that the server's pause after them is over. */
async function forgetAttempts(connectionString: string | undefined): Promise<void> {
  const database = new pg.Client({ connectionString });
  await database.connect();
  for (const table of ['master_reading', 'share_reading', 'doorcode_reading', 'event_door'])
    await database.query(`update ${table} set tried_at = tried_at - interval '1 hour'`);
  await database.query(`update event_door set read_at = read_at - interval '1 hour'`);
  await database.end();
}

const strange: { name: string; fault: Fault }[] = [
  { name: 'an error of its own', fault: { effect: 'status', status: 500, ...always } },
  { name: 'too many requests', fault: { effect: 'status', status: 429, retryAfterSeconds: 0, ...always } },
  { name: 'garbage', fault: { effect: 'garbage', ...always } },
  { name: 'another key', fault: { effect: 'wrong-key', ...always } },
  { name: 'half an answer', fault: { effect: 'half', ...always } },
  { name: 'a page of a proxy', fault: { effect: 'html', ...always } },
  { name: 'a lie', fault: { effect: 'answer', json: { re: 1, list: 'nothing of the kind' }, ...always } },
];
for (const { name, fault } of strange) {
  test(`the cloud answers with ${name}: the building says what could not be read, and a retry reads it`, async ({
    page,
    desk,
    context,
  }) => {
    const property = addProperty(desk, `Strange House ${strange.findIndex((one) => one.name === name)}`, {
      rooms: 2,
    });
    await enter(desk, context, property.manager);
    desk.simulator.faults.next(fault);
    await page.goto(`/buildings/${encodeURIComponent(property.building)}`);
    const table = new Table(page, 'Rooms');
    await expect(table.rows()).toHaveCount(2);
    await expect(page.getByText('Not all rooms could be read')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole('main')).not.toContainText(/undefined|\[object|Error:|at \w+ \(/);
    await expectAccessible(page);
    desk.simulator.faults.clear();
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await expect(page.getByText('Not all rooms could be read')).toHaveCount(0);
    // The door's events arrive with their own read, later than the facts of the room.
    for (const column of ['Room master', 'Sub-masters', 'Own live codes']) {
      await expect
        .poll(async () => (await table.column(column)).join(' '))
        .not.toMatch(/Not read yet|Could not be read/);
    }
  });
}

test('the cloud is slow: the page is there before it answers', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Slow House', { rooms: 3 });
  await enter(desk, context, property.manager);
  desk.simulator.faults.next({ effect: 'latency', ms: 60_000, ...always });
  await page.goto(`/buildings/${encodeURIComponent(property.building)}`);
  await expect(new Table(page, 'Rooms').rows()).toHaveCount(3);
  await expect(page.getByText(/^Reading rooms \d of 3$/)).toBeVisible();
});

test('sign-in while the cloud is down says that, and not that the password is wrong', async ({
  page,
  desk,
  allowConsole,
}) => {
  allowConsole(/40[13]|50[0-9]/);
  const property = addProperty(desk, 'Down Sign In House', { rooms: 1 });
  desk.simulator.faults.next({ effect: 'drop-before', call: 'sign', ...always });
  await page.goto('/login');
  await new LoginPage(page).signIn(property.manager);
  await expect(page.getByText('The connection to the cloud broke off')).toBeVisible();
  await expect(page.getByLabel('Account')).toHaveValue(property.manager.account);
  desk.simulator.faults.clear();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
});

test('addresses that make no sense are answered with words, and with no rows that they do not ask for', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Query House', { rooms: 2 });
  await enter(desk, context, property.manager);
  const nonsense = new URLSearchParams([
    ['sort', 'nonsense'],
    ['dir', 'sideways'],
    ['state', 'no-such-state'],
    ['from', '2026-99-99'],
    ['type', '-1e9'],
    ['building', "'; drop table job; --"],
    ['q', '%\\_\u202e'.repeat(300)],
  ]);
  for (const path of [
    '/buildings',
    '/masters',
    '/shares',
    '/doorcodes',
    '/people',
    '/keys',
    '/audit',
    '/events',
  ]) {
    const response = await page.goto(`${path}?${nonsense}`);
    expect(response?.status(), path).toBe(200);
    await expect(page.getByText('Part of this address could not be understood')).toBeVisible();
    await expect(page.getByRole('main').getByRole('table')).toHaveCount(0);
    await expect(page.getByRole('main').getByRole('button', { name: 'Export' })).toHaveCount(0);
  }
  for (const path of [
    '/api/masters',
    '/api/events',
    '/api/people/export',
    '/api/doorcodes/export?format=pdf',
  ]) {
    const response = await context.request.get(
      `${desk.url}${path}${path.includes('?') ? '&' : '?'}${nonsense}`,
    );
    expect(response.status(), path).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid-input' });
  }
});

test('what belongs to another account is not found, wherever it is asked for', async ({
  page,
  desk,
  context,
  browser,
  allowConsole,
}) => {
  allowConsole(/404|403/);
  const theirs = addProperty(desk, 'Their House', { rooms: 2 });
  const [flat] = flatOf(theirs, '101');
  if (!flat) throw new Error('no flat');
  putCode(desk.simulator.cloud, {
    gid: flat.door.gid,
    channel: flat.channel,
    creator: theirs.manager.account,
    name: 'Their code',
    from: { date: 20240101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  const their = await browser.newContext();
  await enter(desk, their, theirs.manager);
  const view = await their.newPage();
  waitUntilInteractive(view);
  await view.goto(`${desk.url}${roomAddress(flat)}`);
  const link = view.getByRole('link', { name: 'Their code' });
  await expect(link).toBeVisible();
  const code = (await link.getAttribute('href')) ?? '';
  await their.close();

  const mine = addProperty(desk, 'My House', { rooms: 2 });
  await enter(desk, context, mine.manager);
  const pages = [
    roomAddress(flat),
    `/rooms/${mine.rooms[0]?.door.gid}/999`,
    '/rooms/%00/x',
    '/buildings/Their%20House',
    code,
    `/doorcodes/${randomUUID()}`,
    `/doorcodes/issued/${randomUUID()}`,
    `/jobs/${randomUUID()}`,
    '/jobs/none',
    `/events?door=${flat.door.gid}`,
  ];
  for (const path of pages) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }), path).toHaveText('There is nothing here');
    await expect(page.getByRole('main')).not.toContainText('Their');
  }
  const handlers = [
    `/api/pictures${code.replace('/doorcodes', '/doorcode')}`,
    `/api/jobs/${randomUUID()}`,
    `/api/readings/room?gid=${flat.door.gid}&channel=${flat.channel}&what=facts&anyway=1`,
  ];
  for (const path of handlers) {
    expect((await context.request.get(`${desk.url}${path}`)).status(), path).toBe(404);
  }
  const digits = await context.request.get(`${desk.url}/api/doorcodes/export?format=json`);
  expect([digits.status(), await digits.json()]).toMatchObject([403, { error: 'password-needed' }]);
  await page.goto('/doorcodes');
  const saving = new Table(page, 'Doorcodes').export('CSV');
  await typePasswordAgain(page, mine.manager);
  await saving;
  for (const of of ['rooms', 'masters', 'shares', 'doorcodes', 'events', 'people', 'keys']) {
    const response = await context.request.get(
      `${desk.url}/api/${of}/export?format=json&building=${encodeURIComponent('Their House')}`,
    );
    expect(await response.text(), of).not.toContain('Their code');
    expect([200, 404], of).toContain(response.status());
    if (response.status() === 200) expect((await response.text()).trim(), of).toBe('');
  }
});

test('a client without a session gets only the sign-in page', async ({ request, desk, page }) => {
  const property = addProperty(desk, 'Stranger House', { rooms: 1 });
  addPerson(desk, 'stranger@own.example', 3);
  for (const { path } of everyPage(property)) {
    const response = await request.get(`${desk.url}${path}`, { maxRedirects: 0 });
    expect([302, 303, 307], path).toContain(response.status());
    expect(await response.text()).not.toContain(property.building);
  }
  for (const of of ['rooms', 'masters', 'shares', 'doorcodes', 'events', 'people', 'keys', 'audit']) {
    expect((await request.get(`${desk.url}/api/${of}/export?format=csv`)).status(), of).toBe(401);
  }
  await page.goto('/rooms/x/1?next=https://evil.example');
  await expect(page).toHaveURL(/\/login/);
});

test('the way to Doordesk breaks off while a form is sent: it says so, and what was typed stays', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/ERR_FAILED/);
  const property = addProperty(desk, 'Cable House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  Object.assign(flat, { master: null, shares: [] });
  // Page loads continue to work. Only what a page sends is lost.
  const cut = () =>
    page.route('**/*', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  const lost = page.getByText('The connection to Doordesk broke off');

  await page.goto('/register');
  await cut();
  await page.getByLabel('Email address').fill('new@cable.example');
  await page.getByLabel('Password', { exact: true }).fill('four words of my own');
  await page.getByLabel('Password again').fill('four words of my own');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(lost).toBeVisible();
  await expect(page.getByLabel('Email address')).toHaveValue('new@cable.example');
  await page.unroute('**/*');

  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await room.master.getByRole('button', { name: 'Assign' }).click();
  await cut();
  await room.decide('Assign m@cable.example', 'm@cable.example');
  await expect(room.dialog).toContainText('The connection to Doordesk broke off');
  await expect(room.dialog.getByRole('textbox')).toHaveValue('m@cable.example');
  await page.unroute('**/*');

  await page.goto('/settings');
  await page.getByText('For makers of phone apps: show the list').click();
  await page.getByRole('button', { name: 'Add a phone' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Front desk');
  await dialog.getByLabel('Number of the push service').fill('3');
  await dialog.getByLabel('App key or package name').fill('com.example.door');
  await dialog.getByLabel('Device token').fill('token');
  await cut();
  await dialog.getByRole('button', { name: 'Add phone and send list' }).click();
  await expect(dialog).toContainText('The connection to Doordesk broke off');
  await expect(dialog.getByLabel('Device token')).toHaveValue('token');
  await page.unroute('**/*');
  await dialog.getByRole('button', { name: 'Add phone and send list' }).click();
  await typePasswordAgain(page, property.manager);
  await expect(dialog).toHaveCount(0);
});

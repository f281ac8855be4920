import { parse } from 'csv-parse/sync';
import { arrive } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addPerson, addProperty, flatOf } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

test('events are read (10014), filtered by the address, opened at the side and exported', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Events House', { rooms: 3, visitsPerDay: 6 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const visitor = addPerson(desk, 'visitor@events.example', 3).account;
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 4, account: visitor, channel: flat.channel, secondsAgo: 30 },
    { type: 2, codeName: 'Gardener', channel: flat.channel, secondsAgo: 20 },
    { type: 77, channel: flat.channel, secondsAgo: 10 },
  ]);
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  await expect(table.row(/Other \(77\)/)).toBeVisible();
  // The cloud's own people may come in between.
  const arrived = (await table.rows().allTextContents()).flatMap(
    (text) => /Other \(77\)|Gardener/.exec(text)?.[0] ?? [],
  );
  expect(arrived).toEqual(['Other (77)', 'Gardener']);
  expect(callsOf(desk, 'GetAkeysHis', property.manager.account).length).toBeGreaterThan(0);

  await table.search('Gardener');
  await table.expectCount('1 row');
  await table
    .row(/Opened by doorcode/)
    .getByRole('button')
    .click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Gardener');
  await expect(sheet).toContainText(flat.door.gid);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);

  await table.clearFilters();
  await table.filter('What', 'Opened by app');
  await expect(page).toHaveURL(/type=4/);
  await expect(table.row(/Opened by app/).first()).toContainText(visitor);
  const shown = await table.rows().count();
  const rows = parse((await table.export('CSV')).content, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(rows).toHaveLength(shown);
  expect(new Set(rows.map((row) => Object.values(row).includes('Opened by app')))).toEqual(new Set([true]));
});

test('the list goes to a date without filtering, and on from there to what is newer', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Jump House', { rooms: 2, visitsPerDay: 0 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const hour = 3_600;
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 2, codeName: 'Long ago', channel: flat.channel, secondsAgo: 12 * hour },
    { type: 2, codeName: 'Lately', channel: flat.channel, secondsAgo: 60 },
  ]);
  await enter(desk, context, property.manager);
  const table = new Table(page, 'Door events');
  await page.goto('/events?zone=UTC');
  await expect(table.rows().first()).toContainText('Lately');
  await page.getByRole('button', { name: 'Go to date' }).click();
  const moment = new Date(Date.now() - 6 * hour * 1_000).toISOString().slice(0, 16);
  await page.getByLabel('Date and time').fill(moment);
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  const old = table.row(/./).filter({ hasText: 'Long ago' });
  await expect(table.rows().first()).toContainText('Long ago');
  await expectAccessible(page);

  await old.focus();
  const before = (await old.boundingBox())?.y ?? 0;
  await page.keyboard.press('ArrowUp');
  await expect(table.rows().first()).toContainText('Lately');
  await expect(old).toBeFocused();
  expect(Math.abs(((await old.boundingBox())?.y ?? 0) - before)).toBeLessThan(45);
  await page.getByRole('button', { name: 'Back to the newest' }).click();
  await expect(page).not.toHaveURL(/at=/);
  await expect(table.rows().first()).toContainText('Lately');
});

test('the list begins with the oldest, goes to a date from there, and shows what comes newest first', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Oldest House', { rooms: 2, visitsPerDay: 0 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const hour = 3_600;
  const ring = (codeName: string, secondsAgo = 0) =>
    arrive(desk.simulator.cloud, flat.door.gid, [{ type: 2, codeName, channel: flat.channel, secondsAgo }]);
  ring('Long ago', 12 * hour);
  ring('Lately', 60);
  await enter(desk, context, property.manager);
  const table = new Table(page, 'Door events');
  await page.goto('/events?zone=UTC');
  await expect(table.rows().first()).toContainText('Lately');
  await table.sortBy('Time');
  await expect(page).toHaveURL(/dir=asc/);
  await expect(table.rows().first()).toContainText('Long ago');
  const names = parse((await table.export('CSV')).content, { bom: true, columns: true }) as Record<
    string,
    string
  >[];
  expect(Object.values(names[0] ?? {})).toContain('Long ago');

  await page.getByRole('button', { name: 'Go to date' }).click();
  await page
    .getByLabel('Date and time')
    .fill(new Date(Date.now() - 6 * hour * 1_000).toISOString().slice(0, 16));
  await page.getByRole('button', { name: 'Go', exact: true }).click();
  await expect(table.rows().first()).toContainText('Lately');
  await page.getByRole('button', { name: 'Load older' }).click();
  await expect(table.rows().first()).toContainText('Long ago');
  await page.getByRole('button', { name: 'Back to the oldest' }).click();
  await expect(page).not.toHaveURL(/at=/);

  ring('Just now');
  // Another page has the doors read.
  const elsewhere = await context.newPage();
  await elsewhere.goto('/events');
  await elsewhere.getByRole('button', { name: 'Refresh' }).click();
  await expect(elsewhere.getByRole('table', { name: 'Door events' })).toContainText('Just now');
  await elsewhere.close();
  await page.getByRole('button', { name: '1 new event' }).click();
  await expect(page).not.toHaveURL(/dir=/);
  await expect(table.rows().first()).toContainText('Just now');
});

test('what arrives while one reads is counted, and shown when asked for', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Newer House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  await expect(table.rows().first()).toBeVisible();
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 2, codeName: 'Just now', channel: flat.channel },
    { type: 2, codeName: 'Just now too', channel: flat.channel },
  ]);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(table.row(/./).filter({ hasText: 'Just now too' })).toBeVisible();

  arrive(desk.simulator.cloud, flat.door.gid, [{ type: 2, codeName: 'Later', channel: flat.channel }]);
  const elsewhere = await context.newPage();
  await elsewhere.goto('/events');
  await elsewhere.getByRole('button', { name: 'Refresh' }).click();
  await expect(elsewhere.getByRole('table', { name: 'Door events' })).toContainText('Later');
  await elsewhere.close();
  await page.getByRole('button', { name: '1 new event' }).click();
  await expect(table.rows().first()).toContainText('Later');
});

test('the last events of the overview and of a room say what has come, and show it when asked', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Live House', { rooms: 1, visitsPerDay: 0 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const ring = (codeName: string) =>
    arrive(desk.simulator.cloud, flat.door.gid, [{ type: 2, codeName, channel: flat.channel }]);
  ring('First');
  await enter(desk, context, property.manager);
  const elsewhere = await context.newPage();
  /** Has the doors read from another page. */
  const read = async (name: string) => {
    await elsewhere.goto('/events');
    await elsewhere.getByRole('button', { name: 'Refresh' }).click();
    await expect(elsewhere.getByRole('table', { name: 'Door events' })).toContainText(name);
  };
  await read('First');

  // While rooms are read for the first time, the page refreshes itself and announces nothing.
  await page.goto('/');
  await expect(page.getByText(/^Oldest data read/)).toBeVisible();
  await expect(page.getByText(/not read yet|^Reading the rooms/)).toHaveCount(0);
  await page.reload();
  const last = page.getByRole('region', { name: 'Last events' });
  const panels = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents();
  const needed = ['Needs a hand', 'First steps', 'Last events', 'Events per hour, last 7 days'];
  expect(panels.filter((panel) => needed.includes(panel))).toEqual(needed);
  const needs = page.getByRole('region', { name: 'Needs a hand' });
  await expect(needs.getByRole('link')).toHaveText([
    'Rooms not read',
    'Rooms without a master',
    'Moved out, still sharing',
    'Codes made elsewhere',
    'Keys out',
    'Silent doors',
  ]);
  await page.getByRole('button', { name: 'Hide' }).click();
  await expect(page.getByRole('region', { name: 'First steps' })).toHaveCount(0);
  await expect(last.getByRole('link', { name: 'First' })).toHaveAttribute(
    'href',
    /^\/event-source\?.*code=First/,
  );
  ring('Second');
  await read('Second');
  await last.getByRole('button', { name: '1 new' }).click();
  await expect(last).toContainText('Second');
  await expect(last.getByRole('button')).toHaveCount(0);

  const room = new RoomPage(page);
  await room.open(flat);
  await room.readAgain();
  await expect(room.events).toContainText('Second');
  // Another page reads the room's own list, which says which room the event belongs to.
  const other = new RoomPage(elsewhere);
  await other.open(flat);
  ring('Third');
  await other.readAgain();
  await expect(other.events).toContainText('Third');
  await expect(room.events).not.toContainText('Third');
  await room.events.getByRole('button', { name: '1 new' }).click();
  await expect(room.events).toContainText('Third');
  await expectAccessible(page);
});

test('a cell of the heat map leads to the events of that hour', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Heat House', { rooms: 1, visitsPerDay: 0 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const day = 86_400;
  const at = Date.now() - 2 * day * 1_000;
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 2, codeName: 'Two days ago', channel: flat.channel, secondsAgo: 2 * day },
    { type: 2, codeName: 'Just now', channel: flat.channel },
  ]);
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  await expect(table.rows()).toHaveCount(2);
  await (await table.display()).getByRole('checkbox', { name: 'Patterns' }).check();
  await page.keyboard.press('Escape');
  const heat = page.getByRole('figure', { name: 'A usual week' });
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: '+08:00', weekday: 'short' }).format(at);
  const cell = heat.locator('svg a').filter({ hasText: weekday });
  await expect(heat.locator('svg a')).toHaveCount(2);
  const href = (await cell.getAttribute('href')) ?? '';
  expect(href).toMatch(/hour=\d+&weekday=\d/);
  await cell.click();
  await page.waitForURL((address) => `${address.pathname}${address.search}` === href);
  await expect(table.rows()).toHaveCount(1);
  await expect(table.rows().first()).toContainText('Two days ago');
  await expect(heat.locator('svg a')).toHaveCount(1);
  // The table under the chart has the same links, for use without a mouse.
  await heat.getByText('Show as a table').click();
  await expect(heat.getByRole('table').getByRole('link')).toHaveAttribute('href', href);
});

test('bars and counts that cannot be read say so, and are read again when asked', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/503/);
  const property = addProperty(desk, 'Summary House', { rooms: 1 });
  await enter(desk, context, property.manager);
  const summaries = /\/api\/events\/(histogram|facets)/;
  await page.route(summaries, (route) => route.fulfill({ status: 503, json: { error: 'unexpected' } }));
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  const bars = page.getByRole('alert').filter({ hasText: 'The chart could not be shown.' });
  const counts = page.getByRole('alert').filter({ hasText: 'The events could not be counted.' });
  await expect(bars).toBeVisible();
  await expect(counts).toBeVisible();
  await expectAccessible(page);
  await page.unroute(summaries);
  await bars.getByRole('button', { name: 'Try again' }).click();
  await expect(bars).toHaveCount(0);
});

test('a landlord sees only the events of their own rooms', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Landlord Events House', { rooms: 3 });
  // Their lists prove each other.
  const [mine, second, other] = property.rooms;
  if (!mine || !second || !other) throw new Error('no rooms');
  const owner = addPerson(desk, 'owner@landlord-events.example', 2);
  for (const room of [mine, second]) room.landlord = owner.account;
  arrive(desk.simulator.cloud, mine.door.gid, [
    { type: 2, codeName: 'For my other room', channel: second.channel },
    { type: 2, codeName: 'For me', channel: mine.channel },
    { type: 2, codeName: 'For my neighbour', channel: other.channel },
  ]);
  await enter(desk, context, owner);
  await page.goto('/events');
  const main = page.getByRole('main');
  await expect(main).toContainText('For me');
  await expect(main).not.toContainText('For my neighbour');
  const exported = await (await context.request.get(`${desk.url}/api/events/export?format=json`)).text();
  expect(exported).toContain('For me');
  expect(exported).not.toContain('For my neighbour');
});

test('times are shown by the clock that the address names', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Clock House', { rooms: 1 });
  const [flat] = property.rooms;
  if (!flat) throw new Error('no room');
  arrive(desk.simulator.cloud, flat.door.gid, [{ type: 0, channel: flat.channel }]);
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  const first = table.rows().first().getByRole('cell').first();
  const atBuilding = (await first.textContent()) ?? '';
  expect(atBuilding).toMatch(/\d/);
  await (await table.display()).getByRole('group', { name: 'Time shown' }).getByText('UTC').click();
  await expect(page).toHaveURL(/zone=UTC/);
  await expect(first).not.toHaveText(atBuilding);
});

test('a clock that is chosen for all times stands in the address of the list, and a named time is by what the address says', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Universal House', { rooms: 1, visitsPerDay: 6 });
  await enter(desk, context, property.manager);
  await page.goto('/settings');
  // The choice is marked once the page has been rendered again.
  await page.getByRole('radio', { name: 'UTC', exact: true }).click();
  await expect(page.getByRole('radio', { name: 'UTC', exact: true })).toBeChecked();
  await page.goto('/events?type=5');
  await expect(page).toHaveURL(/\?type=5&zone=UTC$/);
  const table = new Table(page, 'Door events');
  const utc = async () => (await table.display()).getByRole('radio', { name: 'UTC', exact: true });
  await expect(await utc()).toBeChecked();
  await page.goto('/events?hour=7');
  await expect(await utc()).not.toBeChecked();
  await expect(page).toHaveURL(/\?hour=7$/);
});

test('filters move nothing, the bars stay folded, and the age of the reading advances', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Compact House', { rooms: 3, visitsPerDay: 6 });
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  const top = async () => (await table.rows().first().boundingBox())?.y ?? 0;
  const bars = page.getByRole('region', { name: 'Events over time' });
  await expect(bars.getByText(/^One bar/)).toBeVisible();
  // Until then a notice above the list says that the door was not read yet.
  await expect(page.getByText(/^1 door read/)).toBeVisible();
  const before = await top();
  await table.filter('Weekday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday');
  await table.filter('Building', 'Compact House');
  await expect(page).toHaveURL(/building=/);
  expect(await top()).toBe(before);

  await bars.getByRole('button', { name: 'Hide this chart' }).click();
  await expect(bars).toHaveCount(0);
  expect(await top()).toBeLessThan(before);
  await page.clock.install();
  await page.reload();
  await expect(table.rows().first()).toBeVisible();
  await expect(bars).toHaveCount(0);
  await page.clock.fastForward('02:00:00');
  await expect(page.getByText(/^1 door read 2 hours ago$/)).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(top).toBeLessThan(300);
  await (await table.display()).getByRole('checkbox', { name: 'Events over time' }).check();
  await expect(bars).toHaveCount(1);
  await expectAccessible(page);
});

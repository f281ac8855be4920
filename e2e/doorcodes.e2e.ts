import { type Preset, presets, presetWindow } from '@/lib/doorcodes/window';
import { putCode } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty, flatOf } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

test('a new doorcode is said in a sentence, confirmed, shown, copied and printed (10004, 10015)', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'New Code House');
  const { manager } = property;
  const [flat] = flatOf(property, '102');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, manager);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/doorcodes/new');

  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByText('Choose at least one room.')).toBeVisible();
  await expectAccessible(page);
  expect(callsOf(desk, 'getQrCode', manager.account)).toHaveLength(0);

  await page.getByRole('searchbox', { name: 'Find a room' }).fill('102 new code');
  await page.getByRole('checkbox', { name: /102/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Plumber & son');
  await page.getByText('One week', { exact: true }).click();
  await expect(page.getByText(/^Opens Door 1 of New Code House, .+, UTC\+08:00$/)).toBeVisible();
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Doorcode “Plumber & son”' })).toBeVisible();

  const ticket = page.getByRole('article', { name: 'Plumber & son' });
  await expect(ticket).toBeVisible();
  const digits = desk.simulator.cloud.world
    .codesOf(flat.door.gid, flat.channel)
    .find((code) => code.name === 'Plumber & son')?.digits;
  await expect(ticket).toContainText([...(digits ?? '?')].join(' '));
  const picture = ticket.getByRole('img', { name: 'QR picture of “Plumber & son”' });
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(50);
  await expectAccessible(page);

  await ticket.getByRole('button', { name: 'Copy as text' }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain(`2. Type ${digits} at the door.`);
  await ticket.getByRole('button', { name: 'Copy in another language' }).click();
  await page.getByRole('menuitem', { name: '中文' }).click();
  await expect.poll(copied).toContain(`2. 在门口输入 ${digits}。`);
  const downloading = page.waitForEvent('download');
  await ticket.getByRole('link', { name: 'Download picture' }).click();
  expect((await downloading).suggestedFilename()).toBe('Plumber & son 102 Door 1.png');

  // The printed ticket has no navigation and no buttons.
  await page.emulateMedia({ media: 'print' });
  await expect(picture).toBeVisible();
  await expect(ticket.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Main' }).first()).toBeHidden();

  const [asked] = callsOf(desk, 'getQrCode', manager.account);
  expect(asked?.sent).toMatchObject({ vkey_name: 'Plumber & son', valid_type: 3, lock_id: 'A001' });
  expect(callsOf(desk, 'getQrCode', manager.account)).toHaveLength(1);
  expect(callsOf(desk, 'GetQrList', manager.account).length).toBeGreaterThan(0);
});

test('an exact period is sent in the building’s own time, and a wrong one is refused next to its field', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Exact House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Movers');
  const year = new Date().getUTCFullYear() + 1;
  await page.getByLabel('From').fill(`${year}-05-04T12:30`);
  await page.getByLabel('Until').fill(`${year}-05-04T09:15`);
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByLabel('Until')).toHaveAccessibleDescription(/must be after the beginning/);
  await expect(page.getByLabel('From')).toHaveValue(`${year}-05-04T12:30`);
  expect(callsOf(desk, 'getQrCode', property.manager.account)).toHaveLength(0);
  await page.getByLabel('From').fill(`${year}-05-04T08:05`);
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByRole('article', { name: 'Movers' })).toBeVisible();
  expect(callsOf(desk, 'getQrCode', property.manager.account)[0]?.sent).toMatchObject({
    valid_from_date: Number(`${year}0504`),
    valid_to_date: Number(`${year}0504`),
    valid_from_time: 80500,
    valid_to_time: 91500,
  });
});

test('each preset is sent as its window at the building’s clock', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Preset House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  // The building is eight hours ahead of UTC. window.test.ts tests the presets themselves.
  const windowNow = (preset: Preset) => presetWindow(preset, Date.now() + 8 * 3_600_000);
  const names = { hours3: '3 hours', today: 'Today', weekend: 'This weekend', week: 'One week' };
  for (const preset of presets) {
    const name = names[preset];
    await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await page.getByText(name, { exact: true }).click();
    await expect(page.getByText(/^Opens Door 1 of Preset House, .+, UTC\+08:00$/)).toBeVisible();
    const before = windowNow(preset);
    await page.getByRole('button', { name: 'Make the doorcode' }).click();
    await expect(page.getByRole('heading', { level: 1, name: `Doorcode “${name}”` })).toBeVisible();
    const sent = callsOf(desk, 'getQrCode', property.manager.account).at(-1)?.sent ?? {};
    const wall = (day: unknown, time: unknown) =>
      `${day}${String(time).padStart(6, '0')}`.replace(
        /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)00$/,
        '$1-$2-$3T$4:$5',
      );
    const window = {
      from: wall(sent.valid_from_date, sent.valid_from_time),
      to: wall(sent.valid_to_date, sent.valid_to_time),
    };
    // A minute may pass between reading the clock and pressing the button.
    expect([before, windowNow(preset)]).toContainEqual(window);
  }
});

test('until the cloud’s list shows it, a new code is being confirmed', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Confirm House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  desk.simulator.faults.next({ effect: 'answer', json: { re: 2 }, call: 'GetQrList', times: null });
  await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Slow list');
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByText('Being confirmed', { exact: true })).toBeVisible();
  await expectAccessible(page);
  desk.simulator.faults.clear();
  await expect(page.getByRole('article', { name: 'Slow list' })).toBeVisible();
  expect(callsOf(desk, 'getQrCode', property.manager.account)).toHaveLength(1);
});

test('a code is not said to be confirmed just now by a page whose session has ended', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  const property = addProperty(desk, 'Forsaken House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  desk.simulator.faults.next({ effect: 'answer', json: { re: 2 }, call: 'GetQrList', times: null });
  await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Left alone');
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByText('Being confirmed', { exact: true })).toBeVisible();
  allowConsole(/401/);
  await context.clearCookies();
  await expect(page).toHaveURL(/\/login\?from=%2Fdoorcodes%2Fissued/);
});

test('a lost answer to a new code is looked for in the cloud’s list, never asked again', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Lost Code House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  desk.simulator.faults.next({ effect: 'drop-after', call: 'getQrCode' });
  await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Lost answer');
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(page.getByRole('article', { name: 'Lost answer' })).toBeVisible();
  expect(callsOf(desk, 'getQrCode', property.manager.account)).toHaveLength(1);
});

test('a doorcode is revoked from its room (10009) and is gone from every list', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Revoke House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const code = putCode(desk.simulator.cloud, {
    gid: flat.door.gid,
    channel: flat.channel,
    creator: property.manager.account,
    name: 'Painter',
    from: { date: 20240101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await room.doorcodes.getByRole('button', { name: 'Revoke Painter' }).click();
  await room.decide('Revoke “Painter”');
  await expect(room.dialog.getByRole('status')).toContainText('Done and verified');
  await room.dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(room.doorcodes).toContainText('The cloud lists no doorcode for this room.');
  expect(code.revoked).toBe(true);
  expect(callsOf(desk, 'DelTemPwd', property.manager.account).map((call) => call.re)).toEqual([1]);
  await page.goto('/doorcodes?q=Painter');
  await expect(new Table(page, 'Doorcodes').element).toHaveCount(0);
});

test('a code that was revoked behind our back is said to be gone', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Behind House');
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  const code = putCode(desk.simulator.cloud, {
    gid: flat.door.gid,
    channel: flat.channel,
    creator: property.manager.account,
    name: 'Ghost',
    from: { date: 20240101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(flat);
  await room.doorcodes.getByRole('button', { name: 'Revoke Ghost' }).click();
  code.revoked = true;
  await room.decide('Revoke “Ghost”');
  await expect(room.dialog.getByRole('status')).toContainText(/no change was needed|no such doorcode/i);
});

test('a contractor with every flat gets one code per door, and all of them on one sheet', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Contractor House', { rooms: 4, doors: 3 });
  const { manager } = property;
  await enter(desk, context, manager);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const nameIt = (name: string) => page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.goto('/doorcodes/new');
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('contractor');
  await page.getByRole('button', { name: 'Choose all 4' }).click();
  await nameIt('Painter');
  await expect(page.getByRole('radio', { name: /recommended\): 3 codes/ })).toBeChecked();
  await expect(page.getByRole('radio', { name: /each room at each door: 12 codes/ })).not.toBeChecked();
  await expect(page.getByText(/belongs to the room with the lowest channel/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make 3 doorcodes' }).click();
  const tickets = page.getByRole('article', { name: 'Painter' });
  await expect(tickets).toHaveCount(3);
  const asked = callsOf(desk, 'getQrCode', manager.account);
  expect(new Set(asked.map(({ gid }) => gid)).size).toBe(3);
  expect(asked).toHaveLength(3);
  await page.getByRole('button', { name: 'Copy all 3 codes' }).click();
  await expect(page.getByText('3 codes were copied.')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const digitsOf = (name: string) =>
    property.rooms.flatMap(({ door, channel }) =>
      desk.simulator.cloud.world
        .codesOf(door.gid, channel)
        .filter((code) => code.name === name)
        .map(({ digits }) => digits),
    );
  expect(digitsOf('Painter')).toHaveLength(3);
  for (const digits of digitsOf('Painter')) expect(copied).toContain(digits);
  await expectAccessible(page);
  await page.emulateMedia({ media: 'print' });
  await expect(tickets).toHaveCount(3);
  await expect(page.getByRole('button', { name: /^Print all/ })).toBeHidden();
  await expect(page.getByText(/^Printed /)).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  // One ticket's button prints this one only.
  await page.evaluate(() => {
    window.print = () => {};
  });
  await tickets.nth(1).getByRole('button', { name: 'Print' }).click();
  await page.emulateMedia({ media: 'print' });
  const all = page.getByRole('article', { name: 'Painter', includeHidden: true });
  await expect(all.nth(1)).toBeVisible();
  for (const other of [0, 2]) await expect(all.nth(other)).toBeHidden();
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  for (const each of [0, 1, 2]) await expect(all.nth(each)).toBeVisible();
  await page.emulateMedia({ media: 'screen' });

  // So many codes become a job.
  await page.goto('/buildings/Contractor%20House');
  await new Table(page, 'Rooms').tickAllLoaded();
  await page.getByRole('button', { name: 'New doorcode' }).click();
  await expect(page.getByText('4 rooms chosen')).toBeVisible();
  await nameIt('Roofer');
  await page.getByText(/One code for each room at each door/).click();
  await page.getByRole('button', { name: 'Make 12 doorcodes' }).click();
  await expect(page.getByRole('button', { name: 'Copy all 12 codes' })).toBeVisible();
  await expect(page.getByText('12 of 12 confirmed')).toBeVisible();
  await page.getByRole('link', { name: 'Progress of each step' }).click();
  await page.getByRole('link', { name: /^Show the codes/ }).click();
  await expect(page.getByRole('article', { name: 'Roofer' })).toHaveCount(12);
});

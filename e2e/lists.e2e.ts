import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { putCode, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addPerson, addProperty } from './pages/own-property';
import { bulkBar, Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

test('the list of masters is filtered, sorted and shared by its address', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Filter House', { rooms: 6 });
  const anna = addPerson(desk, 'anna@filter.example', 3).account;
  property.rooms.forEach(({ door, channel }, index) => {
    setMaster(desk.simulator.cloud, { gid: door.gid, channel }, index < 2 ? anna : null);
  });
  await enter(desk, context, property.manager);
  await page.goto('/masters');
  const table = new Table(page, 'Room masters');
  await expect(table.row(/101/)).toContainText(anna);
  await expect(table.row(/106/)).toContainText('No master');
  await table.filter('State', 'No master');
  await table.expectCount('4 rows');
  await expect(page).toHaveURL(/state=none/);
  await expect(table.rows()).toHaveCount(4);
  await table.sortBy('Room');
  await expect(page).toHaveURL(/dir=asc/);
  await table.sortBy('Room');
  await expect(page).toHaveURL(/dir=desc/);
  await expect.poll(() => table.column('Room')).toEqual(['106', '105', '104', '103']);
  const again = await context.newPage();
  await again.goto(page.url());
  await expect
    .poll(() => new Table(again, 'Room masters').column('Room'))
    .toEqual(['106', '105', '104', '103']);
  await table.clearFilters();
  await table.expectCount('6 rows');
  await table.search(anna);
  await table.expectCount('2 rows');
  await page.reload();
  await table.expectCount('2 rows');
});

test('selection goes on over pages, and "all that match" follows the filter', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Select House', { rooms: 230 });
  await enter(desk, context, property.manager);
  await page.goto('/masters');
  const table = new Table(page, 'Room masters');
  await table.expectCount('200 of 230');
  await table.tickAllLoaded();
  await expect(bulkBar(page)).toContainText('200 selected');
  await bulkBar(page).getByRole('button', { name: 'Select all 230 that match' }).click();
  await expect(bulkBar(page)).toContainText('All 230 that match are selected');
  await table.rows().nth(1).getByRole('checkbox').uncheck();
  await expect(bulkBar(page)).toContainText('229 selected');
  // A selection does not survive a change of the filter.
  await table.search('105');
  await expect(bulkBar(page)).toHaveCount(0);
});

test('columns, their order and density are remembered', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Columns House');
  await enter(desk, context, property.manager);
  await page.goto('/masters');
  const titles = async () =>
    (await page.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  const before = await titles();
  await page.getByRole('button', { name: 'Display' }).click();
  const view = page.getByRole('dialog', { name: 'Display' });
  await view.getByLabel('Building', { exact: true }).uncheck();
  await view.getByRole('button', { name: 'Move State earlier' }).click();
  await view.getByLabel('Compact').check();
  await page.keyboard.press('Escape');
  const after = await titles();
  expect(after).not.toContain('Building');
  expect(after.indexOf('State')).toBeLessThan(before.indexOf('State'));
  await page.reload();
  await expect.poll(titles).toEqual(after);
});

test.describe('an export is exactly what the filter shows', () => {
  test('as CSV, Excel and JSON lines, with formulas defused', async ({
    page,
    desk,
    context,
    allowConsole,
  }) => {
    // The first file of digits asks for the password.
    allowConsole(/403/);
    const property = addProperty(desk, '=Export House', { rooms: 4 });
    const names = ['=1+1', '+SUM(A1)', 'Müller, "Anna"', '水管工'];
    property.rooms.forEach(({ door, channel }, index) => {
      putCode(desk.simulator.cloud, {
        gid: door.gid,
        channel,
        creator: property.manager.account,
        name: names[index] ?? '',
        from: { date: 20240101, time: 0 },
        to: index === 3 ? { date: 20240102, time: 0 } : { date: 20391231, time: 235959 },
      });
    });
    await enter(desk, context, property.manager);
    await page.goto('/doorcodes');
    const table = new Table(page, 'Doorcodes');
    await expect(table.rows()).toHaveCount(4);
    await table.filter('State', 'Live');
    await table.expectCount('3 rows');

    const saving = table.export('CSV');
    await typePasswordAgain(page, property.manager);
    const csv = await saving;
    expect(csv.name).toMatch(/^doordesk-doorcodes.*\.csv$/);
    expect(csv.content.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const rows = parse(csv.content, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows.map((row) => row.Name).sort()).toEqual(["'+SUM(A1)", "'=1+1", 'Müller, "Anna"']);
    for (const row of rows) {
      expect(row.Building).toBe("'=Export House");
      expect(row.Digits).toMatch(/^\d{4} \d{4}$/);
      expect(row.Clock).toMatch(/^UTC/);
    }

    const xlsx = await table.export('Excel (XLSX)');
    expect(xlsx.name).toMatch(/\.xlsx$/);
    const [sheet] = (await readXlsx(xlsx.content)).sheets;
    const cells = (sheet?.rows ?? []).map((row) => row.map(String));
    expect(cells).toHaveLength(4);
    for (const [, digits] of cells.slice(1)) expect(digits).toMatch(/^\d{8}$/);
    expect(cells.flat().filter((text) => /1\+1|SUM|Müller/.test(text))).toHaveLength(3);

    const json = await table.export('JSON lines');
    const lines = json.content.toString('utf8').trim().split('\n');
    expect(lines).toHaveLength(3);
    const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    // JSON lines are not run as formulas, so names stay as they are.
    expect(objects.map((object) => object.name).sort()).toEqual(['+SUM(A1)', '=1+1', 'Müller, "Anna"']);

    await page.goto('/audit?q=doorcodes');
    await expect(page.getByRole('row').filter({ hasText: 'Export doorcodes' })).toHaveCount(4);
    await expect(
      page.getByRole('row').filter({ hasText: 'Export doorcodes' }).filter({ hasText: 'Held back' }),
    ).toHaveCount(1);
  });
});

test('a cold building fills while one looks, and neither page nor scrolling waits for it', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Cold House', { rooms: 40 });
  await enter(desk, context, property.manager);
  desk.simulator.faults.set({ latencyMs: 150 });
  await page.goto(`/buildings/${encodeURIComponent(property.building)}`);
  const table = new Table(page, 'Rooms');
  // The device list gives the labels in the first paint.
  await expect(table.rows()).toHaveCount(40);
  // The archive brings the last event of a room, and this test does not wait for it.
  for (const column of ['Room master', 'Sub-masters', 'Own live codes']) {
    await expect.poll(async () => (await table.column(column)).join(' ')).not.toContain('Not read yet');
  }
  expect(callsOf(desk, 'GetMainer', property.manager.account).length).toBeGreaterThanOrEqual(40);
  expect(callsOf(desk, 'ShareList', property.manager.account).length).toBeGreaterThanOrEqual(40);
});

test('a building keeps its address, notes, zone and its doors’ names', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, "O'Details & Co", { rooms: 3, doors: 2 });
  await enter(desk, context, property.manager);
  await page.goto('/buildings');
  await new Table(page, 'Buildings')
    .row(/O'Details & Co/)
    .getByRole('link')
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("O'Details & Co");
  const about = page.getByRole('region', { name: 'About the building' });
  await about.getByRole('button', { name: 'Edit details' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('1 Harbour Road\nHong Kong');
  await dialog.getByLabel('Notes').fill('<b>Fuse box</b> in the cellar');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(about).toContainText('<b>Fuse box</b> in the cellar');

  await about.getByRole('button', { name: 'Change time zone' }).click();
  await dialog.getByLabel('Search zone').fill('berlin');
  await dialog.getByRole('radio', { name: 'Europe/Berlin' }).check();
  await dialog.getByRole('button', { name: 'Use Europe/Berlin' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(about).toContainText(/Europe\/Berlin \(UTC\+0[12]:00\) · Chosen here/);

  const doors = page.getByRole('region', { name: 'Doors', exact: true });
  await doors
    .getByRole('button', { name: /^Edit door/ })
    .first()
    .click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(doors.getByRole('button', { name: /^Edit door/ }).first()).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByRole('textbox', { name: /^Name/ }).fill('Courtyard');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(doors).toContainText('Courtyard');
  await page.reload();
  await expect(about).toContainText('1 Harbour Road');
  await expect(doors).toContainText('Courtyard');
});

test('a printed list has exact times and no boxes for ticks', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Paper House', { rooms: 2 });
  await enter(desk, context, property.manager);
  await page.goto('/audit');
  await expect(page.getByRole('main')).toContainText(/now|ago/);
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  const exact = /\d{4}, \d\d:\d\d:\d\d · .*UTC/;
  await expect(page.getByRole('main').locator('time').first()).toHaveText(exact);
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await expect(page.getByRole('main').locator('time').first()).toHaveText(/now|ago/);

  // Browsers that only switch to the styles for paper.
  await page.emulateMedia({ media: 'print' });
  for (const time of await page.getByRole('main').locator('time').all()) await expect(time).toHaveText(exact);
  await page.emulateMedia({ media: 'screen' });
  await expect(page.getByRole('main').locator('time').first()).toHaveText(/now|ago/);

  await page.goto('/masters');
  const table = new Table(page, 'Room masters').element;
  await expect(table.getByRole('checkbox')).toHaveCount(3);
  await page.emulateMedia({ media: 'print' });
  await expect(table.getByRole('checkbox')).toHaveCount(0);
  await expect(table.locator('col').first()).toBeHidden();
});

test('a mouse reaches the filters that do not fit in their line', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Narrow House', { rooms: 2 });
  await enter(desk, context, property.manager);
  await page.setViewportSize({ width: 900, height: 900 });
  await page.goto('/events?from=2026-02-03T22:15&to=2026-02-04T05:45');
  const strip = page.getByRole('search');
  const right = strip.getByRole('button', { name: 'Show the filters on the right' });
  const left = strip.getByRole('button', { name: 'Show the filters on the left' });
  await expect(left).toBeHidden();
  await right.click();
  await expect(left).toBeVisible();
  const last = strip.getByRole('button', { name: 'Clear filters' });
  await expect(async () => {
    if (await right.isVisible()) await right.click();
    await expect(last).toBeInViewport({ ratio: 1 });
    await expect(right).toBeHidden({ timeout: 500 });
  }).toPass();
});

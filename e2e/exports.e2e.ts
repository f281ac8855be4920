import { readFileSync } from 'node:fs';
import pg from 'pg';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { Table } from './pages/table';

test('an export is found in the list of files, shows its sum at the side, and is deleted for good', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Exports House', { rooms: 1, visitsPerDay: 6 });
  await enter(desk, context, property.manager);
  await page.goto('/events');
  await new Table(page, 'Door events').export('CSV');
  await page.goto('/exports');
  const files = new Table(page, 'Files');
  await files.expectCount('1 row');
  await files.filter('State', 'Failed');
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await files.clearFilters();
  await files.row(/csv/).getByRole('button').click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText(/[0-9a-f]{64}/);
  await expect(sheet).toContainText('All events');
  await expect(sheet.getByRole('link', { name: 'Manifest' })).toBeVisible();
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete this file' }).click();
  await expect(page.getByText('No exports yet')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('a scheduled export has a file for each day that was missed, with only that day’s events', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Schedule House', { rooms: 1, visitsPerDay: 12 });
  await enter(desk, context, property.manager);
  await page.goto('/exports');
  await page.getByRole('button', { name: 'Schedule an export' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('For the board');
  await dialog.getByLabel('Events in each file').selectOption('Events of the day before');
  await dialog.getByLabel('Format').selectOption('CSV');
  await dialog.getByLabel('Time zone').selectOption('Asia/Shanghai');
  await dialog.getByLabel('Files to keep').fill('0');
  await dialog.getByRole('button', { name: 'Save schedule' }).click();
  await expect(dialog.getByLabel('Files to keep')).toBeFocused();
  await dialog.getByLabel('Files to keep').fill('12');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save schedule' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('All events · the day before')).toBeVisible();

  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  await database.query(
    "update export_schedule set next_due = next_due - interval '3 days' where name = 'For the board'",
  );
  await database.end();
  const files = new Table(page, 'Files');
  await expect(async () => {
    await page.reload();
    await expect(files.rows().filter({ hasText: 'Done' })).toHaveCount(3, { timeout: 2_000 });
  }).toPass();
  const days = (await files.column('Name')).map((name) => /\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? '').sort();
  expect(Date.parse(days[2] ?? '') - Date.parse(days[0] ?? '')).toBe(2 * 86_400_000);
  let events = 0;
  for (const day of days) {
    const download = page.waitForEvent('download');
    await files.row(new RegExp(day)).getByRole('link', { name: 'Download' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\r\n')
      .slice(1);
    expect(lines.filter((line) => /\d{4}-\d\d-\d\d/.exec(line)?.[0] !== day)).toEqual([]);
    events += lines.length;
  }
  expect(events).toBeGreaterThan(0);
});

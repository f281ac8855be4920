import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { Table } from './pages/table';

test('an export is found in the list of files, shows its sum at the side, and is deleted for good', async ({
  page,
  desk,
  context,
}) => {
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

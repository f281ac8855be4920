import type { Locator, Page } from '@playwright/test';
import { putCode } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addPerson, addProperty, flatOf } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { bulkBar, Table } from './pages/table';

/** Presses Tab up to the button, over the times of the outcomes. */
async function tabTo(page: Page, button: Locator): Promise<void> {
  for (let presses = 0; presses < 3; presses++) {
    await page.keyboard.press('Tab');
    expect(await isLost(page)).toBe(false);
    if (await button.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(button).toBeFocused();
}

const isLost = (page: Page) => page.evaluate(() => document.activeElement === document.body);

test('the outcome of a change takes the focus, and Tab goes on to its buttons', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Outcome House', { rooms: 1, doors: 2 });
  const [front, back] = flatOf(property, '101');
  if (!front || !back) throw new Error('no flat with two doors');
  const anna = addPerson(desk, 'anna@outcome.example', 3).account;
  await enter(desk, context, property.manager);
  const room = new RoomPage(page);
  await room.open(front);
  desk.simulator.faults.next({ effect: 'status', status: 503, gid: back.door.gid, times: null });
  await room.master.getByRole('button', { name: 'Replace' }).press('Enter');
  await room.dialog.getByRole('textbox').fill(anna);
  await page.keyboard.press('Enter');
  const heading = room.dialog.locator('[role=status] > p').first();
  await expect(heading).toBeFocused();
  const again = room.dialog.getByRole('button', { name: 'Try again at 1 door' });
  await tabTo(page, again);

  await page.keyboard.press('Enter');
  await expect(heading).toBeFocused();
  await expect(again).toBeVisible();
  desk.simulator.faults.clear();
  // The page behind the dialog is read again, which may take longer than a person waits.
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  await page.route(/_rsc=/, async (route) => {
    await held;
    await route.fallback();
  });
  await again.press('Enter');
  await expect(again).toHaveCount(0);
  await expect(heading).toBeFocused();
  await tabTo(page, room.dialog.getByRole('button', { name: 'Close' }).last());
  await page.keyboard.press('Enter');
  await expect(room.dialog).toBeHidden();
  release();
});

test('a filter that the keyboard clears leaves the focus at the filters', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Cleared House', { rooms: 2 });
  await enter(desk, context, property.manager);
  await page.goto('/masters?state=none');
  const filters = page.getByRole('search');
  await filters.getByRole('button', { name: 'Clear State' }).press('Enter');
  await expect(page).toHaveURL(/masters$/);
  await expect(filters.getByRole('button', { name: /^State/ })).toBeFocused();

  await page.goto('/masters?state=none');
  await filters.getByRole('button', { name: 'Clear filters' }).press('Space');
  await expect(page).toHaveURL(/masters$/);
  await expect(filters.locator('button:focus, input:focus')).toHaveCount(1);

  await page.goto('/masters?q=zzz');
  await page
    .getByRole('main')
    .locator('[data-panel]')
    .getByRole('button', { name: 'Clear filters' })
    .press('Enter');
  await expect(new Table(page, 'Room masters').rows()).toHaveCount(2);
  expect(await isLost(page)).toBe(false);
});

test('codes that are tried again, and an import, leave the focus at their result', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Result House', { rooms: 1 });
  await enter(desk, context, property.manager);
  desk.simulator.faults.next({ effect: 'answer', json: { re: 6 }, call: 'getQrCode', times: 1 });
  await page.goto('/doorcodes/new');
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('101 result');
  await page.getByRole('checkbox', { name: /101/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Guest');
  await page.getByRole('button', { name: /^Make/ }).press('Enter');
  await page.getByRole('button', { name: 'Try 1 again' }).press('Enter');
  await expect(page.getByRole('article', { name: 'Guest' })).toContainText('Room 101');
  await expect(page.getByRole('button', { name: /^Try/ })).toHaveCount(0);
  await expect(page.locator('[data-result]')).toHaveText('Confirmed');
  await expect(page.locator('[data-result]')).toBeFocused();

  await page.goto('/people/import');
  const list = ['Name,Building,Room', 'Ann,Result House,101'].join('\n');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await page.getByRole('button', { name: 'Import 1 row' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Choose another file' })).toBeVisible();
  await expect(page.locator('[data-result]')).toBeFocused();
});

test('a key that is taken back in its panel leaves the focus at undo, not at "Delete"', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Returned House', { rooms: 1 });
  await enter(desk, context, property.manager);
  await page.goto('/keys');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Hand out key' }).first().click();
  await dialog.getByLabel('Number', { exact: true }).fill('C-1');
  await dialog.getByLabel('Holder').fill('Caretaker');
  await dialog.getByRole('button', { name: 'Hand out' }).click();
  await expect(dialog).toHaveCount(0);
  await new Table(page, 'Keys').row(/C-1/).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Take back…' }).press('Enter');
  const confirm = page.getByRole('button', { name: 'Take back 1 key' });
  await expect(confirm).toBeEnabled();
  await confirm.press('Enter');
  await expect(confirm).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
});

test('the heading of a job that was just started has the focus', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Heading House', { rooms: 2 });
  for (const { door, channel } of property.rooms)
    putCode(desk.simulator.cloud, {
      ...{ gid: door.gid, channel, creator: property.manager.account, name: 'Old' },
      from: { date: 20240101, time: 0 },
      to: { date: 20391231, time: 235959 },
    });
  await enter(desk, context, property.manager);
  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.rows()).toHaveCount(2);
  await table.element.getByRole('checkbox', { name: /^Select the/ }).press('Space');
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).press('Enter');
  const confirm = page.getByRole('dialog').getByRole('button', { name: 'Revoke 2 doorcodes' });
  await expect(confirm).toBeEnabled();
  await confirm.press('Enter');
  await typePasswordAgain(page, property.manager);
  await expect(page).toHaveURL(/\/jobs\/.+/);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await expect(page.locator('[role=tooltip]:popover-open')).toHaveCount(0);
});

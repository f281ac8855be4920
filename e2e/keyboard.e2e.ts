import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { addTenants } from './pages/add-tenants';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { bulkBar, Table } from './pages/table';

test('a day without a mouse: palette, table, row, dialog and back', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Keyboard House', { rooms: 5 });
  await enter(desk, context, property.landlord);
  await page.goto('/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();

  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or start anything' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(palette).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('room masters');
  await expect(palette.getByRole('option', { name: 'Room masters' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room masters');

  const table = new Table(page, 'Room masters');
  await expect(table.rows()).toHaveCount(5);
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search room, door or account' })).toBeFocused();
  await table.rows().first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(table.row(/102/)).toBeFocused();
  await page.keyboard.press('Space');
  await expect(table.row(/102/).getByRole('checkbox')).toBeChecked();
  await page.keyboard.press('End');
  await expect(table.row(/105/)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room 105');

  const opener = page.getByRole('region', { name: 'Room master', exact: true }).getByRole('button').first();
  await opener.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(
      () => document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
    );
    expect(inside, 'the focus stays in the dialog').toBe(true);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(opener).toBeFocused();

  await page.getByRole('main').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Events');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});

/** A question can be confirmed once it names its object. A key pressed earlier goes to the button next to it. */
async function confirm(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name });
  await expect(button).toBeEnabled();
  await button.press('Enter');
}

test('the focus stays near what was deleted, and near what came back', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Focus House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  const dialog = page.getByRole('dialog');
  await addTenants(page, ['Ann Ng', 'Ben Ng', 'Cleo Ng']);
  const table = new Table(page, 'People');
  await expect(table.rows()).toHaveCount(3);
  const undo = page.getByRole('button', { name: 'Undo' });

  // In a panel, the focus goes to the undo button, then to the panel, then to the restored row.
  await table.row(/Ben/).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete' }).press('Enter');
  await confirm(page, 'Delete 1 person');
  await expect(dialog.getByText('This entry was deleted.')).toBeVisible();
  await expect(undo).toBeFocused();
  await expect(table.rows()).toHaveCount(2);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expect(table.rows()).toHaveCount(3);
  await expect(dialog.getByRole('button', { name: 'Close' }).first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(table.row(/Ben/)).toBeFocused();

  // Without undo, the focus goes to the row that follows.
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Delete' }).press('Enter');
  await confirm(page, 'Delete 1 person');
  await expect(table.rows()).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(table.row(/Cleo/)).toBeFocused();

  // With selected rows, the bar disappears and the list keeps the focus.
  await page.keyboard.press('Space');
  await bulkBar(page).getByRole('button', { name: 'Delete' }).press('Enter');
  await confirm(page, 'Delete 1 person');
  await expect(table.rows()).toHaveCount(1);
  await expect(table.row(/Ann/)).toBeFocused();
  await undo.press('Enter');
  await expect(table.rows()).toHaveCount(2);
  await expect(page.locator('tbody tr:focus')).toHaveCount(1);

  await page.getByRole('checkbox', { name: /^Select the 2 rows/ }).press('Space');
  await bulkBar(page).getByRole('button', { name: 'Delete' }).press('Enter');
  await confirm(page, 'Delete 2 people');
  await expect(page.getByText('No tenants yet')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add tenant' }).last()).toBeFocused();
  await undo.press('Enter');
  await expect(table.rows()).toHaveCount(2);
  await expect(page.locator('tbody tr:focus')).toHaveCount(1);
});

test('the palette finds buildings, rooms and people, and says when it finds nothing', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Palette House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/');
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or start anything' });
  await palette.getByRole('combobox').fill('palette');
  await expect(palette.getByRole('group', { name: 'Buildings' }).getByRole('option')).toHaveText([
    'Palette House',
  ]);
  await palette.getByRole('combobox').fill('102');
  await expect(palette.getByRole('group', { name: 'Rooms' }).getByRole('option')).toContainText(['102']);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room 102');
  await page.keyboard.press('ControlOrMeta+k');
  await palette.getByRole('combobox').fill('zzzz nobody');
  await expect(palette.getByRole('status')).toContainText('Nothing matches');
});

test('the palette shows no answer to a text that was typed before, and says that it searches', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Newer House', { rooms: 3 });
  await enter(desk, context, property.manager);
  let letNewerThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letNewerThrough = resolve;
  });
  await page.route('**/api/palette?q=newer+zz', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or start anything' });
  const field = palette.getByRole('combobox');
  const house = palette.getByRole('option', { name: 'Newer House', exact: true });
  await field.fill('newer');
  await expect(house).toBeVisible();
  await field.fill('newer zz');
  await expect(palette.getByText('Searching…').first()).toBeInViewport();
  await expect(house).toHaveCount(0);
  letNewerThrough();
  await expect(palette.getByRole('status')).toContainText('Nothing matches');
});

test('a list that is searched again begins at its top', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Long House', { rooms: 60 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  await page.keyboard.press('c');
  const field = page.getByRole('searchbox', { name: 'Find a room' });
  await expect(field).toBeFocused();
  const list = page.getByRole('group', { name: 'Rooms' }).getByRole('list');
  const scrollTop = () => list.evaluate((element) => element.scrollTop);
  await list.evaluate((element) => element.scrollTo(0, 400));
  await expect.poll(scrollTop).toBeGreaterThan(0);
  await field.fill('long');
  await expect.poll(scrollTop).toBe(0);
  // All that match, not only those in sight.
  await page.getByRole('button', { name: 'Choose all 60' }).click();
  await expect(page.getByText('60 rooms chosen')).toBeVisible();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByLabel('Floor').selectOption('Floor 2');
  await page.getByRole('button', { name: /^Choose all/ }).click();
  await expect(page.getByRole('button', { name: /^Remove room 2\d\d$/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Remove room (?!2)/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear', exact: true }).click();

  await page.keyboard.press('ControlOrMeta+k');
  const palette = page.getByRole('dialog', { name: 'Find or start anything' });
  // An arrow key pressed before the palette's code has loaded goes to the page.
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(palette.getByRole('option').first()).not.toBeInViewport();
  await palette.getByRole('combobox').fill('o');
  await expect(palette.getByRole('option').first()).toBeInViewport({ ratio: 1 });
});

test('filters and menus work with the keyboard only', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Filter Keys House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/masters');
  const filter = page.getByRole('search').getByRole('button', { name: /^State/ });
  await filter.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'State' }).getByRole('checkbox').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/state=none/);
  await page.keyboard.press('Escape');
  await expect(filter).toBeFocused();
  const menu = page.getByRole('button', { name: 'Export', exact: true });
  await menu.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Excel (XLSX)' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'CSV', exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
});

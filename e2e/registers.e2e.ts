import { expect, expectAccessible, test } from './fixtures';
import { addTenants } from './pages/add-tenants';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { bulkBar, Table } from './pages/table';

test('tenants are added, corrected, moved out and deleted, and no door hears of it', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'People House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  await expect(page.getByText(/register exists only in Doordesk/)).toBeVisible();
  const changes = () =>
    desk.simulator
      .log()
      .filter((entry) => entry.account === property.manager.account)
      .filter((entry) => !/^(sign|Get|ShareList)/.test(entry.call));

  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Email').fill('not an address');
  await dialog.getByRole('button', { name: 'Add tenant' }).click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Fill this in/);
  await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription(/name@example\.com/);
  await expect(dialog.getByLabel('Email')).toHaveValue('not an address');
  await expectAccessible(page);
  await dialog.getByLabel('Name', { exact: true }).fill('=Zoë <i>Ångström</i>');
  await dialog.getByLabel('Email').fill('zoe@people.example');
  await dialog.getByLabel('Room', { exact: true }).selectOption({ label: '102' });
  const movedIn = dialog.getByLabel('Moved in');
  await movedIn.fill('2025-02-01');
  // While a person types, the date in words stands above the browser's numbers.
  await expect(movedIn).toBeFocused();
  const words = await dialog.getByText('Feb 1, 2025', { exact: true }).boundingBox();
  const field = await movedIn.boundingBox();
  expect((words?.y ?? 0) + (words?.height ?? 0)).toBeLessThanOrEqual(field?.y ?? 0);
  await dialog.getByRole('button', { name: 'Add tenant' }).click();
  await expect(dialog).toHaveCount(0);
  const table = new Table(page, 'People');
  await expect(table.row(/Zoë/)).toContainText('=Zoë <i>Ångström</i>');

  await table.row(/Zoë/).getByRole('button', { name: /Zoë/ }).click();
  await dialog.getByRole('button', { name: 'Edit' }).click();
  const form = page.getByRole('dialog', { name: 'Edit tenant' });
  await form.getByLabel('Phone').fill('+86 138 0000 0000');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toHaveCount(0);
  await expect(dialog).toContainText('+86 138 0000 0000');

  // Everything outside an open panel is inert, so the undo button must be inside.
  const undo = page.getByRole('button', { name: 'Undo' });
  await dialog.getByRole('button', { name: 'Move out…' }).click();
  const moving = page.getByRole('dialog', { name: /move out/ });
  await moving.getByLabel('Move-out day').fill('2025-03-31');
  await moving.getByRole('button', { name: /^Move out 1 person on/ }).click();
  await expect(dialog.getByText('Feb 1, 2025 – Mar 31, 2025')).toBeVisible();
  await expect(undo).toBeVisible();
  await expectAccessible(page);
  await undo.click();
  await expect(page.getByText(/^The move-out of =Zoë .* was undone\.$/)).toBeVisible();
  await expect(dialog.getByText('since Feb 1, 2025')).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete 1 person' }).click();
  await expect(dialog.getByText('This entry was deleted.')).toBeVisible();
  await undo.focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Edit' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete 1 person' }).click();
  await expect(undo).toBeVisible();
  await page.keyboard.press('ControlOrMeta+z');
  await expect(dialog.getByRole('button', { name: 'Edit' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  await table.tick(/Zoë/);
  await bulkBar(page).getByRole('button', { name: 'Move out…' }).click();
  await dialog.getByLabel('Move-out day').fill('2025-03-31');
  await dialog.getByRole('button', { name: /^Move out 1 person on/ }).click();
  await expect(table.row(/Zoë/)).toContainText('Moved out');
  await table.tick(/Zoë/);
  await bulkBar(page).getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete 1 person' }).click();
  await expect(page.getByText('No tenants yet')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  // The message of the earlier undo may still be visible.
  await expect(page.getByText(/^=Zoë .* is back in the register\.$/).last()).toBeVisible();
  await expect(table.row(/Zoë/)).toContainText('Moved out');
  expect(changes()).toEqual([]);
});

test('ticked rows that a search has hidden are counted, shown, dropped and named before anything is done', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Ticked House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  const dialog = page.getByRole('dialog');
  await addTenants(page, ['Ann Ng', 'Ben Ng', 'Cleo Ng', 'Zoe Ode']);
  const table = new Table(page, 'People');
  for (const name of [/Ann Ng/, /Ben Ng/, /Cleo Ng/]) await table.tick(name);
  const bar = bulkBar(page);
  const search = page.getByRole('searchbox');
  await search.fill('Zoe');
  await expect(bar.getByRole('status')).toHaveText('3 selected, 3 not in this list');

  await bar.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByText('These are the 3 rows that you have selected.')).toBeVisible();
  await expect(table.row(/Ng/)).toHaveCount(3);
  await expect(table.row(/Zoe/)).toHaveCount(0);
  await expect(bar.getByRole('status')).toHaveText('3 selected');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(table.row(/Zoe/)).toHaveCount(1);

  await table.tick(/Zoe/);
  await expect(bar.getByRole('status')).toHaveText('4 selected, 3 not in this list');
  await bar.getByRole('button', { name: 'Delete' }).click();
  for (const name of ['Ann Ng', 'Ben Ng', 'Cleo Ng', 'Zoe Ode']) await expect(dialog).toContainText(name);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await bar.getByRole('button', { name: 'Deselect' }).click();
  await expect(bar.getByRole('status')).toHaveText('1 selected');
  await bar.getByRole('button', { name: 'Delete' }).click();
  await expect(dialog).toContainText('Zoe Ode');
  await expect(dialog).not.toContainText('Ng');
  await dialog.getByRole('button', { name: 'Delete 1 person' }).click();
  await expect(page.getByText(/^Zoe Ode .*was deleted\.$/)).toBeVisible();
  await search.fill('');
  await table.expectCount('3 rows');
});

test('a list is imported with a preview of every row: new, same, changed, invalid and why', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Import House', { rooms: 4 });
  await enter(desk, context, property.manager);
  await page.goto('/people/import');
  const file = (...lines: string[]) => ({
    name: 'tenants.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(['name,email,building,room,moved in', ...lines].join('\n')),
  });
  const choose = (...lines: string[]) => page.getByLabel('CSV file').setInputFiles(file(...lines));
  await choose('Ann,ann@import.example,Import House,101,2025-01-01', 'Bob,,Import House,102,');
  await expect(page.getByText('2 new, 0 changed')).toBeVisible();
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByText('2 people added, no one changed.')).toBeVisible();

  await page.getByRole('button', { name: 'Choose another file' }).click();
  await choose(
    'Ann,ann@import.example,Import House,101,2025-01-01',
    'Bob,bob@import.example,Import House,102,',
    'Cleo,,Import House,103,',
    'Dan,,Import House,999,',
    'Eve,,Import House,104,03/04/2026',
    ',,Import House,104,',
  );
  const rows = page.getByRole('region', { name: 'What would happen' });
  await expect(rows).toContainText('There is no such room');
  await expect(rows).toContainText('can be read as two days');
  await expect(rows).toContainText('Is missing.');
  await expect(page.getByText('1 new, 1 changed')).toBeVisible();
  await expect(page.getByText('3 rows cannot be used and will be left out.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await expect(page.getByText('1 person added, 1 changed.')).toBeVisible();
  await page.getByRole('link', { name: 'Show people' }).click();
  await new Table(page, 'People').expectCount('3 rows');

  await page.goto('/people/import');
  await page.getByLabel('CSV file').setInputFiles({
    name: 'tenants.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from([0, 1, 2, 3, 255, 254, 0, 0]),
  });
  await expect(page.getByLabel('CSV file')).toHaveAccessibleDescription(/.+/);
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
});

test('keys are handed out, taken back and reported lost', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Keys House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/keys');
  await expect(page.getByText(/a lost card still opens the door until it is removed/)).toBeVisible();
  const dialog = page.getByRole('dialog');
  for (const number of ['C-1', 'C-2']) {
    await page.getByRole('button', { name: 'Hand out key' }).first().click();
    await dialog.getByLabel('Number', { exact: true }).fill(number);
    await dialog.getByLabel('Holder').fill('Caretaker');
    await dialog.getByLabel('Deposit').fill('200.50');
    await dialog.getByRole('button', { name: 'Hand out' }).click();
    await expect(dialog).toHaveCount(0);
  }
  const table = new Table(page, 'Keys');
  await expect(table.rows()).toHaveCount(2);
  await page.getByRole('button', { name: 'Hand out key' }).first().click();
  await dialog.getByLabel('What it is').selectOption('pin');
  await expect(dialog.getByLabel('Number', { exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await table.tick(/C-1/);
  await bulkBar(page).getByRole('button', { name: 'Take back…' }).click();
  await dialog.getByRole('button', { name: 'Take back 1 key' }).click();
  await expect(table.row(/C-1/)).toContainText('Returned');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.row(/C-1/)).toContainText('Handed out');
  await table.row(/C-1/).getByRole('button', { name: /C-1/ }).click();
  await dialog.getByRole('button', { name: 'Take back…' }).click();
  await page.getByRole('button', { name: 'Take back 1 key' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText(/^The key of .* is as it was before\.$/).last()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(table.row(/C-1/)).toContainText('Handed out');
  await table.tick(/C-2/);
  await bulkBar(page).getByRole('button', { name: 'Report lost…' }).click();
  await dialog.getByRole('button', { name: 'Report 1 key lost' }).click();
  await expect(table.row(/C-2/)).toContainText('Lost');
  await table.filter('State', 'Lost');
  await table.expectCount('1 row');

  await table.tick(/C-2/);
  await bulkBar(page).getByRole('button', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete 1 key' }).click();
  await expect(table.row(/C-2/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(table.row(/C-2/)).toContainText('Lost');
});

test('the palette starts a new tenant, and a landlord records only tenants of their own rooms', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Own Rooms House', { rooms: 3 });
  const [mine, foreign] = property.rooms;
  if (!mine || !foreign) throw new Error('no rooms');
  foreign.landlord = null;
  await enter(desk, context, property.landlord);
  await page.goto('/');
  await page.keyboard.press('ControlOrMeta+k');
  await page.getByRole('combobox').fill('add a tenant');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Add tenant' });
  const choice = dialog.getByLabel('Room', { exact: true });
  await expect(choice).toBeVisible();
  const rooms = await choice.locator('option').allTextContents();
  expect(rooms).toContain(mine.label);
  expect(rooms).not.toContain(foreign.label);
});

test('a message never covers the title or the cross of a panel, and a long title is cut after two lines', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Messages House', { rooms: 1 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  const long = `Anna ${'Maria '.repeat(18)}Ivanova`;
  await addTenants(page, [long]);
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await page.reload();
    await new Table(page, 'People').row(/Anna/).getByRole('button', { name: /Anna/ }).click();
    const panel = page.locator('dialog[data-sheet]');
    await panel.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('dialog', { name: 'Edit tenant' });
    await form.getByLabel('Phone').fill(`+86 138 0000 ${width}`);
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toHaveCount(0);
    const message = panel.locator('[data-toasts] li').last();
    await expect(message).toBeVisible();
    const over = await message.boundingBox();
    const title = panel.getByRole('heading', { level: 2 });
    for (const part of [title, panel.getByRole('button', { name: 'Close' }).first()]) {
      const under = await part.boundingBox();
      if (!over || !under) throw new Error('a box is missing');
      const apart =
        over.x >= under.x + under.width ||
        under.x >= over.x + over.width ||
        over.y >= under.y + under.height ||
        under.y >= over.y + over.height;
      expect(apart, `${JSON.stringify({ width, over, under })}`).toBe(true);
    }
    const cut = title.locator('[data-clamped-title]');
    const lines = await cut.evaluate(
      (element) => element.clientHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
    );
    expect(Math.round(lines)).toBe(2);
    await expect(cut).toHaveAttribute('title', new RegExp(long));
    await cut.focus();
    const shown = await cut.evaluate((element) => element.scrollHeight - element.clientHeight);
    expect(shown, 'the focus shows the whole title').toBe(0);
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  }
});

import { expect, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enterMember, requireApproval } from './pages/enter-member';
import { enter } from './pages/entrance';
import { everyPage, strangersPages } from './pages/every-page';
import { addLink } from './pages/invitations';
import { addProperty, flatOf, roomAddress } from './pages/own-property';
import { Table } from './pages/table';
import { expectWhole, translate, useEverything, useRowPanel, useShell } from './pages/translated';

test('every page, panel and dialog stays whole while the browser translates it', async ({
  page,
  desk,
  context,
}) => {
  page.setDefaultTimeout(10_000);
  for (const path of strangersPages) {
    await page.goto(path);
    await translate(page);
    await page.locator('main button[type=submit]').first().click();
    await expectWhole(page);
  }
  const property = addProperty(desk, 'Translated House', { rooms: 3, doors: 2 });
  await enter(desk, context, property.manager);
  for (const { path, heading } of everyPage(property)) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await translate(page);
    await useEverything(page);
  }
  for (const path of ['/people', '/keys']) {
    await page.goto(path);
    await translate(page);
    await useRowPanel(page);
  }
  await useShell(page);
});

test('the pages about members stay whole while the browser of a member translates them', async ({
  page,
  desk,
  context,
}) => {
  page.setDefaultTimeout(10_000);
  const { manager } = addProperty(desk, 'Translated Office', { rooms: 1 });
  await enter(desk, context, manager);
  await page.goto('/connections');
  await page.getByRole('button', { name: 'Connect this account' }).click();
  await typePasswordAgain(page, manager);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  // The page asks for news by itself, and would be refused.
  await page.goto('about:blank');
  await context.clearCookies();
  for (const name of ['Ann', 'Ben']) await enterMember(desk, context, { of: manager, name });
  await addLink(desk, { account: manager.account, name: 'Cleo' });
  const token = await addLink(desk, { account: manager.account, name: 'Dan' });
  await requireApproval(desk, manager, 5);
  for (const { path, shows } of [
    { path: '/members', shows: 'Cleo' },
    { path: '/approvals', shows: 'Nothing waits for approval' },
    { path: '/connections', shows: 'Last good call' },
    { path: '/settings', shows: 'Signed in as Ben' },
    { path: `/invite/${token}`, shows: `${manager.account} invites you` },
  ]) {
    await page.goto(path);
    await expect(page.getByText(shows).first()).toBeVisible();
    await translate(page);
    await useEverything(page);
  }
});

test('a translated page sends, shows and reads again what it is asked for', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Sending House', { rooms: 2, doors: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const dialog = page.getByRole('dialog');

  await page.goto('/people');
  await translate(page);
  for (const name of ['Ada', 'Ben']) {
    await page.getByRole('button', { name: 'Add tenant' }).first().click();
    await dialog.getByRole('button', { name: 'Add tenant' }).click();
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Fill this in/);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Room', { exact: true }).selectOption({ label: '101' });
    await dialog.getByRole('button', { name: 'Add tenant' }).click();
    await expect(dialog).toHaveCount(0);
  }
  const table = new Table(page, 'People');
  await table.row(/Ada/).getByRole('button', { name: /Ada/ }).click();
  await dialog.getByRole('button', { name: 'Move out…' }).click();
  await page.getByRole('button', { name: /^Move out 1 person on/ }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByText('The move-out of Ada (101) was undone.')).toBeVisible();
  await page.keyboard.press('Escape');

  await page.goto('/people/import');
  await translate(page);
  const lines = ['name,building,room', 'Cleo,Sending House,102', 'Dan,Sending House,999'];
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name: 'tenants.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) });
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await expect(page.getByText(/1 person added/)).toBeVisible();
  await expectWhole(page);

  await page.goto(`/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`);
  await translate(page);
  await page.getByRole('button', { name: 'Clear' }).click();
  await page.getByRole('button', { name: /^Make/ }).click();
  await expect(page.getByText('Choose at least one room.')).toBeVisible();
  await page.getByRole('checkbox', { name: /^101/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Plumber');
  await page.getByRole('button', { name: /^Make/ }).click();
  await expect(page.getByRole('article', { name: 'Plumber' })).toHaveCount(2);
  await expectWhole(page);

  await page.goto(roomAddress(flat));
  await translate(page);
  await page.getByRole('button', { name: 'Read again' }).first().click();
  await expect(page.getByRole('button', { name: 'Read again' }).first()).toBeEnabled();
  await expectWhole(page);
});

test('a page that breaks says that the outcome is not known, and gives back what was typed', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/insertBefore|NotFoundError|Minified React error/);
  const property = addProperty(desk, 'Broken House', { rooms: 2 });
  await enter(desk, context, property.manager);
  await page.goto('/people');
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Zoë Ångström');
  await dialog.getByLabel('Room', { exact: true }).selectOption({ label: '102' });
  // Removes an element that React owns, in another way than a translation does.
  await dialog
    .getByRole('button', { name: 'Add tenant' })
    .evaluate((button) => button.firstElementChild?.replaceWith('Add tenant'));
  await dialog.getByRole('button', { name: 'Add tenant' }).click();
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  await expect(page.getByText(/check whether it was done/)).toBeVisible();
  await expect(page.getByText('Zoë Ångström', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('Zoë Ångström');
  await expect(dialog.getByLabel('Room', { exact: true }).locator('option:checked')).toHaveText('102');
});

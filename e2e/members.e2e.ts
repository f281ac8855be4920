import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';
import { addAuthenticator } from './pages/authenticator';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addPerson, addProperty, type Person } from './pages/own-property';

/** Returns the link, which the page shows once. `asked`: whose password it asks for first. */
async function invite(page: Page, name: string, building: string, asked?: Person): Promise<string> {
  await page.goto('/members');
  await page.getByRole('button', { name: 'Invite a member' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Start from').selectOption('caretaker');
  await dialog.getByLabel('Add a building').selectOption(building);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Make invitation' }).click();
  if (asked) await typePasswordAgain(page, asked);
  const shown = page.getByRole('dialog', { name: `Invitation for ${name}` });
  await expect(shown).toContainText('No mail was sent, because no address was given.');
  const address = await shown.getByLabel('Link').inputValue();
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('region', { name: 'Open invitations' })).toContainText(name);
  return address;
}

test('a caretaker is invited, issues a code in their building, finds no other, and is removed', {
  tag: '@journey',
}, async ({ page, desk, context, browser }) => {
  const own = addProperty(desk, 'Caretaker House');
  addProperty(desk, 'Hidden House');
  const manager = addPerson(desk, 'both@caretaker-house.example', 1, ['Caretaker House', 'Hidden House']);
  await enter(desk, context, manager);
  await page.goto('/connections');
  await page.getByRole('button', { name: 'Connect this account' }).click();
  await typePasswordAgain(page, manager);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();

  const address = await invite(page, 'Carl', 'Caretaker House');
  expect(address).toContain(`${desk.url}/invite/`);
  const theirs = await browser.newContext({ baseURL: desk.url });
  const carl = await theirs.newPage();
  await addAuthenticator(theirs, carl);
  await carl.goto(address);
  await carl.getByRole('button', { name: 'Make a passkey' }).click();
  await expect(carl).toHaveURL(`${desk.url}/`);

  await carl.goto('/doorcodes/new');
  await carl.getByRole('searchbox', { name: 'Find a room' }).fill('102');
  await carl.getByRole('checkbox', { name: /102/ }).check();
  await expect(carl.getByRole('checkbox', { name: /Hidden House/ })).toHaveCount(0);
  await carl.getByRole('textbox', { name: 'Name' }).fill('Plumber');
  await carl.getByText('One week', { exact: true }).click();
  await carl.getByRole('button', { name: 'Make the doorcode' }).click();
  await expect(carl.getByRole('heading', { level: 1, name: 'Doorcode “Plumber”' })).toBeVisible();
  await expect(carl.getByRole('article', { name: 'Plumber' })).toBeVisible();
  const [flat] = own.rooms.filter(({ label }) => label === '102');
  const codes = desk.simulator.cloud.world.codesOf(flat?.door.gid ?? '', flat?.channel ?? 0);
  expect(codes.map(({ name }) => name)).toContain('Plumber');
  expect((await carl.goto('/buildings/Hidden%20House'))?.status()).toBe(404);
  expect((await carl.goto('/members'))?.status()).toBe(404);

  await page.goto('/members');
  const roster = page.getByRole('region', { name: 'Members' });
  await expect(roster).toContainText('Caretaker in Caretaker House');
  await roster.getByRole('button', { name: 'Actions for Carl' }).click();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'See as Carl' }).click();
  await expect(page.getByText('You see the desk as Carl would')).toBeVisible();
  await page.goto('/buildings');
  await expect(page.getByRole('link', { name: 'Caretaker House' })).toBeVisible();
  await expect(page.getByText('Hidden House')).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Stop seeing as / }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible();
  await expect(page.getByText('You see the desk as Carl would')).toHaveCount(0);

  await roster.getByRole('button', { name: 'Actions for Carl' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove Carl' }).click();
  await expect(roster).not.toContainText('Carl');
  // The open page is covered, and leads to the reason.
  await carl.getByRole('dialog').getByRole('link', { name: 'Sign in again' }).click();
  await expect(carl).toHaveURL(/\/login\?.*ended=removed/);
  await expect(carl.getByText('You are no longer a member of this workspace.')).toBeVisible();
  await theirs.close();
});

test('a member of two workspaces switches between them without signing in', async ({
  page,
  desk,
  context,
  browser,
}) => {
  const houses = ['North Switch House', 'South Switch House'];
  const managers = houses.map((house) => addProperty(desk, house, { rooms: 1 }).manager);
  const theirs = await browser.newContext({ baseURL: desk.url });
  const mia = await theirs.newPage();
  await addAuthenticator(theirs, mia);
  for (const [index, house] of houses.entries()) {
    const manager = managers[index];
    if (!manager) throw new Error('no manager');
    await enter(desk, context, manager);
    await mia.goto(await invite(page, 'Mia', house, manager));
    await mia.getByRole('button', { name: index === 0 ? 'Make a passkey' : 'Join with my sign-in' }).click();
    await expect(mia).toHaveURL(`${desk.url}/`);
    // The page asks for news by itself, and would be refused.
    await page.goto('about:blank');
    await context.clearCookies();
  }
  for (const [index, house] of [...houses.entries(), ...houses.entries()]) {
    const { account = '' } = managers[index] ?? {};
    await mia.goto('/buildings');
    await mia.getByRole('button', { name: /Mia/ }).click();
    await mia.getByRole('menuitemradio', { name: account }).click();
    await mia.waitForURL(`${desk.url}/`);
    await mia.goto('/buildings');
    await expect(mia.getByRole('link', { name: house })).toBeVisible();
    await expect(mia.getByRole('link', { name: houses[1 - index] ?? '' })).toHaveCount(0);
  }

  // A tab that was left open in the workspace before is covered, and leads to this one.
  const stale = await theirs.newPage();
  await stale.goto('/buildings');
  await expect(stale.getByRole('link', { name: houses[1] ?? '' })).toBeVisible();
  await mia.getByRole('button', { name: /Mia/ }).click();
  await mia.getByRole('menuitemradio', { name: managers[0]?.account ?? '' }).click();
  await mia.waitForURL(`${desk.url}/`);
  await expect(stale.getByText('This tab shows another workspace or person').first()).toBeVisible();
  await expect(stale.getByRole('link', { name: houses[1] ?? '' })).toBeHidden();
  await stale.getByRole('link', { name: 'Go to the current workspace' }).click();
  await stale.goto('/buildings');
  await expect(stale.getByRole('link', { name: houses[0] ?? '' })).toBeVisible();
  await theirs.close();
});

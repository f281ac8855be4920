import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addPerson, addProperty } from './pages/own-property';
import { Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

/** Opens a page whose scripts are held back until `release`, as on a slow line. */
async function openUnready(
  page: Page,
  path: string,
  heading: string,
): Promise<{ release: () => Promise<void> }> {
  const gate = Promise.withResolvers<void>();
  const scripts = /\/_next\/static\/.*\.js/;
  await page.route(scripts, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.evaluate((to) => location.assign(to), path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  return {
    release: async () => {
      expect(await page.evaluate(() => document.documentElement.dataset.ready)).toBeUndefined();
      gate.resolve();
    },
  };
}

test.beforeEach(async ({ page, desk }) => {
  await page.goto(`${desk.url}/login`);
});

test('what is typed for the palette before the page listens is not lost', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Early House', { rooms: 3 });
  await enter(desk, context, property.manager);
  const early = await openUnready(page, '/masters', 'Room masters');
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('102x');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await early.release();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room 102');
});

test('what is typed while the palette itself is loading is not lost', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Lazy House', { rooms: 3 });
  await enter(desk, context, property.manager);
  await page.goto('/masters');
  const gate = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('lazy h');
  gate.resolve();
  const palette = page.getByRole('dialog', { name: 'Find or start anything' });
  await expect(palette.getByRole('combobox')).toHaveValue('lazy h');
  await expect(palette.getByRole('option', { name: 'Lazy House', exact: true })).toHaveAttribute(
    'aria-selected',
    'true',
  );
});

test('letters that go to pages, searches, ticks and buttons are kept until the page listens', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Hasty House', { rooms: 3 });
  await enter(desk, context, property.manager);
  let early = await openUnready(page, '/masters', 'Room masters');
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await early.release();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People');

  early = await openUnready(page, '/people?new=', 'People');
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  await early.release();
  await expect(page.getByRole('dialog', { name: 'Add tenant' })).toBeVisible();

  early = await openUnready(page, '/masters', 'Room masters');
  await page.keyboard.press('/');
  await page.keyboard.type('102');
  await expect(page.getByRole('searchbox')).toHaveValue('102');
  await early.release();
  await expect(page).toHaveURL(/q=102/);
  const table = new Table(page, 'Room masters');
  await expect(table.rows()).toHaveCount(1);

  early = await openUnready(page, '/masters', 'Room masters');
  await table.tick(/103/);
  await page
    .getByRole('search')
    .getByRole('button', { name: /^State/ })
    .click();
  await early.release();
  await expect(page.getByRole('dialog', { name: 'State' })).toBeVisible();
  await expect(page.getByRole('region', { name: '1 selected' })).toBeVisible();
});

test('a file that is chosen before the page listens is looked at', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Prompt House', { rooms: 1 });
  await enter(desk, context, property.manager);
  const early = await openUnready(page, '/people/import', 'Import tenants');
  await page.getByLabel('CSV file').setInputFiles({
    name: 'tenants.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('name,building,room\nAnna Early,Prompt House,101\n'),
  });
  await early.release();
  await expect(page.getByText('Anna Early')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import 1 row' })).toBeEnabled();
});

test('what is typed before a form for strangers listens is what it sends', async ({ page, desk }) => {
  const { account } = addPerson(desk, 'early@forgot.example', 3);
  let early = await openUnready(page, '/forgot-password', 'Forgot password');
  await page.getByLabel('Account').fill(account);
  await early.release();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Sent', { exact: true })).toBeVisible();
  await expect(page.getByText(account)).toBeVisible();
  expect(callsOf(desk, 'Resetpwd', account)).toHaveLength(1);

  const email = 'early@sign-up.example';
  early = await openUnready(page, '/register', 'Sign up');
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('four words of my own');
  await early.release();
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Strength/);
  await page.getByLabel('Password again').fill('four words of my own');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await expect(page.getByText('You have signed up', { exact: true })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
});

test('a menu that the browser opened before anybody listened has its entries', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Swift House', { rooms: 1 });
  await enter(desk, context, property.manager);
  const early = await openUnready(page, '/masters', 'Room masters');
  // A press between React's taking the button over and its effects does this and nothing else.
  await page.getByRole('button', { name: /^Account/ }).evaluate((button) => {
    document.getElementById(button.getAttribute('popovertarget') ?? '')?.showPopover();
  });
  await early.release();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeHidden();
});

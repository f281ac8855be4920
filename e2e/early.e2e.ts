import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { settled } from './interactive';
import { enterMember } from './pages/enter-member';
import { enter, LoginPage } from './pages/entrance';
import { addPerson, addProperty } from './pages/own-property';
import { Table } from './pages/table';
import { useEverything, wrapTexts } from './pages/translated';
import { callsOf } from './pages/vendor-calls';

/** Opens a page whose scripts wait until `release`, as on a slow connection. */
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

test('a sign-in that is sent before hydration signs in', async ({ page, desk }) => {
  const who = addPerson(desk, 'early@sign-in.example', 1);
  const early = await openUnready(page, '/login?from=/settings', 'Sign in');
  await new LoginPage(page).signIn(who);
  await expect(page).toHaveURL(/\/login/);
  await early.release();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  expect(callsOf(desk, 'sign', who.account)).toHaveLength(1);
});

test('a sign-in that is sent before hydration and refused keeps account and role', async ({
  page,
  desk,
  allowConsole,
}) => {
  // next-auth answers a refused sign-in with 401, and Chromium logs that.
  allowConsole(/401/);
  const who = addPerson(desk, 'early@refused.example', 2);
  const early = await openUnready(page, '/login', 'Sign in');
  await new LoginPage(page).signIn({ ...who, password: 'a wrong one' });
  await early.release();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByLabel('Account')).toHaveValue(who.account);
  await expect(page.getByRole('radio', { name: 'Landlord or room master' })).toBeChecked();
});

test('a doorcode that is ordered before hydration is made once', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Early Code House', { rooms: 1 });
  const [flat] = property.rooms;
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const address = `/doorcodes/new?gid=${flat.door.gid}&channel=${flat.channel}`;
  const early = await openUnready(page, address, 'New doorcode');
  await page.getByRole('textbox', { name: 'Name' }).fill('Early bird');
  await page.getByRole('button', { name: 'Make the doorcode' }).click();
  await early.release();
  await expect(page.getByRole('heading', { level: 1, name: 'Doorcode “Early bird”' })).toBeVisible();
  expect(callsOf(desk, 'getQrCode', property.manager.account)).toHaveLength(1);
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

test('what is searched for and ticked before hydration counts', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Hasty House', { rooms: 3 });
  await enter(desk, context, property.manager);
  const table = new Table(page, 'Room masters');
  let early = await openUnready(page, '/masters', 'Room masters');
  await page.getByRole('searchbox').fill('102');
  await early.release();
  await expect(page).toHaveURL(/q=102/);
  await expect(table.rows()).toHaveCount(1);

  early = await openUnready(page, '/masters', 'Room masters');
  await table.tick(/103/);
  await early.release();
  await expect(page.getByRole('region', { name: '1 selected' })).toBeVisible();
});

test('a file that is chosen before hydration is looked at', async ({ page, desk, context }) => {
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
  await expect(page.getByText('The cloud has received your request', { exact: true })).toBeVisible();
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
  await expect(page.getByText('The cloud has received your sign-up', { exact: true })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
});

test('a menu that the browser opened before its script ran has its entries', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Swift House', { rooms: 1 });
  await enter(desk, context, property.manager);
  const early = await openUnready(page, '/masters', 'Room masters');
  // A press after React took the button over, and before its effects ran, does only this.
  await page.getByRole('button', { name: /^Account/ }).evaluate((button) => {
    document.getElementById(button.getAttribute('popovertarget') ?? '')?.showPopover();
  });
  await early.release();
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeHidden();
});

test('a page that the browser translates before hydration is made again, and works', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  // React finds other words than its own, reports that, and makes the elements again.
  allowConsole(/React error #418/);
  const { manager } = addProperty(desk, 'Foreign House', { rooms: 1 });
  await enter(desk, context, manager);
  await context.clearCookies();
  await enterMember(desk, context, { of: manager, name: 'Ann' });
  for (const { path, heading } of [
    { path: '/members', heading: 'Members' },
    { path: '/approvals', heading: 'Approvals' },
    { path: '/settings', heading: 'Settings' },
  ]) {
    const early = await openUnready(page, path, heading);
    await wrapTexts(page, { foreign: true });
    await expect(page.getByRole('heading', { level: 1 })).not.toHaveText(heading);
    await early.release();
    await settled(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await useEverything(page);
  }
});

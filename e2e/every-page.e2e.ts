import type { Cookie, Page } from '@playwright/test';
import { putCode, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { caretakerOf, enterMember, joinElsewhere, parkConnection, seeAs } from './pages/enter-member';
import { enter } from './pages/entrance';
import { everyPage, pageNames, pageNamesOf, strangersPages } from './pages/every-page';
import { addLink } from './pages/invitations';
import { englishLeftOvers } from './pages/left-overs';
import { addPerson, addProperty, flatOf, type Property } from './pages/own-property';

// A spreadsheet would run it as a formula. It has a right-to-left part.
const building = `=Sweep & "Söhne" برج`;
const caretaker = caretakerOf(building);

let property: Property;
let cookies: Cookie[];
let caretakersCookies: Cookie[];

test.beforeAll(async ({ desk, browser }) => {
  property = addProperty(desk, building, { rooms: 12, doors: 2 });
  const { cloud } = desk.simulator;
  addPerson(desk, 'sweep.master@own.example', 3);
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('no room 101');
  setMaster(cloud, { gid: room.door.gid, channel: room.channel }, 'sweep.master@own.example');
  putCode(cloud, {
    gid: room.door.gid,
    channel: room.channel,
    creator: property.manager.account,
    name: 'Plumber',
    from: { date: 20200101, time: 0 },
    to: { date: 20391231, time: 235959 },
  });
  const context = await browser.newContext();
  await enter(desk, context, property.manager);
  cookies = await context.cookies();
  const page = await context.newPage();
  await page.goto(`${desk.url}/connections`);
  await page.getByRole('button', { name: 'Connect this account' }).click();
  await typePasswordAgain(page, property.manager);
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  // The page asks for news by itself, and would be refused.
  await page.close();
  await context.clearCookies();
  await enterMember(desk, context, { of: property.manager, name: 'Carl', grants: caretaker });
  caretakersCookies = await context.cookies();
  await context.close();
});

async function expectNoSidewaysScroll(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  const sizes = () =>
    page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
  await expect.poll(sizes, `${width} px wide, too much to the side`).toBeLessThanOrEqual(0);
}

/** Waits until the page has fetched everything. `networkidle` never comes on a page with an open stream. */
async function expectSettled(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]:not(tr)')).toHaveCount(0);
}

async function examine(page: Page, path: string, heading: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  await page.goto(path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
  await expect(page.getByRole('main')).toHaveCount(1);
  await expect(page).toHaveTitle(/Doordesk/);
  await expectSettled(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page, 768);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoSidewaysScroll(page, 390);
  await expectAccessible(page);

  await page.setViewportSize({ width: 1440, height: 900 });
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name: 'doordesk-locale', value: 'zh', url: origin }]);
  await page.goto(path);
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expectSettled(page);
  expect(await englishLeftOvers(page)).toEqual([]);
  await expectNoSidewaysScroll(page, 390);
}

async function examineNamed(page: Page, name: string): Promise<void> {
  const found = everyPage(property).find((one) => one.name === name);
  if (!found) throw new Error(`no page is called ${name}`);
  await examine(page, found.path, found.heading);
}

for (const name of pageNames) {
  test(`${name}: accessible, no wider than the screen, light and dark, in both languages`, async ({
    page,
    context,
  }) => {
    await context.addCookies(cookies);
    await examineNamed(page, name);
  });
}

for (const name of pageNamesOf(caretaker)) {
  test(`${name} of a caretaker: accessible, no wider than the screen, light and dark, in both languages`, async ({
    page,
    context,
  }) => {
    await context.addCookies(caretakersCookies);
    await examineNamed(page, name);
  });
}

test('a caretaker whose connection is parked, and an owner who sees as one, in both languages', async ({
  page,
  context,
  desk,
  allowConsole,
}) => {
  allowConsole(/404/);
  await context.addCookies(caretakersCookies);
  for (const name of pageNames.filter((one) => !pageNamesOf(caretaker).includes(one))) {
    const found = everyPage(property).find((one) => one.name === name);
    const answer = await page.goto(found?.path ?? '');
    expect(answer?.status(), name).toBe(404);
    await expect(page.getByRole('heading', { level: 1 }), name).toHaveText('There is nothing here');
  }
  await parkConnection(desk, property.manager);
  await examine(page, '/', 'Overview');
  await expect(page.getByText(`云端拒绝了 ${property.manager.account} 的密码`)).toBeVisible();

  // The page asks for news by itself, and would be refused.
  await page.goto('about:blank');
  await context.clearCookies();
  await enter(desk, context, property.manager);
  await seeAs(desk, { of: property.manager, name: 'Carl' });
  for (const [path, heading] of [
    ['/', 'Overview'],
    [`/buildings/${encodeURIComponent(building)}`, building],
  ] as const) {
    await context.clearCookies({ name: 'doordesk-locale' });
    await examine(page, path, heading);
    await expect(page.getByRole('button', { name: '停止以 Carl 的身份查看' })).toBeVisible();
  }
});

test('a one-time link in each of its states: accessible, in both languages', async ({
  page,
  context,
  desk,
  allowConsole,
}) => {
  allowConsole(/404/);
  const { account } = property.manager;
  const open = async (heading: string, link: Partial<Parameters<typeof addLink>[1]>) => {
    await context.clearCookies({ name: 'doordesk-locale' });
    const token = await addLink(desk, { account, name: 'Carl', building, ...link });
    await examine(page, `/invite/${token}`, heading);
  };
  await open('You are invited', {});
  await open('A new way to sign in', { purpose: 'recovery' });
  for (const ended of ['used', 'revoked', 'expired'] as const)
    await open('This link does not work', { ended });
  // A member accepts as themselves. One of several workspaces gets no new way to sign in from an owner of one.
  const name = `Mia ${building}`;
  await enterMember(desk, context, { of: property.manager, name, grants: caretaker });
  await open('You are invited', {});
  await joinElsewhere(desk, name);
  await open('A new way to sign in', { purpose: 'recovery', name });
});

for (const path of strangersPages) {
  test(`${path}: accessible, no wider than the screen, light and dark, in both languages`, async ({
    page,
  }) => {
    const headings = { '/login': 'Sign in', '/register': 'Sign up', '/forgot-password': 'Forgot password' };
    await examine(page, path, headings[path]);
  });
}

test('a text of ours that was left in English would be found', async ({ page, context }) => {
  await context.addCookies(cookies);
  await page.goto('/masters');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room masters');
  await expectSettled(page);
  await expect(page.getByText('No master').first()).toBeVisible();
  expect(await englishLeftOvers(page)).toEqual(
    expect.arrayContaining(['Room masters', 'Export', 'No master']),
  );
});

test('what is not there says so, within the desk, in both languages', async ({
  page,
  context,
  allowConsole,
}) => {
  allowConsole(/404/);
  await context.addCookies(cookies);
  await examine(page, '/nowhere/at/all', 'There is nothing here');
});

test('a filter that nothing matches says so, and a click brings the rows back', async ({ page, context }) => {
  await context.addCookies(cookies);
  await page.goto('/masters?q=nobody-is-called-this');
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('table', { name: 'Room masters' })).toBeVisible();
  await expect(page).toHaveURL(/\/masters$/);
});

test('nothing moves for a person who asked for reduced motion', async ({ page, context }) => {
  await context.addCookies(cookies);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/doorcodes');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  const slow = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .map((element) => getComputedStyle(element))
      .flatMap((style) => [style.animationDuration, style.transitionDuration])
      .flatMap((durations) => durations.split(','))
      .filter((duration) => Number.parseFloat(duration) > 0.01),
  );
  expect(slow).toEqual([]);
});

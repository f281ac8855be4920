import { dropCode, putCode } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter, LoginPage } from './pages/entrance';
import { addPerson, addProperty, flatOf, type Property } from './pages/own-property';
import { bulkBar } from './pages/table';

let property: Property;
const digits = new Map<string, string>();

function at() {
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('no room 101');
  return { gid: room.door.gid, channel: room.channel };
}

test.beforeAll(({ desk }) => {
  property = addProperty(desk, 'Return House', { rooms: 3 });
  for (let number = 1; number <= 40; number++) {
    const code = putCode(desk.simulator.cloud, {
      ...at(),
      creator: property.manager.account,
      name: `Visitor ${String(number).padStart(2, '0')}`,
      from: { date: 20200101, time: 0 },
      to: { date: 20391231, time: 235959 },
    });
    digits.set(code.name, code.digits);
  }
});

test.beforeEach(async ({ desk, context }) => {
  await enter(desk, context, property.manager);
  await context.request.get(
    `${desk.url}/api/readings/stream?${new URLSearchParams({ building: property.building, retry: '1' })}`,
  );
});

test('a list shows no revoked code as live to a person who comes back to it after a bulk revocation', async ({
  page,
}) => {
  await page.goto('/doorcodes?sort=name&dir=asc&state=live');
  await expect(page.getByText('40 rows')).toBeVisible();
  for (const name of ['Visitor 01', 'Visitor 02'])
    await page.getByRole('checkbox', { name: new RegExp(`^Select ${name}`) }).check();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke 2 doorcodes' }).click();
  await typePasswordAgain(page, property.manager);
  await expect(page).toHaveURL(/\/jobs\/.+/);
  await expect(page.getByText(/^2 done and verified/i).first()).toBeVisible();
  let letThrough = () => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\/doorcodes\?/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goBack();
  const mark = page.getByText('Loading this page again.');
  await expect(page.getByRole('row', { name: /^Visitor 01/ }).or(page.getByText('38 rows'))).toBeVisible();
  await expect(mark).toBeVisible();
  letThrough();
  await expect(page.getByText('38 rows')).toBeVisible();
  await expect(mark).toHaveCount(0);
  await expect(page.getByRole('row', { name: /^Visitor 01/ })).toHaveCount(0);
  await expect(page.getByRole('row', { name: /^Visitor 03/ })).toHaveCount(1);
});

test('a person comes back to a list at the row and place where they left it', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 600 });
  await page.goto('/doorcodes?sort=name&dir=asc&state=live');
  const row = page.getByRole('row', { name: /^Visitor 30/ });
  const scrolled = () => page.locator('table').evaluate((table) => table.parentElement?.scrollTop ?? 0);
  await row.focus();
  const top = await scrolled();
  expect(top).toBeGreaterThan(0);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/doorcodes\/[0-9a-f-]{36}/);
  const drawnAgain = page.waitForResponse((response) => response.request().headers().rsc === '1');
  await page.goBack();
  await drawnAgain;
  await expect(row).toBeFocused();
  expect(await scrolled()).toBe(top);
});

test('a tab that was out of sight for a while shows how things are when it is looked at', async ({
  desk,
  page,
  context,
}) => {
  await page.clock.install();
  await page.goto('/doorcodes?sort=name&dir=asc&state=live&q=Visitor%2010');
  await expect(page.getByText('1 row', { exact: true })).toBeVisible();
  const turn = (hidden: boolean) =>
    page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { value: now, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await turn(true);
  // Another page of the account reads that the code was revoked.
  dropCode(desk.simulator.cloud, digits.get('Visitor 10') ?? '');
  const { gid, channel } = at();
  const query = new URLSearchParams({ gid, channel: String(channel), what: 'facts', anyway: '1' });
  await context.request.get(`${desk.url}/api/readings/room?${query}`);
  await page.clock.runFor(11_000);
  await turn(false);
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
});

test('a refusal in a dialog is shown again, and goes with it without the page', async ({
  page,
  allowConsole,
}) => {
  allowConsole(/ERR_FAILED/);
  const { gid, channel } = at();
  await page.goto(`/rooms/${gid}/${channel}`);
  const codes = page.getByRole('region', { name: 'Doorcodes' });
  await codes.getByRole('button', { name: 'Revoke Visitor 30' }).click();
  await page.route('**/*', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  const dialog = page.getByRole('dialog');
  for (let time = 0; time < 2; time++) {
    await dialog.getByRole('button', { name: 'Revoke “Visitor 30”' }).click();
    await expect(dialog).toContainText('The connection to Doordesk broke off');
  }
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(codes).toBeVisible();
});

test('a page whose session ends in another tab is covered without its next poll, with what is open on it', async ({
  page,
  context,
  allowConsole,
}) => {
  allowConsole(/401/);
  // The page's own timers stand still.
  await page.clock.install();
  await page.goto('/people');
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  const form = page.getByRole('dialog', { name: 'Add tenant' });
  await form.getByLabel('Name', { exact: true }).fill('Ben Ives');
  const other = await context.newPage();
  await other.goto('/');
  await other.getByRole('button', { name: /^Account/ }).click();
  await other.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('link', { name: 'Sign in again' })).toBeVisible();
  await expect(form).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
});

test('what was typed comes back after a new sign-in, once, to the same account, without a password', async ({
  page,
  context,
  allowConsole,
}) => {
  allowConsole(/401/);
  const stored = () => page.evaluate(() => JSON.stringify(sessionStorage));
  const form = page.getByRole('dialog', { name: 'Add tenant' });
  const name = form.getByLabel('Name', { exact: true });
  await page.goto('/people?sort=name');
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  await name.fill('Ben Ives');
  await form.getByLabel('Phone').fill('+86 138 0000 0000');
  await context.clearCookies();
  await form.getByRole('button', { name: 'Add tenant' }).click();
  await form.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/login\?from=/);
  expect(await stored()).toContain('Ben Ives');
  await new LoginPage(page).signIn(property.manager);
  await expect(page).toHaveURL(/\/people\?sort=name$/);
  await expect(page.getByText('what you typed is still there')).toBeVisible();
  expect(await stored()).not.toContain('Ben Ives');
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  await expect(name).toHaveValue('Ben Ives');
  await expect(form.getByLabel('Phone')).toHaveValue('+86 138 0000 0000');
  await page.reload();
  await page.getByRole('button', { name: 'Add tenant' }).first().click();
  await expect(name).toHaveValue('');
});

test('what was typed in a form of a page comes back too, and never to another account', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/401/);
  const { gid, channel } = at();
  const address = `/doorcodes/new?gid=${gid}&channel=${channel}`;
  const name = page.getByRole('textbox', { name: /^Name/ });
  async function loseSession() {
    await page.goto(address);
    await name.fill('Plumber of Ben');
    await context.clearCookies();
    await page.getByRole('button', { name: 'Make the doorcode' }).click();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await expect(page).toHaveURL(/\/login\?from=/);
  }
  await loseSession();
  await new LoginPage(page).signIn(property.manager);
  await expect(name).toHaveValue('Plumber of Ben');

  await loseSession();
  const other = addPerson(desk, 'other@return-house.example', 1, [property.building]);
  await new LoginPage(page).signIn(other);
  await expect(page.getByRole('heading', { level: 1, name: 'New doorcode' })).toBeVisible();
  await expect(name).toHaveValue('');
  // The page's script forgets it.
  await expect
    .poll(() => page.evaluate(() => JSON.stringify(sessionStorage)))
    .not.toContain('Plumber of Ben');
  await expect(name).toHaveValue('');
});

test('a password is not kept, not even one that is shown', async ({ page }) => {
  await page.goto('/doorcodes?sort=name&dir=asc&state=live');
  for (const name of ['Visitor 20', 'Visitor 21'])
    await page.getByRole('checkbox', { name: new RegExp(`^Select ${name}`) }).check();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke 2 doorcodes' }).click();
  const prompt = page.getByRole('dialog', { name: 'Type your password again' });
  await prompt.getByRole('button', { name: 'Show the password' }).click();
  await prompt.getByLabel('Password', { exact: true }).fill('canary of a password');
  // As the link of a refused form, which stores what is typed before it leads away.
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = '#sign-in';
    link.dataset.returns = '';
    document.querySelector('dialog[open] form')?.append(link);
    link.click();
  });
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('canary');
});

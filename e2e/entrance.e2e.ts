import { expect, expectAccessible, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter, LoginPage } from './pages/entrance';
import { addPerson, addProperty } from './pages/own-property';
import { callsOf } from './pages/vendor-calls';

test('a visitor without a session is sent to the sign-in page, and afterwards to the page that was asked for', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const { manager, landlord } = addProperty(desk, 'Way Back House');
  await page.goto('/masters?state=none');
  await expect(page).toHaveURL(/\/login/);
  await new LoginPage(page).signIn(manager);
  await expect(page.getByRole('heading', { level: 1, name: 'Room masters' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('state')).toBe('none');
  expect(callsOf(desk, 'sign', manager.account).at(-1)?.sent.account_type).toBe(1);

  // A person who does not know their role is tried in each. The page asks for news by itself, and would be refused.
  await page.goto('about:blank');
  await context.clearCookies();
  await page.goto('/login');
  await page.getByLabel('Account').fill(landlord.account);
  await page.getByLabel('Password', { exact: true }).fill(landlord.password);
  await page.getByRole('radio', { name: 'I am not sure' }).check();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  expect(callsOf(desk, 'sign', landlord.account).map(({ sent }) => sent.account_type)).toEqual([1, 2]);
});

test('sign-out asks the cloud to quit (10012) and is final for every page', { tag: '@journey' }, async ({
  page,
  desk,
}) => {
  const { manager } = addProperty(desk, 'Sign Out House');
  await page.goto('/login');
  await new LoginPage(page).signIn(manager);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  // The page that is left must ask for nothing more: the server would refuse it.
  const asked: string[] = [];
  await page.route('**/login?ended=signed-out', async (route) => {
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await route.continue();
  });
  await page.getByRole('button', { name: /^Account/ }).click();
  const answered = page.waitForResponse((response) => response.url().endsWith('/api/auth/signout'));
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  expect(await (await answered).headerValue('clear-site-data')).toBe('"cache", "storage"');
  await expect(page.getByText('You have signed out.')).toBeVisible();
  expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
  await expect.poll(() => callsOf(desk, 'Quit', manager.account).map((call) => call.re)).toEqual([1]);
  await page.goto('/events');
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('an empty field shows its error next to it, and nothing is sent', async ({ page, desk }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Account')).toBeFocused();
  await expect(page.getByLabel('Account')).toHaveAccessibleDescription(/Fill this in/);
  await expect(page.getByLabel('Password', { exact: true })).toHaveAccessibleDescription(/Fill this in/);
  await expectAccessible(page);
  // Background reads of signed-in users have an account. The refused sign-in has none.
  expect(desk.simulator.log().filter(({ call, account }) => call === 'sign' && account === '')).toEqual([]);
});

test('the sixth wrong try within fifteen minutes does not reach the cloud', async ({
  page,
  desk,
  allowConsole,
  browser,
}) => {
  allowConsole(/401/);
  const { manager } = addProperty(desk, 'Throttle House');
  // A user who is already signed in is not affected.
  const other = await browser.newContext();
  await enter(desk, other, manager);
  const tries = () => callsOf(desk, 'sign', manager.account).filter((call) => call.re !== 1).length;
  const answered = () =>
    page.waitForResponse((response) => response.url().includes('/api/auth/callback/credentials'));
  await page.goto('/login');
  for (let attempt = 1; attempt <= 5; attempt++) {
    const done = answered();
    await new LoginPage(page).signIn({ ...manager, password: `wrong ${attempt}` });
    await done;
    await expect(page.getByRole('alert').getByText('The account or password is wrong')).toBeVisible();
    await expect(page.getByLabel('Account')).toHaveValue(manager.account);
    expect(tries()).toBe(attempt);
  }
  // The limit holds for every spelling, for the right password, and for a forged address.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '203.0.113.9' });
  for (const account of [manager.account, manager.account.toUpperCase()]) {
    const done = answered();
    await new LoginPage(page).signIn({ ...manager, account, password: 'wrong again' });
    await done;
    await expect(page.getByText('Too many tries')).toBeVisible();
    await expect(page.getByText(/^Wait \d+ more minutes?\.$/)).toBeVisible();
  }
  expect(tries()).toBe(5);
  expect((await other.request.get(`${desk.url}/api/rooms`)).status()).toBe(200);
  await other.close();
});

test('a browser that signed in before gets in although strangers have used up the account’s tries', async ({
  desk,
  browser,
}) => {
  const { manager } = addProperty(desk, 'Known Browser House');
  const known = await browser.newContext();
  await enter(desk, known, manager);
  const cookie = (await known.cookies(`${desk.url}/api/auth`)).find(({ name }) => name === 'doordesk-device');
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/api/auth' });
  const days = ((cookie?.expires ?? 0) - Date.now() / 1_000) / 86_400;
  expect(Math.round(days)).toBe(180);

  const answerTo = async (context: typeof known, password: string) => {
    const { csrfToken } = await (await context.request.get(`${desk.url}/api/auth/csrf`)).json();
    const { account, accountType } = manager;
    const form = { csrfToken, account, password, account_type: String(accountType), json: 'true' };
    const headers = { origin: desk.url };
    const answer = await context.request.post(`${desk.url}/api/auth/callback/credentials`, { headers, form });
    return answer.status() === 200 ? 'in' : new URL((await answer.json()).url).searchParams.get('error');
  };
  const stranger = await browser.newContext();
  for (let guess = 1; guess <= 5; guess++) {
    expect(await answerTo(stranger, `guess ${guess}`)).toBe('wrong-password');
  }
  expect(await answerTo(stranger, manager.password)).toMatch(/^throttled/);
  expect(await answerTo(known, manager.password)).toBe('in');
  await known.close();
  await stranger.close();
});

test.describe('register (10001)', () => {
  // The same for an account that exists, so that strangers do not learn who has one.
  const received = 'The cloud has received your sign-up';
  const answers = [
    { title: 'a new account', says: received, re: 1 },
    { title: 'a refusal', says: received, re: 2 },
    { title: 'something missing', says: 'The cloud says that something is missing', re: 3 },
    { title: 'an account not activated', says: received, re: 4 },
    { title: 'an account active', says: received, re: 5 },
  ];
  for (const { title, says, re } of answers) {
    test(`says what the cloud answers: ${title}`, { tag: re === 1 ? '@journey' : [] }, async ({
      page,
      desk,
    }) => {
      const email = `sign-up-${re}@own.example`;
      if (re === 4) {
        addPerson(desk, email, 3);
        const known = desk.simulator.cloud.world.findAccount(email);
        if (known) known.activated = false;
      }
      if (re === 5) addPerson(desk, email, 3);
      if (re === 2 || re === 3) {
        desk.simulator.faults.next({ effect: 'answer', json: { re }, call: 'reg', account: email });
      }
      await page.goto('/register');
      await page.getByLabel('Email address').fill(email);
      await page.getByLabel('Mobile phone').fill('+86 138 0000 0000');
      await page.getByLabel('Password', { exact: true }).fill('four words of my own');
      await page.getByLabel('Password again').fill('four words of my own');
      await page.getByRole('radio', { name: 'Tenant' }).check();
      await page.getByLabel('Language of doordeer’s messages').selectOption('zh');
      await page.getByRole('button', { name: 'Sign up' }).click();
      await expect(page.getByText(says, { exact: true })).toBeVisible();
      const calls = callsOf(desk, 'reg', email);
      expect(calls).toHaveLength(1);
      expect(calls[0]?.sent).toMatchObject({ mail_address: email, account_type: 3 });
      if (re === 3) await expect(page.getByLabel('Email address')).toHaveValue(email);
    });
  }

  test('says where the form is wrong and asks the cloud nothing', async ({ page, desk }) => {
    await page.goto('/register');
    const email = page.getByLabel('Email address');
    await email.fill('nobody');
    await page.getByLabel('Password', { exact: true }).fill('four words of my own');
    await page.getByLabel('Password again').fill('others');
    const before = desk.simulator.stats().byCall.reg ?? 0;
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(email).toHaveAccessibleDescription(/name@example\.com/);
    await expect(page.getByLabel('Password again')).toHaveAccessibleDescription(/not the same/);
    await expect(email).toHaveValue('nobody');
    await expectAccessible(page);
    expect(desk.simulator.stats().byCall.reg ?? 0).toBe(before);
  });

  test('a lost answer is said to be unknown, not failed', async ({ page, desk }) => {
    desk.simulator.faults.next({ effect: 'drop-after', call: 'reg' });
    await page.goto('/register');
    await page.getByLabel('Email address').fill('lost-answer@own.example');
    await page.getByLabel('Password', { exact: true }).fill('four words of my own');
    await page.getByLabel('Password again').fill('four words of my own');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByText('It is not known whether you are signed up')).toBeVisible();
    expect(callsOf(desk, 'reg', 'lost-answer@own.example')).toHaveLength(1);
  });
});

test.describe('forgot password (10010)', () => {
  const received = 'The cloud has received your request';
  const cases = [
    { by: 'Email', account: 'forgot-1@own.example', known: true, says: received },
    { by: 'Text message to my mobile phone', account: 'forgot-2@own.example', known: true, says: received },
    { by: 'Email', account: 'forgot-3@own.example', known: false, says: received },
    { by: 'Email', account: 'not an address', known: false, says: /does not accept this email address/ },
    {
      by: 'Email',
      account: 'forgot-5@own.example',
      known: true,
      re: 2,
      says: received,
    },
    {
      by: 'Email',
      account: 'forgot-6@own.example',
      known: true,
      re: 3,
      says: 'The cloud says that something is missing',
    },
  ];
  for (const { by, account, known, re, says } of cases) {
    test(`by ${by} for ${account}`, { tag: account.startsWith('forgot-1') ? '@journey' : [] }, async ({
      page,
      desk,
    }) => {
      if (known) addPerson(desk, account, 3);
      const person = desk.simulator.cloud.world.findAccount(account);
      if (person) person.phone = '+86 13900000000';
      if (re) desk.simulator.faults.next({ effect: 'answer', json: { re }, call: 'Resetpwd', account });
      await page.goto('/forgot-password');
      await page.getByLabel('Account').fill(account);
      await page.getByRole('radio', { name: by }).check();
      await page.getByRole('button', { name: 'Send' }).click();
      await expect(page.getByText(says, { exact: typeof says === 'string' })).toBeVisible();
      const asked = callsOf(desk, 'Resetpwd', account);
      expect(asked.map((call) => call.sent.act_type)).toEqual([by === 'Email' ? 1 : 2]);
    });
  }
});

test('sessions are listed, and one that is ended elsewhere is out with its next step', {
  tag: '@journey',
}, async ({ page, desk, context, browser }) => {
  const { manager } = addProperty(desk, 'Two Sessions House');
  await enter(desk, context, manager);
  const other = await browser.newContext();
  await enter(desk, other, manager);
  const there = await other.newPage();
  waitUntilInteractive(there);
  await there.goto(`${desk.url}/people`);
  await expect(there.getByRole('heading', { level: 1 })).toHaveText('People');
  await there.getByRole('button', { name: 'Add tenant' }).first().click();
  await page.goto('/settings');
  // The other browser is new to this one, and only to this one.
  const notice = page.getByRole('status').filter({ hasText: 'Was this you?' });
  await expect(notice).toContainText(
    /A new browser signed in to this account .+: Chrome on Linux, network 127\.0\.0\.0/,
  );
  await expectAccessible(page);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const text = await notice.getByText('Was this you?').locator('..').boundingBox();
    const button = await notice.getByRole('button', { name: 'Dismiss' }).boundingBox();
    expect(button?.y, `at ${width} px`).toBeGreaterThanOrEqual((text?.y ?? 0) + (text?.height ?? 0));
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
  const sessions = page.getByRole('region', { name: 'My sessions' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: 'End the other session' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End the other session' }).click();
  await typePasswordAgain(page, manager);
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  // At once, with the dialog that was open.
  await expect(there.getByRole('link', { name: 'Sign in again' })).toHaveAttribute('href', '/people');
  await expect(there.getByRole('dialog', { name: 'Add tenant' })).toBeHidden();
  await there.goto(`${desk.url}/events`);
  await expect(there).toHaveURL(/\/login/);
  await expect(there.getByText(/ended this session from another session/)).toBeVisible();
  await other.close();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
});

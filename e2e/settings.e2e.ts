import sharp from 'sharp';
import { expect, expectAccessible, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { callsOf } from './pages/vendor-calls';

test('a profile picture is redrawn and sent to the cloud (10016)', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Picture House', { rooms: 1 });
  await enter(desk, context, manager);
  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Profile picture' });
  const choose = panel.getByLabel('Picture file');
  await choose.setInputFiles({ name: 'face.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
  await panel.getByRole('button', { name: 'Upload picture' }).click();
  await expect(choose).toHaveAccessibleDescription(/not a JPG or PNG/);
  expect(callsOf(desk, 'UploadHeadImg', manager.account)).toHaveLength(0);

  const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#3366cc' } })
    .withExif({ IFD0: { Copyright: 'canary-of-the-camera' } })
    .jpeg()
    .toBuffer();
  await choose.setInputFiles({ name: 'face.jpg', mimeType: 'image/jpeg', buffer: picture });
  await panel.getByRole('button', { name: 'Upload picture' }).click();
  const shown = panel.getByRole('img', { name: 'Your profile picture' });
  await expect(shown).toBeVisible();
  await expect
    .poll(() => shown.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  // The account menu draws it too.
  await page.getByRole('button', { name: /^Account / }).click();
  const face = page.locator('[popover]:popover-open img');
  await expect
    .poll(() => face.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  const [sent] = callsOf(desk, 'UploadHeadImg', manager.account);
  expect(sent?.re).toBe(1);
  expect(['jpg', 'png']).toContain(sent?.sent.fileext);

  desk.simulator.faults.next({ effect: 'answer', json: { re: 6 }, call: 'UploadHeadImg' });
  await choose.setInputFiles({ name: 'face.jpg', mimeType: 'image/jpeg', buffer: picture });
  await panel.getByRole('button', { name: 'Upload picture' }).click();
  await expect(panel.getByText('The cloud could not read the picture')).toBeVisible();
});

test('phones that get push messages are added and removed, the whole list each time (10003)', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const { manager } = addProperty(desk, 'Phones House', { rooms: 1 });
  await enter(desk, context, manager);
  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Phones that get push messages' });
  const dialog = page.getByRole('dialog');
  await panel.getByText('For makers of phone apps: show the list').click();
  const tokens = () => desk.simulator.cloud.world.findAccount(manager.account)?.pushTokens ?? [];
  for (const name of ['Front desk', 'Night watch']) {
    await panel.getByRole('button', { name: 'Add a phone' }).first().click();
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    // The crawl of all dialogs does not open folds.
    if (name === 'Front desk') await expectAccessible(page);
    await dialog.getByLabel('Number of the push service').fill('3');
    await dialog.getByLabel('App key or package name').fill('com.example.door');
    await dialog.getByLabel('Device token').fill(`token-of-${name}`);
    await dialog.getByRole('button', { name: 'Add phone and send list' }).click();
    // Once is enough for 10 minutes.
    if (tokens().length === 0) await typePasswordAgain(page, manager);
    await expect(dialog).toHaveCount(0);
    await expect(panel).toContainText(name);
  }
  expect(tokens()).toHaveLength(2);
  expect(await page.content()).not.toContain('token-of-');
  await panel.getByRole('button', { name: 'Remove Front desk and send list' }).click();
  await dialog.getByRole('button', { name: 'Remove Front desk and send list' }).click();
  await expect(panel).not.toContainText('Front desk');
  expect(tokens()).toHaveLength(1);
  expect(callsOf(desk, 'updatetokens', manager.account).map((call) => call.re)).toEqual([1, 1, 1]);
});

test('language and theme are chosen, kept, and hold on every page', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Look House', { rooms: 2 });
  await enter(desk, context, manager);
  await page.goto('/settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('radio', { name: '简体中文' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('设置');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  await expectAccessible(page);
  await page.goto('/events');
  await expect(page.locator('html')).toHaveAttribute('lang', /^zh/);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await background();
  await page.goto('/settings');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await page.getByRole('radio', { name: 'Light' }).check();
  await expect.poll(background).not.toBe(dark);
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Light' })).toBeChecked();
});

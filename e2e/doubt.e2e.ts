import { expect, expectAccessible, test } from './fixtures';
import { enter, LoginPage } from './pages/entrance';
import { addProperty } from './pages/own-property';

test('a password that the cloud refuses is said on every page, and one that it takes goes on from there', async ({
  page,
  desk,
  context,
}) => {
  const { manager, rooms } = addProperty(desk, 'Doubt House');
  await enter(desk, context, manager);
  await page.clock.install();
  await page.goto('/settings');
  const notice = page.getByText(/^The cloud refused this account’s password/);
  await expect(notice).toBeHidden();
  const refused = { effect: 'answer', json: { re: 2 }, account: manager.account, times: null } as const;
  desk.simulator.faults.next({ ...refused, call: 'sign' });
  desk.simulator.faults.next({ ...refused, json: { re: 4 }, call: 'GetAkeysHis' });
  // The archive's own read meets the refusal. The open page shows it without an action of the user.
  await expect(async () => {
    await page.clock.runFor(15_000);
    await expect(notice).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expectAccessible(page);

  const calls = () => desk.simulator.log().filter(({ account }) => account === manager.account);
  // After the check, no call leaves for five minutes.
  await expect.poll(() => calls().at(-1)?.call).toBe('sign');
  const before = calls().length;
  await page.getByRole('link', { name: 'Buildings' }).click();
  await expect(page.getByRole('link', { name: 'Doubt House' })).toBeVisible();
  await expect(notice).toBeVisible();
  await page.goto(`/doorcodes/new?gid=${rooms[0]?.door.gid}&channel=${rooms[0]?.channel}`);
  await expect(page.getByText(/^Nothing can be changed now/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Make/ })).toBeDisabled();
  await page.goto('/buildings?q=Doubt#list');
  const exported = await context.request.get(`${desk.url}/api/buildings/export?format=csv`);
  expect([exported.status(), await exported.json()]).toEqual([403, { error: 'cloud-in-doubt' }]);
  expect(calls()).toHaveLength(before);

  desk.simulator.faults.clear();
  const again = page.getByRole('link', { name: 'Type the password again' });
  await expect(again).toHaveAttribute('href', '/login?from=%2Fbuildings%3Fq%3DDoubt#list');
  await again.click();
  await new LoginPage(page).signIn(manager);
  await expect(page.getByRole('heading', { level: 1, name: 'Buildings' })).toBeVisible();
  await expect(page).toHaveURL(/\/buildings\?q=Doubt#list$/);
  await expect(notice).toBeHidden();
});

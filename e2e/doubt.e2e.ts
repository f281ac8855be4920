import { expect, expectAccessible, test } from './fixtures';
import { enter, LoginPage } from './pages/entrance';
import { addProperty } from './pages/own-property';

test('a password that the cloud refuses is said on every page, and one that it takes goes on from there', async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Doubt House');
  await enter(desk, context, manager);
  await page.goto('/settings');
  const notice = page.getByText(/The cloud refused this account’s password/);
  await expect(notice).toBeHidden();
  const refused = { effect: 'answer', json: { re: 2 }, account: manager.account, times: null } as const;
  desk.simulator.faults.next({ ...refused, call: 'sign' });
  desk.simulator.faults.next({ ...refused, json: { re: 4 }, call: 'GetAkeysHis' });
  // The archive's own reading meets the refusal, with nobody doing anything.
  await expect(async () => {
    await page.reload();
    await expect(notice).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectAccessible(page);

  const calls = () => desk.simulator.log().filter(({ account }) => account === manager.account);
  // The check: after it nothing leaves for five minutes.
  await expect.poll(() => calls().at(-1)?.call).toBe('sign');
  const before = calls().length;
  await page.getByRole('link', { name: 'Buildings' }).click();
  await expect(page.getByRole('link', { name: 'Doubt House' })).toBeVisible();
  await expect(notice).toBeVisible();
  const exported = await context.request.get(`${desk.url}/api/buildings/export?format=csv`);
  expect([exported.status(), await exported.json()]).toEqual([403, { error: 'cloud-in-doubt' }]);
  expect(calls()).toHaveLength(before);

  desk.simulator.faults.clear();
  await page.getByRole('link', { name: 'Type the password again' }).click();
  await new LoginPage(page).signIn(manager);
  await expect(page.getByRole('heading', { level: 1, name: 'Buildings' })).toBeVisible();
  await expect(notice).toBeHidden();
});

import { expect, expectAccessible, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';

test('an account is connected, paused, given a new password and removed', { tag: '@journey' }, async ({
  page,
  desk,
  context,
}) => {
  const { manager } = addProperty(desk, 'Connected House', { rooms: 1 });
  await enter(desk, context, manager);
  await page.goto('/connections');
  const panel = page.getByRole('region', { name: manager.account });
  await expect(panel).toContainText('Not connected');
  await panel.getByRole('button', { name: 'Connect this account' }).click();
  await typePasswordAgain(page, manager);
  await expect(panel.getByText('Connected', { exact: true }).first()).toBeVisible();
  await expect(panel).toContainText('Last good call');
  await expectAccessible(page);

  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(panel).toContainText('Paused');
  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(panel.getByRole('button', { name: 'Pause' })).toBeVisible();

  const dialog = page.getByRole('dialog');
  await panel.getByRole('button', { name: 'Enter a new password' }).click();
  await dialog.getByLabel('Password', { exact: true }).fill('wrong');
  await dialog.getByRole('button', { name: 'Check and connect' }).click();
  await expect(dialog).toContainText('The cloud does not accept this password.');
  await expectAccessible(page);
  await dialog.getByLabel('Password', { exact: true }).fill(manager.password);
  await dialog.getByRole('button', { name: 'Check and connect' }).click();
  await expect(dialog).toHaveCount(0);

  await panel.getByRole('button', { name: 'Remove connection' }).click();
  await dialog.getByRole('button', { name: 'Remove connection' }).click();
  await expect(panel).toContainText('Not connected');
});

test('the overview offers to connect the account', async ({ page, desk, context }) => {
  const { manager } = addProperty(desk, 'Offered House', { rooms: 1 });
  await enter(desk, context, manager);
  await page.goto('/');
  await page.getByRole('link', { name: 'Connect this account' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connections' })).toBeVisible();
});

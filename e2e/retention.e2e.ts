import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { Table } from './pages/table';

test('a rule for old events says what it will do, wants the password, and spares what is held', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const { building, manager } = addProperty(desk, 'Forgetful House', { rooms: 2 });
  await enter(desk, context, manager);
  // A rule counts only events that are in the archive.
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  await page.goto(`/buildings/${encodeURIComponent(building)}`);
  const panel = page.getByRole('region', { name: 'Old events' });
  await expect(panel).toContainText('All events are kept.');

  await panel.getByRole('button', { name: 'Change' }).click();
  const rule = page.getByRole('dialog', { name: `Old events of ${building}` });
  await rule.getByRole('radio', { name: 'Delete them' }).check();
  const days = rule.getByLabel('Older than, in days');
  await days.fill('3');
  const sure = rule.getByRole('button', { name: /^Delete [1-9]\d* events? older than 3 days$/ });
  await expect(sure).toBeVisible();
  await expectAccessible(page);
  await days.fill('0');
  await rule.getByRole('button', { name: /^Delete/ }).click();
  await expect(days).toHaveAccessibleDescription(/a number of days from 1 to 36,500/);
  await days.fill('3');
  await expect(sure).toBeVisible();
  await rule.getByRole('button', { name: 'Cancel' }).click();
  await expect(rule).toHaveCount(0);

  await panel.getByRole('button', { name: 'Add a hold' }).click();
  const hold = page.getByRole('dialog', { name: 'Hold events' });
  await hold.getByLabel('Name').fill('Case 17');
  await hold.getByLabel('From').fill('2020-01-01');
  await hold.getByRole('button', { name: 'Save the hold' }).click();
  await expect(hold.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await hold.getByLabel('Reason').fill('Asked for by the police');
  await hold.getByRole('button', { name: 'Save the hold' }).click();
  // A hold only protects events, so it needs no password.
  await expect(hold).toHaveCount(0);
  await expect(panel).toContainText('Asked for by the police');

  await panel.getByRole('button', { name: 'Change', exact: true }).first().click();
  await rule.getByRole('radio', { name: 'Delete them' }).check();
  await days.fill('3');
  await expect(rule.getByRole('status').filter({ hasText: 'kept by a hold' })).toBeVisible();
  await rule.getByRole('button', { name: /^Delete/ }).click();
  const prompt = page.getByRole('dialog', { name: 'Type your password again' });
  await prompt.getByLabel('Password', { exact: true }).fill(manager.password);
  await prompt.getByRole('button', { name: 'Continue' }).click();
  await expect(rule).toHaveCount(0);
  await expect(panel).toContainText('Events older than 3 days are deleted.');
  await expectAccessible(page);
});

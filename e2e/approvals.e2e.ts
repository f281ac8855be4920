import type { BrowserContext, Page } from '@playwright/test';
import { putCode } from '@/lib/simulator/control/alter-world';
import type { Desk } from '@/lib/testing/desk';
import { expect, expectAccessible, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enterMember, requireApproval } from './pages/enter-member';
import { enter } from './pages/entrance';
import { addProperty, flatOf, type Property, roomAddress } from './pages/own-property';
import { bulkBar, Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

/** Connects the account with the page's own buttons, and brings two members in, each with a browser of their own. */
async function openOffice(
  { page, context, desk, other }: { page: Page; context: BrowserContext; desk: Desk; other: BrowserContext },
  { manager }: Property,
): Promise<Page> {
  await enter(desk, context, manager);
  await page.goto('/connections');
  await page.getByRole('button', { name: 'Connect this account' }).click();
  await typePasswordAgain(page, manager);
  await expect(page.getByText('Last good call')).toBeVisible();
  await requireApproval(desk, manager, 2);
  await enterMember(desk, context, { of: manager, name: 'Ann' });
  await enterMember(desk, other, { of: manager, name: 'Ben' });
  other.on('page', waitUntilInteractive);
  const second = await other.newPage();
  await second.goto('/approvals');
  await expect(second.getByText('Nothing waits for approval')).toBeVisible();
  return second;
}

test('a job that ends many things waits until a second member approves it, live in both browsers', {
  tag: '@journey',
}, async ({ page, context, desk, browser }) => {
  const property = addProperty(desk, 'Approval House', { rooms: 3 });
  const { manager } = property;
  for (const { door, channel, label } of property.rooms)
    putCode(desk.simulator.cloud, {
      gid: door.gid,
      channel,
      creator: manager.account,
      name: `Code of ${label}`,
      from: { date: 20240101, time: 0 },
      to: { date: 20391231, time: 235959 },
    });
  const other = await browser.newContext({ baseURL: desk.url });
  const second = await openOffice({ page, context, desk, other }, property);

  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.rows()).toHaveCount(3);
  await table.tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('dialog')).toContainText('Waits for approval by a second member');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke 3 doorcodes' }).click();
  await expect(page).toHaveURL(/\/jobs\/.+/);
  await expect(page.getByText('Waits for approval by a second member')).toBeVisible();
  await expectAccessible(page);
  expect(callsOf(desk, 'DelTemPwd', manager.account)).toHaveLength(0);

  const request = second.getByRole('region', { name: 'Revoke doorcodes' });
  await expect(request).toContainText('Ann');
  await expect(request).toContainText('Approval House');
  await expect(request).toContainText(`Through account${manager.account}`);
  await expect(request).toContainText('Only you can approve this.');
  await request.getByText('Show all 3 changes').click();
  await expect(request).toContainText('Code of 101');
  await expectAccessible(second);
  await request.getByRole('button', { name: 'Approve 3 changes' }).click();
  await expect(second.getByText('Nothing waits for approval')).toBeVisible();
  await expect(second.getByRole('region', { name: 'Decided' })).toContainText('Ben approved it');

  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(page.getByText(/^Approved by Ben/)).toBeVisible();
  expect(callsOf(desk, 'DelTemPwd', manager.account)).toHaveLength(3);
  await other.close();
});

test('a fixed password is shown by the same button after a second member agreed, and a refusal says why', {
  tag: '@journey',
}, async ({ page, context, desk, browser }) => {
  const property = addProperty(desk, 'Four Eyes House', { rooms: 1 });
  const [room] = flatOf(property, '101');
  if (!room) throw new Error('no room');
  const other = await browser.newContext({ baseURL: desk.url });
  const second = await openOffice({ page, context, desk, other }, property);

  await page.goto(roomAddress(room));
  const doors = page.getByRole('region', { name: 'Doors', exact: true });
  await doors.getByRole('button', { name: 'Reveal' }).click();
  await expect(doors).toContainText('Waits for approval by a second member');
  const request = second.getByRole('region', { name: 'Reveal a fixed password' });
  await request.getByRole('button', { name: 'Refuse' }).click();
  const dialog = second.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Refuse request' }).click();
  await dialog.getByLabel('Reason').fill('Ask the caretaker');
  await expectAccessible(second);
  await dialog.getByRole('button', { name: 'Refuse request' }).click();
  await expect(doors).toContainText('Ben refused it: Ask the caretaker');
  // The next request has the same name.
  await expect(request).toHaveCount(0);

  await doors.getByRole('button', { name: 'Reveal' }).click();
  await request.getByRole('button', { name: 'Approve', exact: true }).click();
  await doors.getByRole('button', { name: 'Approved by Ben: show it' }).click();
  await expect(doors).toContainText('Hides by itself');
  await expect(second.getByText('Nothing waits for approval')).toBeVisible();

  await page.goto('/approvals');
  await expect(page.getByRole('region', { name: 'Decided' })).toContainText('Ben refused it');
  await other.close();
});

test('a dialog says that a second member agreed before it removes, and has one way out while it waits', {
  tag: '@journey',
}, async ({ page, context, desk, browser }) => {
  const property = addProperty(desk, 'Two Keys House', { rooms: 1 });
  const other = await browser.newContext({ baseURL: desk.url });
  const second = await openOffice({ page, context, desk, other }, property);
  const dialog = page.getByRole('dialog');

  await page.goto('/members');
  await page.getByRole('button', { name: 'Actions for Ben' }).click();
  await page.getByRole('menuitem', { name: 'Make a recovery link' }).click();
  await dialog.getByRole('button', { name: 'Make link' }).click();
  await expect(dialog).toContainText('Waits for a second member');
  await expect(dialog.getByRole('button', { name: /Make link|Cancel/ })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await page.goto('/connections');
  const open = () => page.getByRole('main').getByRole('button', { name: 'Remove connection' }).click();
  await open();
  await expect(dialog).toContainText('Another member who may approve has to agree first');
  await dialog.getByRole('button', { name: 'Remove connection' }).click();
  await expect(dialog).toContainText('Waits for a second member');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await open();
  await expect(dialog).toContainText('Another member who may approve has to agree first');
  const request = second.getByRole('region', { name: 'Remove a connection' });
  await request.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(dialog).toContainText('Ben has approved this. It happens as soon as you press the button.');
  await expect(dialog).not.toContainText('has to agree first');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Remove connection' }).click();
  await expect(page.getByText('Not connected').first()).toBeVisible();
  await other.close();
});

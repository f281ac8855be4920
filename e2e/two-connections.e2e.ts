import { setMaster } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { Table } from './pages/table';

test('two accounts at one door: each makes a doorcode, the list shows both, and one leaves', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const { manager, landlord, rooms } = addProperty(desk, 'Twin House', { rooms: 1 });
  const [room] = rooms;
  if (!room) throw new Error('no room');
  const at = { gid: room.door.gid, channel: room.channel };
  setMaster(desk.simulator.cloud, at, landlord.account);
  await enter(desk, context, manager);

  await page.goto('/connections');
  await page.getByRole('button', { name: 'Connect another account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Connect another account' });
  await dialog.getByLabel('Account', { exact: true }).fill(landlord.account);
  await dialog.getByText('Landlord or room master', { exact: true }).click();
  await dialog.getByLabel('Password', { exact: true }).fill(landlord.password);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Check and connect' }).click();
  await typePasswordAgain(page, manager);
  await expect(dialog).toHaveCount(0);
  const panel = page.getByRole('region', { name: landlord.account });
  await expect(panel.getByText('Connected', { exact: true }).first()).toBeVisible();

  const make = async (name: string, account?: string) => {
    await page.goto(`/doorcodes/new?gid=${at.gid}&channel=${at.channel}`);
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    const choice = page.getByLabel('Through this account');
    await expect(choice).toContainText(manager.account);
    if (account) await choice.selectOption({ label: `${account} · Landlord or room master` });
    await page.getByRole('button', { name: 'Make the doorcode' }).click();
    await expect(page.getByRole('article', { name })).toBeVisible();
  };
  await make('From the manager');
  await make('From the landlord', landlord.account);

  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.row(/From the manager/)).toContainText(manager.account);
  await expect(table.row(/From the landlord/)).toContainText(landlord.account);

  await page.goto('/connections');
  await panel.getByRole('button', { name: 'Remove connection' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove connection' }).click();
  await expect(panel).toHaveCount(0);
});

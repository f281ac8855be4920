import type { Locator } from '@playwright/test';
import pg from 'pg';
import { setLandlord, setMaster } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addPerson, addProperty, roomAddress } from './pages/own-property';
import { RoomPage } from './pages/room-page';
import { bulkBar, Table } from './pages/table';

test('two accounts at one door: each makes a change, is named before and after it, and one leaves', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const { manager, landlord, rooms } = addProperty(desk, 'Twin House', { rooms: 2 });
  const [room, other] = rooms;
  if (!room || !other) throw new Error('no room');
  setLandlord(desk.simulator.cloud, { gid: other.door.gid, channel: other.channel }, null);
  const newcomer = addPerson(desk, 'newcomer@twin-house.example', 3);
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
    await expect(page.getByRole('article', { name })).toContainText(`Through ${account ?? manager.account}`);
  };
  await make('From the manager');
  await make('From the landlord', landlord.account);
  await make('Left behind', landlord.account);

  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.row(/From the manager/)).toContainText(manager.account);
  await expect(table.row(/From the landlord/)).toContainText(landlord.account);
  await page.setViewportSize({ width: 1440, height: 900 });
  expect(await cutIn(table.rows())).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  expect((await cutIn(table.rows())).filter((text) => text !== 'Ends within 48 h')).toEqual([]);

  await table
    .row(/From the landlord/)
    .getByRole('link')
    .first()
    .click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  const revoking = page.getByRole('dialog', { name: 'Revoke this doorcode' });
  await expect(revoking).toContainText(`This goes through ${landlord.account}`);
  await revoking.getByRole('button', { name: /^Revoke/ }).click();
  await expect(revoking.getByRole('status')).toContainText(`Through ${landlord.account}`);

  await page.goto('/masters');
  await new Table(page, 'Room masters').tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Replace master' }).click();
  const bulk = page.getByRole('dialog');
  await bulk.getByRole('textbox').fill(newcomer.account);
  await expect(bulk).toContainText(`${manager.account}: 2`);
  const choice = bulk.getByLabel('Through this account');
  await choice.focus();
  await choice.selectOption({ label: `${landlord.account} · Landlord or room master · 1 of 2` });
  await expect(bulk).toContainText(`${landlord.account} may not make 1 of these changes. It goes by rule.`);
  await expect(choice).toBeFocused();
  await expectAccessible(page);
  await bulk.getByRole('button', { name: 'Replace at 2 doors' }).click();
  await expect(page).toHaveURL(/\/jobs\/.+/);
  const steps = page.getByRole('region', { name: 'Outcome' }).getByRole('listitem');
  for (const { label, account } of [
    { label: room.label, account: landlord.account },
    { label: other.label, account: manager.account },
  ])
    await expect(steps.filter({ hasText: label })).toContainText(`Through ${account}`);
  await expectAccessible(page);

  // The other room is not the landlord's.
  await page.goto(roomAddress(other));
  await expect(new RoomPage(page).doorcodes).toContainText('Made by this account');
  await page.goto(roomAddress(room));
  await expect(new RoomPage(page).doorcodes).toContainText(`Made by ${manager.account}, ${landlord.account}`);

  await page.goto('/connections');
  await panel.getByRole('button', { name: 'Pause' }).click();
  await expect(panel.getByText('Paused', { exact: true }).first()).toBeVisible();
  await forgetLists(desk.settings.DATABASE_URL, landlord.account);
  for (const path of ['/', '/doorcodes', '/buildings/Twin%20House', roomAddress(room)]) {
    await page.goto(path);
    await expect(page.getByRole('main')).toContainText(
      `The doorcodes that ${landlord.account} made at 1 room were never read, or not for a day: its connection is paused.`,
    );
  }
  await expectAccessible(page);

  await page.goto('/connections');
  await panel.getByRole('button', { name: 'Remove connection' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove connection' }).click();
  await expect(panel).toHaveCount(0);

  await page.goto('/doorcodes');
  const left = table.row(/Left behind/);
  const { height = 0 } = (await left.boundingBox()) ?? {};
  expect((await table.row(/From the manager/).boundingBox())?.height).toBe(height);
  await left.getByText('No longer read').hover();
  await expect(page.getByText('Not read any more: its connection was removed')).toBeVisible();
});

/** As if nothing had ever been read through the connection of this account. */
async function forgetLists(url: string | undefined, account: string): Promise<void> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    await database.query(
      'delete from doorcode_reading where connection_id in (select id from connection where account = $1)',
      [account],
    );
  } finally {
    await database.end();
  }
}

/** Texts that do not fit into their cells, except names on two lines. */
function cutIn(rows: Locator): Promise<string[]> {
  return rows
    .locator('td, td span')
    .evaluateAll((parts) =>
      parts
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth)
        .map(({ textContent }) => textContent ?? ''),
    );
}

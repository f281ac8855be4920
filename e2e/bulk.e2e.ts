import { readFile } from 'node:fs/promises';
import { needRoom, putCode, setMaster } from '@/lib/simulator/control/alter-world';
import type { Desk } from '@/lib/testing/desk';
import { expect, expectAccessible, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { startRevoking, typePasswordAgain } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addPerson, addProperty, type Property } from './pages/own-property';
import { bulkBar, Table } from './pages/table';
import { callsOf } from './pages/vendor-calls';

function putCodes(desk: Desk, property: Property, count: number) {
  return property.rooms.slice(0, count).map(({ door, channel, label }) =>
    putCode(desk.simulator.cloud, {
      gid: door.gid,
      channel,
      creator: property.manager.account,
      name: `Code of ${label}`,
      from: { date: 20240101, time: 0 },
      to: { date: 20391231, time: 235959 },
    }),
  );
}

test('several doorcodes are revoked after the password is typed again; what failed is first and tried again', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Bulk Revoke House', { rooms: 6 });
  const codes = putCodes(desk, property, 6);
  await enter(desk, context, property.manager);
  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.rows()).toHaveCount(6);
  await table.tickAllLoaded();
  await expect(bulkBar(page)).toContainText('6 selected');
  await table
    .row(/Code of 106/)
    .getByRole('checkbox')
    .uncheck();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke 5 doorcodes' });
  await expect(dialog.getByRole('status')).toHaveText('5 changes will be made');
  await expectAccessible(page);

  desk.simulator.faults.next({ effect: 'status', status: 500, call: 'DelTemPwd', times: 2 });
  await dialog.getByRole('button', { name: 'Revoke 5 doorcodes' }).click();
  await expect(page.getByRole('dialog', { name: 'Type your password again' })).toBeVisible();
  expect(callsOf(desk, 'DelTemPwd', property.manager.account)).toHaveLength(0);
  await typePasswordAgain(page, property.manager);

  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: '3 done and verified' }),
  ).toBeVisible();
  const steps = page.getByRole('region', { name: 'Outcome' }).getByRole('listitem');
  await expect(steps).toHaveCount(5);
  await expect(steps.nth(0)).toContainText(/Failed|Unknown/);
  await expect(steps.nth(1)).toContainText(/Failed|Unknown/);
  await expect(steps.nth(4)).toContainText('Done and verified');
  await expectAccessible(page);
  expect(codes.filter((code) => code.revoked)).toHaveLength(3);

  await page.getByRole('button', { name: 'Try 2 again' }).click();
  await expect(page.getByText('Tries again what failed in an earlier job')).toBeVisible();
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: '2 done and verified' }),
  ).toBeVisible();
  expect(codes.filter((code) => code.revoked)).toHaveLength(5);
  expect(codes.at(-1)?.revoked).toBe(false);
  await page.goto('/jobs');
  await expect(page.getByRole('link', { name: 'Revoke doorcodes' })).toHaveCount(2);

  await page.goto('/doorcodes');
  await table
    .row(/Code of 106/)
    .getByRole('checkbox')
    .check();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  desk.simulator.faults.next({ effect: 'status', status: 500, call: 'DelTemPwd' });
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke 1 doorcode' }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: '1 unfinished change as CSV' }).click();
  const file = await (await downloading).path();
  await page.goto('/jobs');
  await page.getByRole('button', { name: 'Import unfinished changes…' }).click();
  const importing = page.getByRole('dialog', { name: 'Import unfinished changes' });
  await importing.getByLabel('File with unfinished changes').setInputFiles({
    name: 'doordesk-failures.csv',
    mimeType: 'text/csv',
    buffer: await readFile(file),
  });
  await expect(importing.getByRole('status')).toHaveText('1 change will be made');
  await expect(importing).toContainText('Code of 106');
  await expectAccessible(page);
  await importing.getByRole('button', { name: 'Start 1 change' }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: '1 done and verified' }),
  ).toBeVisible();
  expect(codes.at(-1)?.revoked).toBe(true);
});

test('masters are assigned to all rooms that match the filter, with a preview of what is blocked', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Bulk Assign House', { rooms: 5 });
  const { cloud } = desk.simulator;
  const anna = addPerson(desk, 'anna@bulk-assign.example', 3).account;
  const bert = addPerson(desk, 'bert@bulk-assign.example', 3).account;
  const at = property.rooms.map(({ door, channel }) => ({ gid: door.gid, channel }));
  at.forEach((where, index) => {
    setMaster(cloud, where, index === 0 ? anna : index === 1 ? bert : null);
  });
  await enter(desk, context, property.manager);
  // A parameter that another program added to the link is none of the list.
  await page.goto('/masters?campaign=spring');
  const table = new Table(page, 'Room masters');
  await expect(table.row(/105/)).toContainText('No master');
  await table.tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Assign master' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(anna);
  await expect(dialog.getByRole('status')).toHaveText(
    '3 changes will be made · 1 needs no change · 1 cannot be changed',
  );
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Assign at 3 doors' }).click();
  await typePasswordAgain(page, property.manager);
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: '3 done and verified' }),
  ).toBeVisible();
  expect(at.map((where) => needRoom(cloud, where).master)).toEqual([anna, bert, anna, anna, anna]);
  expect(callsOf(desk, 'Authowner', property.manager.account)).toHaveLength(3);
});

test('shares are revoked together and a landlord is not offered it', async ({
  page,
  desk,
  context,
  browser,
}) => {
  const property = addProperty(desk, 'Bulk Shares House', { rooms: 3 });
  const guest = addPerson(desk, 'guest@bulk-shares.example', 3).account;
  const rooms = property.rooms.map(({ door, channel }) =>
    needRoom(desk.simulator.cloud, { gid: door.gid, channel }),
  );
  for (const room of rooms) room.shares = [guest];
  await enter(desk, context, property.manager);
  await page.goto('/shares');
  const table = new Table(page, 'Shares');
  await expect(table.rows()).toHaveCount(3);
  await table.tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Revoke shares' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke at 3 doors' }).click();
  await typePasswordAgain(page, property.manager);
  await expect(page.getByText('Finished', { exact: true })).toBeVisible();
  expect(rooms.map((room) => room.shares)).toEqual([[], [], []]);

  const theirs = await browser.newContext();
  await enter(desk, theirs, property.landlord);
  const landlord = await theirs.newPage();
  waitUntilInteractive(landlord);
  await landlord.goto(`${desk.url}/shares`);
  await expect(landlord.getByRole('heading', { level: 1 })).toHaveText('Shares');
  await expect(landlord.getByRole('checkbox')).toHaveCount(0);
  await theirs.close();
});

test('progress is seen from another browser, and the rest can be cancelled', async ({
  page,
  desk,
  context,
  browser,
}) => {
  const many = 72;
  const property = addProperty(desk, 'Progress House', { rooms: many });
  const codes = putCodes(desk, property, many);
  const elsewhere = await browser.newContext();
  await enter(desk, elsewhere, property.manager);
  const there = await elsewhere.newPage();
  waitUntilInteractive(there);
  await there.goto(`${desk.url}/jobs`);
  await enter(desk, context, property.manager);
  // With a slow cloud there is still a rest to cancel.
  desk.simulator.faults.next({ effect: 'latency', ms: 5_000, call: 'DelTemPwd', times: null });
  await startRevoking(page, property.manager, many);
  await there.goto(page.url());
  await there.getByRole('button', { name: 'Cancel the rest' }).click();
  await there
    .getByRole('dialog')
    .getByRole('button', { name: /^Cancel (the last change|\d+ changes)$/ })
    .click();
  desk.simulator.faults.clear();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(there.getByText('Cancelled', { exact: true })).toBeVisible();
  const revoked = codes.filter((code) => code.revoked).length;
  expect(revoked).toBeGreaterThan(0);
  expect(revoked).toBeLessThan(many);
  await elsewhere.close();
});

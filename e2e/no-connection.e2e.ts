import pg from 'pg';
import { putCode } from '@/lib/simulator/control/alter-world';
import type { Desk } from '@/lib/testing/desk';
import { ageDeviceList } from '@/lib/testing/device-list';
import { expect, expectAccessible, test } from './fixtures';
import { enterMember } from './pages/enter-member';
import { enter } from './pages/entrance';
import { addProperty, type Person, roomAddress } from './pages/own-property';
import { bulkBar, Table } from './pages/table';

const cutOff = 'Doordesk has no working connection to the cloud here';

test('without a connection and a sign-in each page says that nothing reads the cloud, and work waits for one', {
  tag: '@journey',
}, async ({ page, desk, context, allowConsole }) => {
  allowConsole(/503/);
  const property = addProperty(desk, 'Cut Off House', { rooms: 2 });
  const [room] = property.rooms;
  if (!room) throw new Error('no room');
  for (const name of ['Cleaner', 'Plumber'])
    putCode(desk.simulator.cloud, {
      ...{ gid: room.door.gid, channel: room.channel, creator: property.manager.account, name },
      ...{ from: { date: 20240101, time: 0 }, to: { date: 20391231, time: 235959 } },
    });
  await enter(desk, context, property.manager);
  await page.goto('/doorcodes');
  await expect(new Table(page, 'Doorcodes').rows()).toHaveCount(2);
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  await page.goto('about:blank');
  await leave(desk, property.manager);
  await context.clearCookies();
  await enterMember(desk, context, { of: property.manager, name: 'Anna Cut' });

  const main = page.getByRole('main');
  await page.goto('/events');
  await expect(main).toContainText(cutOff);
  await expect(main).not.toContainText('by itself');
  await expect(main.getByRole('link', { name: 'Connections' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/');
  await expect(main).toContainText('Events are hidden until it can');
  await expect(main.getByText(cutOff, { exact: true })).toHaveCount(1);
  await expect(page.getByRole('region', { name: 'Needs a hand' }).getByText('Hidden now')).toHaveCount(2);
  for (const path of ['/buildings', '/buildings/Cut%20Off%20House', roomAddress(room)]) {
    await page.goto(path);
    await expect(main.getByText(/^Hidden now/).first()).toBeVisible();
    await expect(main).toContainText(cutOff);
    await expect(main).not.toContainText(/No event read yet|could not be read|Could not be read$|by itself/);
  }
  await expectAccessible(page);

  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await table.tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke 2 doorcodes' });
  await expect(dialog).toContainText('The job will wait for a sign-in or a connection');
  await expect(dialog).toContainText(property.manager.account);
  await dialog.getByRole('button', { name: 'Revoke 2 doorcodes' }).click();
  await expect(page).toHaveURL(/\/jobs\//);
  await expect(main.getByText('Waits for a sign-in or a connection', { exact: true })).toBeVisible();
  await expect(main).toContainText('This job waits for a sign-in or a connection');
  const codesBy = `Codes made by ${property.manager.account}`;
  await expect(main.getByText(codesBy)).toBeVisible();
  await expectAccessible(page);
  await page.goto('/jobs');
  await expect(main).toContainText(codesBy);

  await page.goto('/people');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
  await (await saved).delete();
  await page.goto('/buildings');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: cutOff })).toBeVisible();

  await connectAs(desk, property.manager, 'paused');
  await page.goto('/events');
  await expect(main).toContainText(`The connection of ${property.manager.account} is paused`);
  await connectAs(desk, property.manager, 'parked');
  for (const path of ['/', '/doorcodes']) {
    await page.goto(path);
    await expect(main.getByText(/^The cloud refuses the password of /)).toHaveCount(1);
    await expect(main.getByText(/Other changes are not made/i)).toHaveCount(1);
    await expect(main).not.toContainText('connect the account');
  }
});

test('without a connection an open page asks rarely, and shows soon that the cloud is read again', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/503/);
  const property = addProperty(desk, 'Quiet House', { rooms: 1 });
  await enter(desk, context, property.manager);
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  await page.goto('about:blank');
  await leave(desk, property.manager);
  await context.clearCookies();
  await enterMember(desk, context, { of: property.manager, name: 'Quiet Anna' });

  const hidden = page.getByText(/Events are hidden until it can/);
  await page.clock.install();
  await page.goto('/');
  await expect(hidden).toBeVisible();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.clock.runFor(60_000);
  expect(asked.filter((path) => path.startsWith('/api/events'))).toEqual([]);
  expect(asked.filter((path) => path === '/api/doubt').length).toBeLessThanOrEqual(4);

  await ageLists(desk, property.manager, 0);
  await expect(async () => {
    await page.clock.runFor(15_000);
    await expect(hidden).toBeHidden({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
});

async function connectAs(desk: Desk, { account }: Person, state: 'paused' | 'parked'): Promise<void> {
  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  try {
    await database.query(`update connection set state = $2, sealed_password = '\\x00' where account = $1`, [
      account,
      state,
    ]);
  } finally {
    await database.end();
  }
}

/** The holder's sessions end, and the device list is older than events may be shown by. */
async function leave(desk: Desk, { account }: Person): Promise<void> {
  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  try {
    await database.query(
      'delete from session where workspace_id = (select id from workspace where account = $1)',
      [account],
    );
  } finally {
    await database.end();
  }
  await ageLists(desk, { account }, 6);
}

async function ageLists(desk: Desk, { account }: Pick<Person, 'account'>, minutes: number): Promise<void> {
  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  try {
    await ageDeviceList(database, { account, minutes });
  } finally {
    await database.end();
  }
}

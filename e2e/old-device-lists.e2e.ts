import pg from 'pg';
import type { Desk } from '@/lib/testing/desk';
import { ageDeviceList } from '@/lib/testing/device-list';
import { expect, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { enter } from './pages/entrance';
import { addProperty, flatOf, roomAddress } from './pages/own-property';
import { Table } from './pages/table';

const always = { times: null } as const;

test('a device list older than an hour is read first: the frame comes before it, and a room of another account is still not found', async ({
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Frame House', { rooms: 1 });
  const [flat] = flatOf(property, '101');
  const [theirs] = flatOf(addProperty(desk, 'Other Frame House', { rooms: 1 }), '101');
  if (!flat || !theirs) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const read = async (path: string) => {
    await age(desk, property.manager.account);
    const response = await context.request.get(`${desk.url}${path}`);
    // The visible text, without the data in scripts.
    const text = (await response.text()).replaceAll(/<script[\s\S]*?<\/script>/g, '');
    return { status: response.status(), text };
  };
  desk.simulator.faults.next({ effect: 'latency', ms: 500, call: 'sign', ...always });
  for (const [path, inside] of [
    [roomAddress(flat), 'Read again'],
    ['/buildings/Frame%20House', 'Doors'],
    ['/people', 'No tenants yet'],
  ]) {
    const { status, text } = await read(path ?? '');
    expect(status, path).toBe(200);
    const skeleton = text.indexOf('aria-busy');
    expect(skeleton, path).toBeGreaterThan(0);
    expect(text.indexOf(inside ?? '', skeleton), path).toBeGreaterThan(skeleton);
  }
  for (const path of [roomAddress(theirs), '/buildings/Other%20Frame%20House']) {
    expect((await read(path)).status, path).toBe(404);
  }
});

test('a device list older than an hour that comes at once: pages are drawn by what it says', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Draft House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  const [kept] = flatOf(property, '102');
  if (!flat || !kept) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const paths = ['/', '/buildings/Draft%20House', '/events', '/people', roomAddress(flat)];
  for (const path of paths) {
    await age(desk, property.manager.account);
    await page.goto(path);
    await waitUntilInteractive(page);
    await expect(page.getByRole('main')).not.toContainText('could not be');
  }
  await age(desk, property.manager.account);
  await page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: 'Buildings' })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buildings');
  await expect(new Table(page, 'Buildings').rows()).toHaveCount(1);

  const { gid } = kept.door;
  const list = [
    { gid, vir_chn_no: kept.channel, gid_type: 1, building_name: 'Other Name', unit_label: 'Only' },
  ];
  desk.simulator.faults.next({ effect: 'answer', json: { re: 1, list }, call: 'sign', ...always });
  for (const path of [roomAddress(flat), '/buildings', '/masters']) {
    // Stores an old list that names another building than the cloud does.
    await age(desk, property.manager.account, 'Draft House');
    const text = await (await context.request.get(`${desk.url}${path}`)).text();
    expect(text, path).not.toContain('Draft House');
  }
});

test('events wait for a device list of at most five minutes, and come by themselves', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/503/);
  const property = addProperty(desk, 'Waiting House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  await enter(desk, context, property.manager);
  const table = new Table(page, 'Door events');
  await page.goto('/events');
  await expect(table.rows().first()).toBeVisible();

  desk.simulator.faults.next({ effect: 'drop-before', call: 'sign', times: null });
  await age(desk, property.manager.account, undefined, 6);
  const waits = page.getByText('Waiting for the device list', { exact: true });
  await page.goto('/events');
  await expect(waits).toBeVisible();
  await expect(table.rows()).toHaveCount(0);
  await page.goto(roomAddress(flat));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Room 101');
  const exported = await context.request.get(`${desk.url}/api/rooms/export?format=csv`);
  expect([exported.status(), await exported.json()]).toEqual([503, { error: 'cloud-list-outdated' }]);

  await page.goto('/events');
  await expect(waits).toBeVisible();
  desk.simulator.faults.clear();
  await age(desk, property.manager.account, undefined, 6);
  await expect(table.rows().first()).toBeVisible();
  await expect(waits).toHaveCount(0);
});

/** Makes the account's list look so old. With `building`, its rooms were in that building then. */
async function age(desk: Desk, account: string, building?: string, minutes?: number): Promise<void> {
  const database = new pg.Client({ connectionString: desk.settings.DATABASE_URL });
  await database.connect();
  try {
    await ageDeviceList(database, { account, ...(minutes === undefined ? {} : { minutes }) });
    if (building === undefined) return;
    const ofAccount = 'workspace_id = (select id from workspace where account = $1)';
    await database.query(`update device_list set content_hash = null where ${ofAccount}`, [account]);
    await database.query(`update room_channel set present = true, building_name = $2 where ${ofAccount}`, [
      account,
      building,
    ]);
  } finally {
    await database.end();
  }
}

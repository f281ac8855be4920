import pg from 'pg';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';

const failed = /could not be read|is not answering/;

test('a page that says a failure stops saying it once the cloud answers, without a reload', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Recovering House', { rooms: 2 });
  const building = `/buildings/${encodeURIComponent(property.building)}`;
  await enter(desk, context, property.manager);
  await page.clock.install();
  for (const path of [building, '/', '/buildings', '/events', '/masters']) {
    await page.goto(path);
    const main = page.getByRole('main');
    desk.simulator.faults.next({ effect: 'status', status: 503, times: null });
    // The page has its data read when it is opened, and says so when it is opened again. A reading that began before
    // the failure may still end well, after which nothing is due.
    await expect(async () => {
      await makeDue(desk.settings.DATABASE_URL);
      await page.reload();
      await expect(main.getByText(failed).first()).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 60_000 });
    desk.simulator.faults.clear();
    await expect(async () => {
      await makeDue(desk.settings.DATABASE_URL);
      await page.clock.runFor(30_000);
      await expect(main.getByText(failed)).toHaveCount(0, { timeout: 3_000 });
    }, path).toPass({ timeout: 60_000 });
  }
});

test('the overview waits for rooms that stay unread longer than its doors', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Slower House', { rooms: 2 });
  desk.simulator.faults.next({ effect: 'status', status: 503, times: null, call: 'GetMainer' });
  await enter(desk, context, property.manager);
  await page.clock.install();
  const panel = page.getByRole('main').getByText('2 of 2 could not be read');
  await expect(async () => {
    await page.goto('/');
    await expect(panel.first()).toBeVisible({ timeout: 2_000 });
    // What says so by itself, and tries again by itself, is not on the page.
    await expect(page.getByRole('button', { name: 'Try again' })).toHaveCount(0, { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await page.clock.runFor('00:05:00');
  desk.simulator.faults.clear();
  await expect(async () => {
    await makeDue(desk.settings.DATABASE_URL);
    await page.clock.runFor(30_000);
    await expect(panel).toHaveCount(0, { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
});

/** What was read or tried counts as long ago, so that it is read again at once. */
async function makeDue(connectionString: string | undefined): Promise<void> {
  const database = new pg.Client({ connectionString });
  await database.connect();
  for (const table of ['master_reading', 'share_reading', 'doorcode_reading', 'event_door'])
    await database.query(
      `update ${table} set tried_at = tried_at - interval '2 days', read_at = read_at - interval '2 days'`,
    );
  await database.end();
}

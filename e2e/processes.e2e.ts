import { putCode } from '@/lib/simulator/control/alter-world';
import type { Doorcode } from '@/lib/simulator/world/model';
import type { Desk } from '@/lib/testing/desk';
import { expect, test } from './fixtures';
import { waitUntilInteractive } from './interactive';
import { startRevoking } from './pages/bulk-revoke';
import { enter } from './pages/entrance';
import { addProperty, type Property } from './pages/own-property';
import { callsOf } from './pages/vendor-calls';

function putCodes(desk: Desk, property: Property): Doorcode[] {
  return property.rooms.map(({ door, channel, label }) =>
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

test('a process killed in the middle of a job: another goes on, and repeats no change', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  allowConsole(/Failed to load|ERR_|network|fetch/i);
  const property = addProperty(desk, 'Killed House', { rooms: 8 });
  const codes = putCodes(desk, property);
  await enter(desk, context, property.manager);
  const revoked = () => codes.filter((code) => code.revoked).length;
  desk.simulator.faults.next({ effect: 'late-answer', ms: 1_000, call: 'DelTemPwd', times: null });
  await startRevoking(page, property.manager, 8);
  await expect.poll(revoked).toBeGreaterThan(0);
  await desk.crashAndRestart();
  desk.simulator.faults.clear();
  await page.reload();
  await expect(page.getByText('Finished', { exact: true })).toBeVisible({ timeout: 60_000 });
  await expect.poll(revoked).toBe(8);
  // The killed process's open call was read back, so no code is revoked twice.
  expect(callsOf(desk, 'DelTemPwd', property.manager.account)).toHaveLength(8);
});

test.describe('two processes on one database', () => {
  test('a sign-out in one is final in the other, and a job’s progress is seen there', async ({
    page,
    desk,
    context,
    browser,
  }) => {
    const property = addProperty(desk, 'Two Processes House', { rooms: 5 });
    putCodes(desk, property);
    const second = await desk.startSecond();
    try {
      await enter(desk, context, property.manager);
      const there = await browser.newContext();
      await there.addCookies(await context.cookies());
      const other = await there.newPage();
      waitUntilInteractive(other);
      await other.goto(`${second.url}/jobs`);
      await expect(other.getByText('No jobs yet')).toBeVisible();

      await startRevoking(page, property.manager, 5);
      await other.goto(page.url().replace(desk.url, second.url));
      await expect(page.getByText('Finished', { exact: true })).toBeVisible();
      await expect(other.getByText('Finished', { exact: true })).toBeVisible();
      await expect(
        other.getByRole('main').getByRole('status').filter({ hasText: '5 done and verified' }),
      ).toBeVisible();

      await page.goto('/settings');
      await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByText('You have signed out.')).toBeVisible();
      expect((await there.request.get(`${second.url}/api/rooms`)).status()).toBe(401);
      await other.goto(`${second.url}/events`);
      await expect(other).toHaveURL(/\/login/);
      await there.close();
    } finally {
      await second.stop();
    }
  });
});

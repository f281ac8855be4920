import { arrive } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty, flatOf } from './pages/own-property';
import { Table } from './pages/table';

test('a call, its answer and the unlock are one row that opens, and can be ungrouped again', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Visits House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 0, channel: flat.channel, secondsAgo: 60 },
    { type: 1, channel: flat.channel, secondsAgo: 50 },
    { type: 4, channel: flat.channel, secondsAgo: 40 },
  ]);
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  const first = table.rows().first();
  await expect(first).toContainText('Visit · 20 s');
  const opener = first.getByRole('button', { name: 'Show the events of the visit (3)' });
  await opener.click();
  await expect(table.rows().nth(1)).toContainText('Opened by app');
  await expect(table.rows().nth(3)).toBeVisible();
  await expectAccessible(page);
  await first.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(opener).toHaveAttribute('aria-expanded', 'false');

  await (await table.display()).getByRole('checkbox', { name: 'Group visits' }).uncheck();
  await expect(page).toHaveURL(/visits=0/);
  await expect(first).toContainText('Opened by app');
  await page.goto('/events');
  await expect(first).toContainText('Opened by app');
});

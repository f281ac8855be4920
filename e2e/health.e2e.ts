import { arrive } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty, flatOf } from './pages/own-property';
import { Table } from './pages/table';

test('the health of the doors is one click from the events, and leads back to one door', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Health House', { rooms: 1, doors: 2 });
  const [flat, other] = flatOf(property, '101');
  if (!flat || !other) throw new Error('no flat at two doors');
  arrive(desk.simulator.cloud, flat.door.gid, [
    // Doordesk read this event before its time: the door's clock is half an hour ahead.
    { type: 2, codeName: 'From the future', channel: flat.channel, secondsAgo: -1_800 },
  ]);
  await enter(desk, context, property.manager);
  // Events of a door that is read later are only offered, so that the list does not move.
  await expect
    .poll(async () => {
      const archive = await (await context.request.get(`${desk.url}/api/archive`)).json();
      return archive.doors.map(({ complete }: { complete: boolean }) => complete);
    })
    .toEqual([true, true]);
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().filter({ hasText: 'From the future' })).toBeVisible();
  await page.getByRole('link', { name: 'Door health' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Door health');
  const doors = new Table(page, 'Doors and their health');
  await doors.search(property.building);
  await expect(doors.rows()).toHaveCount(2);
  await expect(doors.rows().filter({ hasText: /(29|30) min ahead/ })).toHaveCount(1);
  await expect(doors.rows().filter({ hasText: 'No fault seen' })).toHaveCount(1);

  await doors.filter('Problem', 'Clock wrong');
  await expect(doors.rows()).toHaveCount(1);
  const { name, content } = await doors.export('CSV');
  expect(name).toBe('doordesk-door-health.csv');
  expect(content.toString()).toContain(flat.door.gid);
  expect(content.toString()).not.toContain(other.door.gid);

  await doors.rows().getByRole('button').click();
  const details = page.getByRole('dialog', { name: property.building });
  await expect(details).toContainText(/(29|30) min ahead/);
  await expect(details.getByRole('region', { name: 'What is proven complete' })).toContainText(
    'Begins with the first record that the cloud has.',
  );
  await details.getByRole('link', { name: 'Events of this door' }).click();
  await expect(page).toHaveURL(new RegExp(`door=${flat.door.gid}`));
  await expect(new Table(page, 'Door events').rows().filter({ hasText: 'From the future' })).toBeVisible();
});

test('a door that is silent for far longer than usual is pointed out on the overview', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Silent House', { rooms: 1, visitsPerDay: 0 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  // Every three hours for four weeks, then nothing for five days.
  const hours = Array.from({ length: (28 * 24) / 3 }, (_, index) => 5 * 24 + index * 3);
  arrive(
    desk.simulator.cloud,
    flat.door.gid,
    hours
      .toReversed()
      .map((hour) => ({ type: 2, codeName: 'Cleaner', channel: flat.channel, secondsAgo: hour * 3_600 })),
  );
  await enter(desk, context, property.manager);
  await page.goto('/events');
  await expect(new Table(page, 'Door events').rows().first()).toBeVisible();
  await expect(async () => {
    await page.goto('/');
    await expect(page.getByText('1 door is silent for longer than is usual for it')).toBeVisible();
  }).toPass();
  const notice = page.getByRole('listitem').filter({ hasText: `${property.building}:` });
  await expect(notice).toContainText('Silent for 5 days; usually an event every 3 h');
  await page.getByRole('link', { name: 'Door health' }).click();
  await expect(new Table(page, 'Doors and their health').rows().first()).toContainText('Silent 5 days');
});

import { arrive } from '@/lib/simulator/control/alter-world';
import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty, flatOf } from './pages/own-property';
import { Table } from './pages/table';

test('what is seen is saved under a name, opened again, renamed, deleted and put back', {
  tag: '@journey',
}, async ({ page, desk, context }) => {
  const property = addProperty(desk, 'Views House', { rooms: 2 });
  const [flat] = flatOf(property, '101');
  if (!flat) throw new Error('no flat');
  arrive(desk.simulator.cloud, flat.door.gid, [
    { type: 2, codeName: 'Gardener', channel: flat.channel },
    { type: 4, codeName: 'Postman', channel: flat.channel },
  ]);
  await enter(desk, context, property.manager);
  await page.goto('/events');
  const table = new Table(page, 'Door events');
  await table.search('Gardener');
  await table.expectCount('1 row');

  const menu = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
  await menu('Saved views').click();
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Save as a view' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByRole('textbox').fill('Garden');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(menu('Garden')).toBeVisible();

  await page.goto('/events');
  await expect(table.row(/Opened by app/).first()).toBeVisible();
  await menu('Saved views').click();
  await page.getByRole('menuitemradio', { name: 'Garden' }).click();
  await expect(page).toHaveURL(/q=Gardener/);
  await table.expectCount('1 row');
  await table.clearFilters();
  await expect(page).not.toHaveURL(/q=/);

  await menu('Garden').click();
  await page.getByRole('menuitem', { name: 'Rename “Garden”…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Yard');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(menu('Yard')).toBeVisible();

  await menu('Yard').click();
  await page.getByRole('menuitem', { name: 'Delete “Yard”' }).click();
  await expect(menu('Saved views')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(menu('Yard')).toBeVisible();

  await table.clearFilters();
  await expect(page).not.toHaveURL(/q=/);
  const time = table.element.getByRole('columnheader', { name: 'Time' });
  await expect(time).toHaveAttribute('aria-sort', 'descending');
  await table.sortBy('Time');
  await expect(page).toHaveURL(/dir=asc/);
  await expect(time).toHaveAttribute('aria-sort', 'ascending');
  await expect(time.getByRole('button')).toBeFocused();
  await menu('Yard').click();
  await page.getByRole('menuitem', { name: 'Save these filters in “Yard”' }).click();
  await page.goto('/events');
  await expect(time).toHaveAttribute('aria-sort', 'descending');
  await menu('Saved views').click();
  await page.getByRole('menuitemradio', { name: 'Yard' }).click();
  await expect(page).toHaveURL(/dir=asc/);
  await expect(time).toHaveAttribute('aria-sort', 'ascending');
  await table.sortBy('Time');
  await expect(page).not.toHaveURL(/dir=/);
  await expect(time).toHaveAttribute('aria-sort', 'descending');

  await menu('Yard').click();
  await page.getByRole('menuitem', { name: 'Schedule “Yard”…' }).click();
  const schedule = page.getByRole('dialog', { name: 'Schedule an export' });
  await expect(schedule.getByLabel('Name')).toHaveValue('Yard');
  await expect(schedule.getByLabel('Events', { exact: true }).locator('option:checked')).toHaveText('Yard');
  await page.goto('/events?type=4');
  await menu('Saved views').click();
  await page.getByRole('menuitem', { name: 'Schedule these events…' }).click();
  await expect(schedule.getByRole('link', { name: 'Show these events' })).toHaveAttribute('href', /type=4/);
  await schedule.getByLabel('Name').fill('By app');
  await schedule.getByRole('button', { name: 'Save schedule' }).click();
  await expect(page.getByText('Filtered events')).toBeVisible();
  await expect(page).not.toHaveURL(/schedule/);

  await page.goto('/masters?state=none');
  await menu('Saved views').click();
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await dialog.getByRole('textbox').fill('Empty rooms');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(menu('Empty rooms')).toBeVisible();
  await page.goto('/masters');
  await menu('Saved views').click();
  await expect(page.getByRole('menuitemradio')).toHaveText('Empty rooms');
  await page.getByRole('menuitemradio').click();
  await expect(page).toHaveURL(/masters\?state=none/);

  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Yard');
  await page.getByRole('option', { name: 'Yard' }).click();
  await expect(page).toHaveURL(/\/events\?.*view=/);
});

test('a view is saved and opened without an empty page, and the focus returns to its button', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Steady House', { rooms: 2 });
  await enter(desk, context, property.manager);
  await page.goto('/masters?state=none');
  const menu = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
  await expect(menu('Saved views')).toBeVisible();
  const emptied = await page.evaluateHandle(() => {
    const found = { times: 0 };
    new MutationObserver(() => {
      if ((document.querySelector('main')?.textContent ?? '').trim() === '') found.times++;
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    return found;
  });
  const timesEmpty = () => emptied.evaluate(({ times }) => times);

  await menu('Saved views').click();
  await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Empty rooms');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page).toHaveURL(/masters\?state=none&view=/);
  await expect(menu('Empty rooms')).toBeFocused();
  expect(await timesEmpty()).toBe(0);

  await new Table(page, 'Room masters').clearFilters();
  await expect(page).not.toHaveURL(/state=/);
  await menu('Empty rooms').click();
  await page.getByRole('menuitemradio', { name: 'Empty rooms' }).click();
  await expect(page).toHaveURL(/masters\?state=none&view=/);
  await expect(menu('Empty rooms')).toBeFocused();
  expect(await timesEmpty()).toBe(0);
});

test('jobs, the health of doors and the rooms of a building have saved views', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Inner House', { rooms: 1 });
  await enter(desk, context, property.manager);
  const menu = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
  const save = async (name: string) => {
    await menu('Saved views').click();
    await page.getByRole('menuitem', { name: 'Save as a view…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill(name);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(menu(name)).toBeVisible();
  };
  await page.goto('/jobs?state=paused&kind=revoke-doorcodes');
  await save('Paused jobs');
  await page.goto('/jobs');
  await expect(page.getByText('No jobs yet')).toBeVisible();
  await menu('Saved views').click();
  await page.getByRole('menuitemradio', { name: 'Paused jobs' }).click();
  await expect(page).toHaveURL(/\/jobs\?state=paused&kind=revoke-doorcodes&view=/);
  await expect(page.getByText('Nothing matches these filters')).toBeVisible();
  await expectAccessible(page);

  await page.goto('/events/health?sign=silent');
  await save('Silent doors');
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Silent doors');
  await page.getByRole('option', { name: 'Silent doors' }).click();
  await expect(page).toHaveURL(/\/events\/health\?sign=silent&view=/);
  await expect(menu('Silent doors')).toBeVisible();

  const rooms = new Table(page, 'Rooms');
  await page.goto(`/buildings/${encodeURIComponent(property.building)}?master=differs`);
  await save('Doors that differ');
  await rooms.clearFilters();
  await expect(rooms.rows()).toHaveCount(1);
  await expect(page).not.toHaveURL(/master=/);
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Doors that differ');
  await page.getByRole('option', { name: 'Doors that differ' }).click();
  await expect(page).toHaveURL(/\/buildings\/Inner%20House\?master=differs&view=/);
  await expect(menu('Doors that differ')).toBeVisible();
});

import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';
import { callsOf } from './pages/vendor-calls';

test('codes that were not made are tried again once, and one page ends with all digits', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Retry House', { rooms: 4, doors: 3 });
  const { account } = property.manager;
  await enter(desk, context, property.manager);
  const refusal = { effect: 'answer', json: { re: 6 }, call: 'getQrCode' } as const;
  desk.simulator.faults.next({ ...refusal, times: 3 });
  await page.goto('/doorcodes/new');
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('retry house');
  await page.getByRole('button', { name: 'Choose all 4' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Roofer');
  await page.getByText(/One code for each room at each door/).click();
  await page.getByRole('button', { name: 'Make 12 doorcodes' }).click();
  await expect(page.getByText('9 of 12 confirmed, 3 not made')).toBeVisible();
  await expect(page.getByText('3 are neither copied nor printed: 3 not made.')).toBeVisible();
  await expectAccessible(page);
  const form = page.url();

  await page.getByRole('link', { name: /^3 codes were not made/ }).click();
  await expect(page.getByRole('button', { name: 'Try 3 again' })).toBeVisible();
  const job = page.url();
  const otherTab = await context.newPage();
  await otherTab.goto(job);
  await page.getByRole('button', { name: 'Try 3 again' }).click();
  await expect(page.getByText('3 done and verified')).toBeVisible();

  // Neither a tab that was open before nor the job's page makes more codes.
  await otherTab.getByRole('button', { name: 'Try 3 again' }).click();
  await expect(otherTab.getByRole('alert').filter({ hasText: 'Another person changed it' })).toBeVisible();
  await expect(otherTab.getByRole('link', { name: /^3 changes were tried again/ })).toBeVisible();
  await expect(otherTab.getByRole('button', { name: /^Try/ })).toHaveCount(0);
  await otherTab.close();
  await page.goto(job);
  await expect(page.getByRole('button', { name: /^Try/ })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: /^3 changes were tried again/ }).click();
  await page.getByRole('link', { name: /^Show the codes/ }).click();
  await expect(page).toHaveURL(form);
  await expect(page.getByText('12 of 12 confirmed')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Roofer' })).toHaveCount(12);
  expect(callsOf(desk, 'getQrCode', account)).toHaveLength(15);

  await page.getByRole('button', { name: 'Revoke' }).first().click();
  await page.getByRole('button', { name: 'Revoke “Roofer”' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('11 of 12 confirmed, 1 revoked')).toBeVisible();
  await expect(page.getByText('1 is neither copied nor printed: 1 revoked.')).toBeVisible();
  await expect(page.getByText(/^Missing from the list read/)).toBeVisible();
});

test('a few codes of a single room that failed are tried again where they stand', async ({
  page,
  desk,
  context,
}) => {
  const property = addProperty(desk, 'Garage House', { rooms: 2, doors: 3 });
  await enter(desk, context, property.manager);
  const refusal = { effect: 'answer', json: { re: 6 }, call: 'getQrCode' } as const;
  desk.simulator.faults.next({ ...refusal, times: 3 });
  await page.goto('/doorcodes/new');
  await page.getByRole('searchbox', { name: 'Find a room' }).fill('101 garage');
  await page.getByRole('checkbox', { name: /101/ }).check();
  await page.getByRole('textbox', { name: 'Name' }).fill('Guest');
  await page.getByRole('button', { name: 'Make 3 doorcodes' }).click();
  await expect(page.getByText('0 of 3 confirmed, 3 not made')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Try 3 again' }).click();
  const tickets = page.getByRole('article', { name: 'Guest' });
  await expect(tickets).toHaveCount(3);
  await expect(page.getByText('3 of 3 confirmed')).toBeVisible();
  for (const ticket of await tickets.all()) await expect(ticket).toContainText('Room 101');
});

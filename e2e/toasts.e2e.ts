import { expect, expectAccessible, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';

for (const { colorScheme, width } of [
  { colorScheme: 'light', width: 1440 },
  { colorScheme: 'dark', width: 390 },
] as const)
  test(`messages of success and of failure are accessible, ${colorScheme} at ${width} px`, async ({
    page,
    desk,
    context,
    allowConsole,
  }) => {
    const property = addProperty(desk, `Toast House ${width}`, { rooms: 1 });
    await enter(desk, context, property.manager);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`/buildings/${encodeURIComponent(property.building)}`);
    const toasts = page.locator('[data-toasts] li');
    await page.getByRole('button', { name: 'Edit details' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(toasts).toHaveCount(1);
    await expectAccessible(page);

    allowConsole(/ERR_INTERNET_DISCONNECTED/);
    await context.setOffline(true);
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(toasts.filter({ hasText: 'No connection to Doordesk' })).toBeVisible();
    await expectAccessible(page);
  });

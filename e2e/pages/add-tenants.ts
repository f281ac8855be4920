import { expect, type Page } from '@playwright/test';

/** Adds tenants of room 101 on the open people page. */
export async function addTenants(page: Page, names: readonly string[]): Promise<void> {
  const dialog = page.getByRole('dialog');
  for (const name of names) {
    await page.getByRole('button', { name: 'Add tenant' }).first().click();
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByLabel('Room', { exact: true }).selectOption({ label: '101' });
    await dialog.getByRole('button', { name: 'Add tenant' }).click();
    await expect(dialog).toHaveCount(0);
  }
}

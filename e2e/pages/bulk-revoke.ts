import { expect, type Page } from '@playwright/test';
import type { Person } from './own-property';
import { bulkBar, Table } from './table';

/** Revokes all doorcodes of the list, up to the page of the job. */
export async function startRevoking(page: Page, person: Person, count: number): Promise<void> {
  await page.goto('/doorcodes');
  const table = new Table(page, 'Doorcodes');
  await expect(table.rows()).toHaveCount(count);
  await table.tickAllLoaded();
  await bulkBar(page).getByRole('button', { name: 'Revoke' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Revoke ${count} doorcodes` })
    .click();
  await typePasswordAgain(page, person);
  await expect(page).toHaveURL(/\/jobs\/.+/);
}

export async function typePasswordAgain(page: Page, person: Person): Promise<void> {
  const prompt = page.getByRole('dialog', { name: 'Type your password again' });
  await prompt.getByLabel('Password', { exact: true }).fill(person.password);
  await prompt.getByRole('button', { name: 'Continue' }).click();
}

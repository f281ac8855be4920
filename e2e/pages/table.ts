import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';

export class Table {
  readonly element: Locator;

  constructor(
    private readonly page: Page,
    name: string,
  ) {
    this.element = page.getByRole('table', { name, exact: true });
  }

  row(name: string | RegExp): Locator {
    return this.element.getByRole('row', { name });
  }

  rows(): Locator {
    return this.element.locator('tbody').getByRole('row');
  }

  async tick(name: string | RegExp): Promise<void> {
    await this.row(name).getByRole('checkbox').check();
  }

  async tickAllLoaded(): Promise<void> {
    await this.element.getByRole('checkbox', { name: /^Select the/ }).check();
  }

  async sortBy(column: string): Promise<void> {
    await this.element.getByRole('columnheader', { name: column, exact: true }).getByRole('button').click();
  }

  async column(title: string): Promise<string[]> {
    const titles = (await this.element.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    const at = titles.indexOf(title);
    expect(at, `a column called ${title}`).toBeGreaterThanOrEqual(0);
    return this.rows().evaluateAll(
      (rows, index) => rows.map((row) => (row.children[index]?.textContent ?? '').trim()),
      at,
    );
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole('search').getByRole('searchbox').first().fill(text);
    await this.page.waitForURL((address) => (address.searchParams.get('q') ?? '') === text);
  }

  async filter(label: string, ...options: string[]): Promise<void> {
    await this.page.getByRole('search').getByRole('button', { name: label }).first().click();
    const choices = this.page.getByRole('dialog', { name: label });
    // A count may follow the word.
    for (const option of options) await choices.getByLabel(new RegExp(`^${option}[\\s\\d,]*$`)).check();
    await this.page.keyboard.press('Escape');
  }

  async clearFilters(): Promise<void> {
    await this.page.getByRole('button', { name: 'Clear filters' }).first().click();
  }

  /** Opens what the list shows besides its rows. Esc closes it. */
  async display(): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Display' }).click();
    return this.page.getByRole('dialog', { name: 'Display' });
  }

  async expectCount(words: string | RegExp): Promise<void> {
    await expect(this.page.locator('[data-panel] > p[aria-live]')).toHaveText(words);
  }

  /** Exports the table. `word` is the entry in the menu. */
  async export(word: 'CSV' | 'Excel (XLSX)' | 'JSON lines'): Promise<{ name: string; content: Buffer }> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    const started = this.page.waitForEvent('download');
    await this.page.getByRole('menuitem', { name: word, exact: true }).click();
    const download = await started;
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  }
}

export function bulkBar(page: Page): Locator {
  return page.getByRole('region', { name: /selected$/ });
}

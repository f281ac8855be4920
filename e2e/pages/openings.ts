import { expect, type Locator, type Page } from '@playwright/test';

/** Buttons that open a dialog, a panel or a menu, and change nothing by themselves. */
const openers =
  /^(Add|Hand out|Edit|Schedule|Change|Choose(?! all)|Columns|Display|Saved views|Export|Assign|Replace|Remove|Share|Hold|Set|Move out|Take back|Report|Delete|Name|Revoke|End )/;

/** No step waits longer: a dialog that does not close is a fault. */
const patience = { timeout: 10_000 };
const dialogs = (page: Page) => page.locator('dialog[open]');
const popovers = (page: Page) => page.locator(':popover-open:not(section)');

/** What one part of a page has to open: the places of its buttons, and of the entries of their menus. */
export type Opening = { at: number; name: string; entries: number[] };

/** Without those that scroll the filters: whether these are there depends on the width of the words. */
const buttonsOf = (within: Locator) =>
  within.locator('button:not(th *, [data-row-open], [data-scrolls]):visible:enabled');

/** The buttons that open something and change nothing by themselves, found by their English names. */
async function findOpenings(within: Locator): Promise<Opening[]> {
  // A form is sent by its own button, which opens nothing.
  const names = await buttonsOf(within).evaluateAll((all) =>
    all.map((one) => (one.getAttribute('type') === 'submit' ? '' : (one.textContent?.trim() ?? ''))),
  );
  return names.flatMap((name, at) =>
    openers.test(name) && names.indexOf(name) === at ? [{ at, name, entries: [] }] : [],
  );
}

/**
 * Opens all that can be opened in a part of the page, one after the other, and calls `look` each time. In English it
 * finds the buttons by their names and returns them; other languages are given those, and press the same ones. `reopen`
 * brings a panel back that closes when something opens from it.
 */
export async function openEach(
  page: Page,
  within: Locator,
  look: (what: string) => Promise<void>,
  { known, reopen }: { known?: Opening[] | undefined; reopen?: () => Promise<void> } = {},
): Promise<Opening[]> {
  const openings = known ?? (await findOpenings(within));
  const before = await dialogs(page).count();
  const home = page.url();
  const open = async ({ at }: Opening) => {
    // An entry such as "Schedule…" opens its dialog on another page.
    if (new URL(page.url()).pathname !== new URL(home).pathname) await page.goto(home);
    if ((await dialogs(page).count()) < before) await reopen?.();
    await press(page, buttonsOf(within).nth(at));
  };
  for (const opening of openings) {
    await open(opening);
    await look(opening.name);
    if (!known && (await popovers(page).count()) > 0) opening.entries = await findEntries(page);
    await closeDownTo(page, before);
    for (const entry of opening.entries) {
      await open(opening);
      await press(page, popovers(page).getByRole('menuitem').nth(entry), 'dialog[open]');
      await look(`${opening.name}, entry ${entry + 1}`);
      await closeDownTo(page, before);
    }
  }
  return openings;
}

/** Entries of the open menu that ask further, which their dots say. */
async function findEntries(page: Page): Promise<number[]> {
  const names = await popovers(page).getByRole('menuitem').allInnerTexts();
  return names.flatMap((name, at) => (name.trim().endsWith('…') ? [at] : []));
}

/** Clicks, and waits until something else is in front than before: a dialog or, unless only dialogs count, a menu. */
async function press(
  page: Page,
  button: Locator,
  counts = 'dialog[open], :popover-open:not(section)',
): Promise<void> {
  // By identity, because texts such as ages change by themselves while a dialog is being loaded.
  const inFront = () =>
    page
      .locator(counts)
      .evaluateAll((all) => all.map((one) => `${one.id} ${one.getAttribute('aria-labelledby')}`));
  const before = await inFront();
  await button.click(patience);
  await expect.poll(inFront, patience).not.toEqual(before);
}

/** Opens up to `most` rows of the page's tables at the side, and calls `look` each time. */
export async function openRows(
  page: Page,
  most: number,
  look: (panel: Locator, row: number, reopen: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const rows = page.locator('main button[data-row-open]:visible');
  const panel = dialogs(page).first();
  const count = Math.min(most, await rows.count());
  for (let row = 0; row < count; row++) {
    const open = async () => {
      await rows.nth(row).click(patience);
      await expect(panel).toBeVisible(patience);
    };
    await open();
    await look(panel, row, open);
    await closeDownTo(page, 0);
  }
}

/** Esc closes what is open, one after the other, until no menu and only so many dialogs are left. */
async function closeDownTo(page: Page, left: number): Promise<void> {
  await expect(async () => {
    const isMore = async () => (await dialogs(page).count()) > left || (await popovers(page).count()) > 0;
    if (await isMore()) await page.keyboard.press('Escape');
    await expect.poll(isMore, { timeout: 1_000 }).toBe(false);
  }).toPass(patience);
}

import { expect, type Locator, type Page } from '@playwright/test';
import { settled } from '../interactive';

/** Does what Chrome's page translation does: wraps each text, also later ones, in two <font> elements. */
export async function translate(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]:not(tr)')).toHaveCount(0);
  await settled(page);
  await wrapTexts(page, { foreign: false });
}

/** Does not wait until React has taken the page over. `foreign`: the texts there are become others, too. */
export async function wrapTexts(page: Page, { foreign }: { foreign: boolean }): Promise<void> {
  await page.evaluate((isForeign) => {
    const kept = 'script, style, noscript, textarea, select, svg, title, font';
    function wrap(text: Text) {
      if (text.data === '' || !text.parentElement || text.parentElement.closest(kept)) return;
      const inner = document.createElement('font');
      const outer = document.createElement('font');
      outer.append(inner);
      text.replaceWith(outer);
      inner.append(text);
    }
    function textsOf(root: Node): Text[] {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = root instanceof Text ? [root] : [];
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node instanceof Text) texts.push(node);
      return texts;
    }
    for (const text of textsOf(document.body)) {
      wrap(text);
      if (isForeign && text.parentElement?.matches('font')) text.data = [...text.data].reverse().join('');
    }
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes) for (const text of textsOf(node)) wrap(text);
    }).observe(document.body, { childList: true, subtree: true });
  }, foreign);
}

export async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByText(/could not be shown/)).toHaveCount(0);
  // The router reloads the page if it gets no answer. The browser then translates that page, too.
  if ((await page.locator('font').count()) === 0) await translate(page);
}

/** Buttons that open a dialog, a panel or a menu, or read again. They change nothing by themselves. */
const openers =
  /^(Add|Hand out|Edit|Schedule|Change|Choose|Columns|View|Export|Filter|Assign|Replace|Share|Hold|Set|Read again|Look again|Show|More|Move out|Take back|Report|Delete|Name|Keep|Upload|Archive)/;

/** A dialog that cannot be closed is a fault, so no step waits longer. */
const patience = { timeout: 10_000 };

/** Presses each button that opens something, uses what opened, and closes it. */
export async function useEverything(page: Page): Promise<void> {
  await useAll(page, page.locator('main'));
  await expectWhole(page);
}

/** Uses the panel of the first row, and each dialog that opens from it. */
export async function useRowPanel(page: Page): Promise<void> {
  await page.locator('main button[data-row-open]').first().click(patience);
  const panel = page.locator('dialog[open]').first();
  await expect(panel).toBeVisible(patience);
  await useAll(page, panel);
  await expectWhole(page);
  await closeAll(page, 0);
}

/** Uses the palette, the keyboard shortcuts and the account menu. */
export async function useShell(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('101');
  await expect(page.getByRole('option').first()).toBeVisible(patience);
  await page.keyboard.press('ArrowDown');
  await closeAll(page, 0);
  await page.keyboard.press('?');
  await expect(page.locator('dialog[open]')).toBeVisible(patience);
  await closeAll(page, 0);
  await page.getByRole('button', { name: /^Account .*@/ }).click(patience);
  await expect(page.getByRole('menu')).toBeVisible(patience);
  await expectWhole(page);
}

async function useAll(page: Page, within: Locator): Promise<void> {
  // Leaves out table heads, which sort, and rows, whose panel is a separate step.
  const buttons = within.locator('button:not(th *, [data-row-open]):visible:enabled');
  const names = await buttons.evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));
  for (const name of new Set(names.filter((one) => openers.test(one)))) {
    const button = buttons.filter({ hasText: name }).first();
    // An earlier button may have removed it.
    if ((await button.count()) === 0) continue;
    const before = await page.locator('dialog[open]').count();
    await press(page, { button, before });
    await useOpened(page, before);
    await closeAll(page, before);
    await expectWhole(page);
  }
}

/** Presses the button. If an earlier button opened a dialog late, first uses and closes that dialog. */
async function press(page: Page, { button, before }: { button: Locator; before: number }): Promise<void> {
  const isLate = async () => (await page.locator('dialog[open]').count()) > before;
  for (;;) {
    const isPressed = await button.click({ timeout: 3_000 }).then(
      () => true,
      () => false,
    );
    if (isPressed) return;
    if (!(await isLate())) break;
    await useOpened(page, before);
    await closeAll(page, before);
  }
  await button.click(patience);
}

/** Submits an open dialog, first empty, then filled in. Other things have nothing to submit. */
async function useOpened(page: Page, before: number): Promise<void> {
  const dialogs = page.locator('dialog[open]');
  // A dialog's code may still be loading. If it opened later, it would cover the next button.
  await expect
    .poll(async () => (await dialogs.count()) > before || (await isOpen(page)), { timeout: 2_000 })
    .toBe(true)
    .catch(() => {});
  if ((await dialogs.count()) <= before) return;
  await send(page, before);
  if ((await dialogs.count()) <= before) return;
  await fillIn(dialogs.last());
  await send(page, before);
}

function isOpen(page: Page): Promise<boolean> {
  return page.evaluate(() => document.querySelector(':popover-open:not(section), [aria-busy=true]') !== null);
}

/** Presses the deciding button, and waits for any answer. */
async function send(page: Page, before: number): Promise<void> {
  const dialog = page.locator('dialog[open]').nth(before);
  const deciding = dialog.locator('footer button:enabled').last();
  if ((await deciding.count()) === 0) return;
  await deciding.click(patience);
  const busy = page.locator('dialog[open] [aria-busy=true]');
  const prompt = page.locator('dialog[open]').nth(before + 1);
  await expect
    .poll(async () => (await prompt.count()) > 0 || (await busy.count()) === 0, patience)
    .toBe(true);
  // It asks for the password. Without one, the dialog below goes on.
  if ((await prompt.count()) > 0) await closeAll(page, before + 1);
  await expect(busy).toHaveCount(0, patience);
}

/** Fills in all fields at once, because one field may remove another from the dialog. */
async function fillIn(dialog: Locator): Promise<void> {
  await dialog.evaluate((element) => {
    const fields = element.querySelectorAll<HTMLInputElement>('input, textarea, select');
    for (const field of fields) {
      const value = field.checkVisibility() && !field.disabled ? valueFor(field) : null;
      if (value === null) continue;
      // Uses the prototype's setter, so React notices the change as if a person typed.
      const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field) as object, 'value') ?? {};
      set?.call(field, value);
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }

    function valueFor(field: HTMLInputElement): string | null {
      if (field.value !== '') return null;
      if (field instanceof HTMLSelectElement) return field.options[field.options.length - 1]?.value ?? null;
      if (field.type === 'email') return 'person@mail.example';
      if (field.type === 'tel') return '030 12345';
      if (field.type === 'date') return new Date().toISOString().slice(0, 10);
      // A text that is valid as a name, a number and an amount.
      return ['text', 'textarea'].includes(field.type) ? '7' : null;
    }
  });
}

/** Presses Esc until only `left` dialogs are open. */
async function closeAll(page: Page, left: number): Promise<void> {
  const dialogs = page.locator('dialog[open]');
  const menus = page.locator(':popover-open:not(section)');
  await expect(async () => {
    if ((await dialogs.count()) > left || (await menus.count()) > 0) await page.keyboard.press('Escape');
    await expect(dialogs).toHaveCount(left, { timeout: 1_000 });
    await expect(menus).toHaveCount(0, { timeout: 1_000 });
  }).toPass(patience);
}

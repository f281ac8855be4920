import { expect, type Locator, type Page } from '@playwright/test';

/** What Chrome's page translation does: each text, also one that comes later, is wrapped in two <font>. */
export async function translate(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]:not(tr)')).toHaveCount(0);
  // Parts that have arrived and are still to be put in their place, which React does a moment later.
  await expect(page.locator('template[id^="B:"], div[hidden][id^="S:"]')).toHaveCount(0);
  await page.evaluate(() => {
    const kept = 'script, style, noscript, textarea, select, svg, title, font';
    function wrap(text: Text) {
      if (text.data === '' || !text.parentElement || text.parentElement.closest(kept)) return;
      const inner = document.createElement('font');
      const outer = document.createElement('font');
      outer.append(inner);
      text.replaceWith(outer);
      inner.append(text);
    }
    function wrapAll(root: Node) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = root instanceof Text ? [root] : [];
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (node instanceof Text) texts.push(node);
      for (const text of texts) wrap(text);
    }
    wrapAll(document.body);
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) wrapAll(node);
    }).observe(document.body, { childList: true, subtree: true });
  });
}

export async function expectWhole(page: Page): Promise<void> {
  await expect(page.getByText(/could not be shown/)).toHaveCount(0);
  // The router loads the page again when it got no answer; the browser then translates that page too.
  if ((await page.locator('font').count()) === 0) await translate(page);
}

/** What opens a dialog, a panel or a menu, or reads again, and changes nothing by itself. */
const openers =
  /^(Add|Hand out|Edit|Schedule|Change|Choose|Columns|View|Export|Filter|Assign|Replace|Share|Hold|Set|Read again|Look again|Show|More|Move out|Take back|Report|Delete|Name|Keep|Upload|Archive)/;

/** No step of it waits longer: a dialog that cannot be closed is a fault, and not a reason to wait. */
const patience = { timeout: 10_000 };

/** Presses each button of the page that opens something, uses what it opened and closes it again. */
export async function useEverything(page: Page): Promise<void> {
  await useAll(page, page.locator('main'));
  await expectWhole(page);
}

/** The panel of the first row, and each dialog that opens from it. */
export async function useRowPanel(page: Page): Promise<void> {
  await page.locator('main button[data-row-open]').first().click(patience);
  const panel = page.locator('dialog[open]').first();
  await expect(panel).toBeVisible(patience);
  await useAll(page, panel);
  await expectWhole(page);
  await closeAll(page, 0);
}

/** What stands around every page: the palette, the keys that it knows, and the account's menu. */
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
  // Not the heads and rows of a table: those sort it, or open a panel that has a step of its own.
  const buttons = within.locator('button:not(th *, [data-row-open]):visible:enabled');
  const names = await buttons.evaluateAll((all) => all.map((one) => one.textContent?.trim() ?? ''));
  for (const name of new Set(names.filter((one) => openers.test(one)))) {
    const button = buttons.filter({ hasText: name }).first();
    // What was used before may have taken it off the page.
    if ((await button.count()) === 0) continue;
    const before = await page.locator('dialog[open]').count();
    await press(page, { button, before });
    await useOpened(page, before);
    await closeAll(page, before);
    await expectWhole(page);
  }
}

/** Presses the button. A dialog that the button before has opened late covers it, and is used and closed first. */
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

/** Sends what has opened: empty first, then filled in. A menu or a reading has nothing to send. */
async function useOpened(page: Page, before: number): Promise<void> {
  const dialogs = page.locator('dialog[open]');
  // Its code may have to be loaded first: a dialog that opens later would be met by the next button.
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

/** Presses the deciding button and waits until it is answered; what it says is another test's concern. */
async function send(page: Page, before: number): Promise<void> {
  const dialog = page.locator('dialog[open]').nth(before);
  const deciding = dialog.locator('footer button:enabled').last();
  if ((await deciding.count()) === 0) return;
  await deciding.click(patience);
  await expect(page.locator('dialog[open] [aria-busy=true]')).toHaveCount(0, patience);
}

/** All at once: what one field says may take another one off the dialog. */
async function fillIn(dialog: Locator): Promise<void> {
  await dialog.evaluate((element) => {
    const fields = element.querySelectorAll<HTMLInputElement>('input, textarea, select');
    for (const field of fields) {
      const value = field.checkVisibility() && !field.disabled ? valueFor(field) : null;
      if (value === null) continue;
      // As typing would: React hears of a value that was set past its own.
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
      // A name, a number and an amount at once.
      return ['text', 'textarea'].includes(field.type) ? '7' : null;
    }
  });
}

/** Esc closes what is open, one after the other, until there are only so many dialogs. */
async function closeAll(page: Page, left: number): Promise<void> {
  const dialogs = page.locator('dialog[open]');
  const menus = page.locator(':popover-open:not(section)');
  await expect(async () => {
    if ((await dialogs.count()) > left || (await menus.count()) > 0) await page.keyboard.press('Escape');
    await expect(dialogs).toHaveCount(left, { timeout: 1_000 });
    await expect(menus).toHaveCount(0, { timeout: 1_000 });
  }).toPass(patience);
}

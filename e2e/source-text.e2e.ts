import type { BrowserContext, Page } from '@playwright/test';
import { type Locale, locales, preferenceCookies } from '@/lib/i18n/preferences/names';
import { expect, test } from './fixtures';
import { caretakerOf, enterMember, parkConnection, seeAs } from './pages/enter-member';
import { enter } from './pages/entrance';
import { everyPage, pageNamesOf } from './pages/every-page';
import { fillProperty } from './pages/full-property';
import { addLink } from './pages/invitations';
import { type Opening, openEach, openRows } from './pages/openings';
import { addProperty } from './pages/own-property';
import { sourceTexts } from './pages/source-text';
import { visit } from './visitor';

test('no page, panel, dialog or menu shows source code or a message key, in any language', async ({
  page,
  desk,
  context,
}) => {
  test.setTimeout(600_000);
  const property = addProperty(desk, 'Full House', { rooms: 2, doors: 2, visitsPerDay: 1 });
  const visitor = await visit(desk, property.manager);
  const { batch, code, job } = await fillProperty(desk, property, visitor);
  await enter(desk, context, property.manager);
  const paths = [
    ...everyPage(property).map(({ path }) => path),
    `/doorcodes/${code}`,
    `/doorcodes/issued/${batch}`,
    `/jobs/${job}`,
  ];
  for (const path of paths) {
    const known = await examine(page, { path, locale: 'en' });
    for (const locale of locales.slice(1)) {
      await speak(context, desk.url, locale);
      await examine(page, { path, locale, known });
    }
    await speak(context, desk.url, 'en');
  }
});

test('no page of a member, of an owner who sees as one, or of a link shows them either', async ({
  page,
  desk,
  context,
  allowConsole,
}) => {
  test.setTimeout(300_000);
  // A link that has ended is not found. Without a connection a room cannot be read.
  allowConsole(/404|503/);
  const property = addProperty(desk, 'Staff House', { rooms: 2, visitsPerDay: 1 });
  const { manager, building } = property;
  const grants = caretakerOf(building);
  const all = async (paths: readonly string[]) => {
    for (const path of paths) {
      await speak(context, desk.url, 'en');
      const known = await examine(page, { path, locale: 'en' });
      for (const locale of locales.slice(1)) {
        await speak(context, desk.url, locale);
        await examine(page, { path, locale, known });
      }
    }
  };
  await enter(desk, context, manager);
  await context.clearCookies();
  await enterMember(desk, context, { of: manager, name: 'Cleo Staff', grants });
  const names = pageNamesOf(grants);
  await parkConnection(desk, manager);
  await all(
    everyPage(property).flatMap(({ name, path }) =>
      name !== 'settings' && names.some((one) => one === name) ? [path] : [],
    ),
  );
  for (const locale of locales) {
    await speak(context, desk.url, locale);
    await page.goto('/settings');
    expect.soft(await sourceTexts(page), `${locale} /settings`).toEqual([]);
    // The first button adds a passkey, which the browser itself asks about.
    await page.locator('#sign-in').getByRole('button').nth(1).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect.soft(await sourceTexts(page), `${locale} /settings, password`).toEqual([]);
  }

  const links = [{}, { purpose: 'recovery', name: 'Cleo Staff' }, { ended: 'used' }] as const;
  // The page asks for news by itself, and would be refused.
  await page.goto('about:blank');
  await context.clearCookies();
  for (const link of links) {
    const token = await addLink(desk, { account: manager.account, name: 'Dan', building, ...link });
    for (const locale of locales) {
      await speak(context, desk.url, locale);
      await page.goto(`/invite/${token}`);
      expect.soft(await sourceTexts(page), `${locale} ${JSON.stringify(link)}`).toEqual([]);
    }
  }
  await enter(desk, context, manager);
  await seeAs(desk, { of: manager, name: 'Cleo Staff' });
  await all(['/', `/buildings/${encodeURIComponent(building)}`]);
});

test('source code and message keys would be found', async ({ page }) => {
  const wrong = [
    'e => e.name',
    'function (e) {',
    '[object Object]',
    'Hello {name}',
    'people.title',
    'Room (people.form.noSuchKey)',
    'NaN rooms',
    'undefined',
    'Moved out: null',
    '{count, plural, one {# row} other {# rows}}',
    'Invalid Date',
  ];
  const right = [
    'Ada Ng (101)',
    'people.csv',
    'doordesk.example',
    'events@keys.example',
    'nullify',
    'Export as {“CSV”}',
  ];
  await page.setContent([...wrong, ...right].map((text) => `<p>${text}</p>`).join(''));
  expect(await sourceTexts(page)).toEqual(wrong);
});

type Known = { page: Opening[]; panel: Opening[]; bulk: Opening[] };

/** Opens a page and all that opens from it. What it finds to press in English is pressed in the other languages. */
async function examine(
  page: Page,
  { path, locale, known }: { path: string; locale: Locale; known?: Known },
): Promise<Known> {
  const look = async (what: string) => {
    await expect(page.locator('[aria-busy="true"]:not(tr)')).toHaveCount(0);
    expect.soft(await sourceTexts(page), `${locale} ${path}, ${what}`).toEqual([]);
  };
  await page.goto(path);
  await look('the page');
  const found: Known = { page: [], panel: [], bulk: [] };
  found.page = await openEach(page, page.locator('main'), look, { known: known?.page });
  await openRows(page, 6, async (panel, row, reopen) => {
    await look(`row ${row + 1}`);
    if (row > 0) return;
    const options = { known: known?.panel, reopen };
    found.panel = await openEach(page, panel, (what) => look(`row 1, ${what}`), options);
  });
  const tick = page.locator('main tbody input[type=checkbox]:visible').first();
  if ((await tick.count()) > 0) {
    await tick.check();
    const bar = page.locator('main section[data-chrome]');
    found.bulk = await openEach(page, bar, (what) => look(`the selection, ${what}`), {
      known: known?.bulk,
    });
  }
  return found;
}

async function speak(context: BrowserContext, url: string, locale: Locale): Promise<void> {
  await context.addCookies([{ name: preferenceCookies.locale, value: locale, url }]);
}

import type { Browser, BrowserContext } from '@playwright/test';
import { fillIn, listAddresses } from '../addresses';
import type { Walk } from './crawl';

/**
 * Visits every page by address and by link, and opens what can be opened. Everything that the browser receives, shows
 * or stores is evidence.
 */
export async function browse(
  browser: Browser,
  url: string,
  walk: Walk,
  viewport?: { width: number; height: number },
) {
  const context = await browser.newContext({ locale: 'en-GB', ...(viewport ? { viewport } : {}) });
  await context.addCookies(
    [...walk.visitor.cookies].map(([name, value]) => ({ name, value, url, httpOnly: true })),
  );
  const waiting: Promise<void>[] = [];
  const scripts = new Set<string>();
  const page = await context.newPage();
  page.on('console', (message) => walk.evidence.note('console of the browser', message.text()));
  page.on('request', (request) =>
    walk.evidence.note('request of the browser', `${request.url()}\n${request.postData() ?? ''}`),
  );
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    if (scripts.has(pathname)) return;
    if (pathname.startsWith('/_next/static/')) scripts.add(pathname);
    waiting.push(
      (async () => {
        walk.evidence.note(`browser ${pathname}, head`, JSON.stringify(await response.allHeaders()));
        // A stream does not end before its page. Another walk reads it without a browser.
        if (response.headers()['content-type']?.startsWith('text/event-stream')) return;
        walk.evidence.note(`browser ${pathname}`, await response.body());
      })()
        // The next page cut this answer off. Another walk reads it without a browser.
        .catch(() => {}),
    );
  });

  const noteDocument = async (what: string) =>
    walk.evidence.note(`document ${what} (${walk.name})`, await page.content());

  for (const address of listAddresses('page')) {
    await page.goto(`${url}${fillIn(address, walk.furnished.known)}`, { waitUntil: 'load' });
    await noteDocument(address);
  }
  await page.goto(url, { waitUntil: 'load' });
  const links = page.locator('nav a[href^="/"]');
  const hrefs = [
    ...new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))),
  ];
  for (const href of hrefs) {
    const link = page.locator(`nav a[href="${href}"]:visible`).first();
    if (!(await link.count())) continue;
    await link.click();
    await page.waitForURL(`**${href}`);
    await noteDocument(`${href}, by its link`);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('1');
  await noteDocument('the palette');

  await noteStorage(context, walk);
  await Promise.all(waiting);
  await context.close();
}

async function noteStorage(context: BrowserContext, { evidence, name }: Walk): Promise<void> {
  const state = await context.storageState({ indexedDB: true });
  evidence.note(`storage, cookies and databases (${name})`, JSON.stringify(state));
  for (const page of context.pages()) {
    const kept = await page.evaluate(() =>
      JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        document.cookie,
        location.href,
        history.state,
      ]),
    );
    evidence.note(`storage of the page (${name})`, kept);
  }
}

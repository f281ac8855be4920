import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { fillIn, listAddresses, onwards } from '../addresses';
import { furnish } from '../furnish';
import { stranger, type Visitor, visit } from '../visitor';
import { measureBarePage, scriptsOf } from './bare-page';
import type { Bench } from './bench';
import { openBrowser, openContext } from './browser';

const limits: Record<string, number> = { '/login': 1.2 };
const limitElsewhere = 1.6;
const forStrangers = ['/login', '/register', '/forgot-password', '/invite/[token]'];

/** How long nothing may arrive before the page counts as complete. */
const quietMs = 1_500;

/**
 * Opens each page with an empty cache and waits. Every fetched script counts, also late ones. Weighed with gzip here,
 * because a proxy may compress differently.
 */
export const firstLoadBench: Bench = {
  name: 'first-load',
  about:
    'JavaScript, gzip, that a browser with an empty cache loads for a page ÷ the same for a bare Next page',
  async *run({ server }) {
    const bare = measureBarePage();
    const desk = await startDesk({ server });
    const browser = await openBrowser();
    try {
      const manager = await visit(desk, desk.simulator.accounts.manager);
      const { known } = await furnish(desk, manager);
      for (const address of listAddresses('page').filter((one) => one !== onwards)) {
        const visitor = forStrangers.includes(address) ? stranger(desk) : manager;
        const { first, later } = await weigh({ browser, desk, visitor, path: fillIn(address, known) });
        yield {
          what: address,
          value: (first + later) / bare,
          hold: { atMost: limits[address] ?? limitElsewhere },
          unit: 'ratio',
          made: `${kB(first)}${later > 0 ? ` + ${kB(later)} asked for later` : ''} ÷ ${kB(bare)}`,
        };
      }
    } finally {
      await browser.close();
      await desk.stop();
    }
  },
};

async function weigh({
  browser,
  desk,
  visitor,
  path,
}: {
  browser: Browser;
  desk: Desk;
  visitor: Visitor;
  path: string;
}): Promise<{ first: number; later: number }> {
  const context = await openContext(browser, desk, visitor);
  try {
    const page = await context.newPage();
    const weights = new Map<string, Promise<number>>();
    let lastAt = Date.now();
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.endsWith('.js')) return;
      lastAt = Date.now();
      weights.set(
        pathname,
        response.body().then((body) => gzipSync(body).length),
      );
    });
    const answer = await page.goto(`${desk.url}${path}`, { waitUntil: 'load' });
    // The not-found page is a page, too.
    if (!answer || answer.status() >= 500) throw new Error(`${path} was answered with ${answer?.status()}`);
    const named = new Set(scriptsOf(await answer.text()));
    while (Date.now() - lastAt < quietMs) await page.waitForTimeout(100);
    const sum = { first: 0, later: 0 };
    for (const [pathname, weight] of weights) sum[named.has(pathname) ? 'first' : 'later'] += await weight;
    return sum;
  } finally {
    await context.close();
  }
}

const kB = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`;

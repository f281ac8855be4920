import { type Browser, type BrowserContext, chromium } from '@playwright/test';
import { bringBrowser, systemBrowserFlags } from '@/lib/cli/browser';
import type { Desk } from '@/lib/testing/desk';
import type { Visitor } from '../visitor';

export async function openBrowser(): Promise<Browser> {
  const executablePath = bringBrowser();
  if (!executablePath) throw new Error('no Chromium could be found or installed');
  return chromium.launch({ executablePath, args: systemBrowserFlags });
}

export async function openContext(browser: Browser, desk: Desk, visitor: Visitor): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
  await context.addCookies(
    [...visitor.cookies].map(([name, value]) => ({ name, value, url: desk.url, httpOnly: true })),
  );
  return context;
}

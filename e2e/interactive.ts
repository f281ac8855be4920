import type { Page } from '@playwright/test';

/**
 * Lets `goto` and `reload` of a page end when its script listens everywhere, as a person waits for a page to settle.
 * What happens to somebody who does not wait is tried in early.e2e.ts.
 */
export function waitUntilInteractive(page: Page): void {
  const goto = page.goto.bind(page);
  page.goto = async (...where) => {
    const response = await goto(...where);
    await settled(page);
    return response;
  };
  const reload = page.reload.bind(page);
  page.reload = async (...how) => {
    const response = await reload(...how);
    await settled(page);
    return response;
  };
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    if (document.querySelector('header[data-chrome]') && document.documentElement.dataset.ready === undefined)
      return false;
    const controls = document.querySelectorAll('main button, main input, main select, main textarea');
    return [...controls].every((one) => Object.keys(one).some((key) => key.startsWith('__reactFiber$')));
  });
}

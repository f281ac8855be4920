import type { Page } from '@playwright/test';

/**
 * Makes `goto` and `reload` wait until the page's scripts listen, as a person waits for a page to settle.
 * early.e2e.ts covers a person who does not wait.
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

/** Also for a page that a person was led to. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    if (document.querySelector('header[data-chrome]') && document.documentElement.dataset.ready === undefined)
      return false;
    // Streamed parts have arrived, but React has not placed them yet.
    if (document.querySelector('template[id^="B:"], div[hidden][id^="S:"]')) return false;
    const controls = document.querySelectorAll('main button, main input, main select, main textarea');
    return [...controls].every((one) => Object.keys(one).some((key) => key.startsWith('__reactFiber$')));
  });
}

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
    // React takes over the parts of a page one by one, without a sign in the document. Until then it compares a part's text
    // with its own. The tree it has committed names the parts that wait. An element's own mark is older than the commit.
    type Fiber = { memoizedState: unknown; child: Fiber | null; sibling: Fiber | null };
    const root = Object.entries(document).find(([key]) => key.startsWith('__reactContainer$'))?.[1];
    if (!root) return false;
    const left: Fiber[] = [root.stateNode.current];
    for (let fiber = left.pop(); fiber; fiber = left.pop()) {
      const state = fiber.memoizedState;
      if (typeof state === 'object' && state !== null) {
        if ('isDehydrated' in state && state.isDehydrated) return false;
        if ('dehydrated' in state && state.dehydrated) return false;
      }
      for (const next of [fiber.sibling, fiber.child]) if (next) left.push(next);
    }
    return true;
  });
}

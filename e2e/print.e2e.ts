import type { Page } from '@playwright/test';
import { arrive } from '@/lib/simulator/control/alter-world';
import { expect, test } from './fixtures';
import { enter } from './pages/entrance';
import { addProperty } from './pages/own-property';

const exact = /\d{4}, \d\d:\d\d:\d\d · .*UTC/;
const relative = /\bago\b|Just now|yesterday|last week/;

/** The visible text of the page at the moment when the browser prints it. */
async function printedText(page: Page): Promise<string> {
  await page.evaluate(() => {
    const note = () => {
      // biome-ignore lint/performance/useDomNodeTextContent: the words of closed tooltips are not printed.
      document.documentElement.dataset.onPaper = document.querySelector('main')?.innerText ?? '';
    };
    window.addEventListener('beforeprint', note, { once: true });
  });
  await page.pdf();
  const text = await page.evaluate(() => document.documentElement.dataset.onPaper ?? '');
  expect(text).not.toBe('');
  return text;
}

/** Texts that are wider or higher than their place, which hides the rest. */
function cutTexts(page: Page): Promise<string[]> {
  return page
    .getByRole('main')
    .locator('*')
    .evaluateAll((all) =>
      all
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1 && clientWidth > 1)
        .filter((part) => getComputedStyle(part).overflowX !== 'visible')
        .map((part) => part.textContent ?? ''),
    );
}

test('a print has exact times, whole texts, and says what it leaves out', async ({ page, desk, context }) => {
  const property = addProperty(desk, 'A House with a Name That is Much Too Long for the Columns of a List', {
    rooms: 2,
    visitsPerDay: 0,
  });
  const [room] = property.rooms;
  if (!room) throw new Error('no room');
  const names = Array.from({ length: 10 }, (_, n) => `Elsewhere ${n + 1}`);
  arrive(
    desk.simulator.cloud,
    room.door.gid,
    names.map((codeName) => ({ type: 2, codeName, channel: room.channel, secondsAgo: 600 })),
  );
  await enter(desk, context, property.manager);
  await page.goto('/events');
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('table', { name: 'Door events' })).toContainText('Elsewhere 10');
  await page.goto('/doorcodes');
  const panel = page.getByRole('region', { name: 'Made elsewhere' });
  const all = panel.getByRole('link', { name: 'Show all 10' });
  await expect(all).toBeVisible();
  await expect(panel.getByText(/^The 8 of/)).toBeHidden();

  for (const path of ['/audit', '/doorcodes', '/', `/buildings/${property.building}`]) {
    await page.goto(path);
    await expect(page.getByRole('main').locator('time').first()).toBeVisible();
    const printed = await printedText(page);
    expect(printed, path).toMatch(exact);
    expect(printed, path).not.toMatch(relative);
    await expect(page.getByRole('main').locator('time').first()).not.toHaveText(exact);
    // Browsers that only switch to the styles for paper.
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 718, height: 1000 });
    await expect(page.getByRole('main').locator('time').first()).toHaveText(exact);
    expect(await cutTexts(page), path).toEqual([]);
    if (path === '/doorcodes') {
      await expect(all).toBeHidden();
      await expect(panel.getByText(/^The 8 of 10 that were used last are shown/)).toBeVisible();
    }
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1280, height: 720 });
  }
});

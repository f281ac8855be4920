import type { Page } from '@playwright/test';
import { jobs } from '@/lib/i18n/messages/en/jobs';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { furnish, issueDoorcode } from '../furnish';
import { visit } from '../visitor';
import { type Bench, median, ms, percentile } from './bench';
import { openBrowser, openContext } from './browser';

const latencyMs = 100;
/** Revoking (10009), and reading the list back (10015). */
const calls = ['DelTemPwd', 'GetQrList'];
const samples = 12;
const warmUps = 2;

/** From the press on "Revoke" in a browser until the dialog says that the list was read back. */
export const revokeBench: Bench = {
  name: 'revoke',
  about: `from pressing "Revoke" until the page shows that it was read back, less the time of the ${calls.length} vendor calls (${latencyMs} ms each); ${samples} times`,
  async *run({ server }) {
    const desk = await startDesk({ server });
    const browser = await openBrowser();
    try {
      const manager = await visit(desk, desk.simulator.accounts.manager);
      const { known, room } = await furnish(desk, manager);
      const context = await openContext(browser, desk, manager);
      const page = await context.newPage();
      const path = known['/rooms/[gid]/[channel]'] ?? '/';
      const spare: number[] = [];
      const vendor: number[] = [];
      for (let round = -warmUps; round < samples; round++) {
        desk.simulator.faults.set({ latencyMs: 0 });
        await issueDoorcode(manager, room);
        await page.goto(`${desk.url}${path}`);
        desk.simulator.faults.set({ latencyMs });
        const first = desk.simulator.log().length;
        const took = await revoke(page);
        const spent = timeOfCalls(desk, first);
        if (round < 0) continue;
        spare.push(took - spent);
        vendor.push(spent);
      }
      const made = `plus ${ms(median(vendor))} of vendor calls`;
      const hold = { atMost: 500 };
      const what = 'revoked, read back and shown';
      yield { what: `${what}, p50`, value: median(spare), hold, unit: 'ms', made };
      yield { what: `${what}, slowest`, value: percentile(spare, 1), hold, unit: 'ms', made };
    } finally {
      await browser.close();
      await desk.stop();
    }
  },
};

/** Milliseconds between the press and the confirmation, both measured in the page. */
async function revoke(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Revoke Plumber' }).first().click();
  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: /^Revoke/ });
  await button.waitFor();
  await page.evaluate((word) => {
    const seen = new MutationObserver(() => {
      if (!document.querySelector('dialog[open] [role=status]')?.textContent?.includes(word)) return;
      performance.mark('shown');
      seen.disconnect();
    });
    seen.observe(document.body, { subtree: true, childList: true, attributes: true });
    performance.clearMarks();
    addEventListener('click', () => performance.mark('pressed'), { capture: true, once: true });
  }, jobs.steps.verified);
  await button.click();
  await page.waitForFunction(() => performance.getEntriesByName('shown').length > 0);
  const marks = await page.evaluate(() =>
    ['pressed', 'shown'].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN),
  );
  const [pressed = Number.NaN, shown = Number.NaN] = marks;
  return shown - pressed;
}

function timeOfCalls(desk: Desk, first: number): number {
  const made = desk.simulator.log().slice(first);
  return calls.reduce((sum, name) => sum + (made.find(({ call }) => call === name)?.tookMs ?? Number.NaN), 0);
}

import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { DemoName } from '@/lib/simulator/world/demo-people';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { waitUntilInteractive } from './interactive';

export { expect };

type TestFixtures = {
  /** Signs a person of the simulator in without the sign-in page, and stores the cookie in the browser. */
  signIn(name: DemoName, context?: BrowserContext): Promise<void>;
  /** Allows a console error in this test. Any other fails it. */
  allowConsole(pattern: RegExp): void;
  watch: undefined;
};

type WorkerFixtures = {
  /** A production Doordesk of this worker, with its own simulator. */
  desk: Desk;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from this pattern.
    async ({}, use) => {
      const desk = await startDesk({
        server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
      });
      await use(desk);
      await desk.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ desk }, use) => use(desk.url),

  signIn: async ({ desk, context }, use) => {
    await use(async (name, into = context) => {
      const { account, password, accountType } = desk.simulator.accounts[name];
      const { csrfToken } = await (await into.request.get(`${desk.url}/api/auth/csrf`)).json();
      const response = await into.request.post(`${desk.url}/api/auth/callback/credentials`, {
        headers: { origin: desk.url },
        form: { csrfToken, account, password, account_type: String(accountType), json: 'true' },
      });
      expect(response.status(), `sign-in as ${name}`).toBe(200);
    });
  },

  allowConsole: async ({ watch: _watch }, use) => use((pattern) => allowed.push(pattern)),

  watch: [
    async ({ context, desk }, use) => {
      allowed.length = 0;
      const faults: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      context.on('weberror', (error) => faults.push(String(error.error())));
      context.on('page', waitUntilInteractive);
      await context.exposeBinding('reportCspViolation', (_source, what: string) =>
        faults.push(`CSP: ${what}`),
      );
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => {
          const report = Reflect.get(window, 'reportCspViolation');
          report(`${event.violatedDirective} ${event.blockedURI}`);
        });
      });
      await use(undefined);
      desk.simulator.faults.clear();
      expect(
        faults.filter((fault) => !allowed.some((pattern) => pattern.test(fault))),
        'no console error, page error or CSP report',
      ).toEqual([]);
    },
    { auto: true },
  ],
});

const allowed: RegExp[] = [];

/** Fails on any violation of WCAG 2.2 A and AA that axe finds on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  // The title may come a moment after the content.
  await expect(page).toHaveTitle(/./);
  const { violations } = await new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    // Legacy mode stays in the page. Without it, axe opens a second page for frames, and we have none.
    .setLegacyMode(true)
    .analyze();
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes
      .slice(0, 5)
      .map(({ target, failureSummary }) => ({ target: target.join(' '), failureSummary })),
  }));
  expect(told, `axe on ${new URL(page.url()).pathname}`).toEqual([]);
}

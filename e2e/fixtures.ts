import { AxeBuilder } from '@axe-core/playwright';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { cookieName } from '@/lib/auth/cookie-name';
import { closeDb } from '@/lib/db/client';
import type { Role } from '@/lib/doordeer/words';
import type { DemoName } from '@/lib/simulator/world/demo-people';
import { type Desk, startDesk } from '@/lib/testing/desk';
import { signInAs } from '@/lib/testing/scope';

export { expect };

const roles: Record<1 | 2 | 3, Role> = { 1: 'manager', 2: 'landlord', 3: 'tenant' };

type TestFixtures = {
  /** Signs a person of the simulator in without the page: a real session, its cookie put into the browser. */
  signIn(name: DemoName, context?: BrowserContext): Promise<void>;
  /** Says that this test provokes a console error; any other fails it. */
  allowConsole(pattern: RegExp): void;
  /** Runs by itself. */
  watch: undefined;
};

type WorkerFixtures = {
  /** This worker's own Doordesk in production mode, with its simulator. */
  desk: Desk;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  desk: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures wanted from this pattern.
    async ({}, use) => {
      const desk = await startDesk({
        server: { serverUrl: process.env.E2E_SERVER_URL ?? '', template: process.env.E2E_TEMPLATE ?? '' },
      });
      // Sessions are made in this process, with the same key and database.
      Object.assign(process.env, desk.settings);
      await use(desk);
      await closeDb();
      await desk.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],

  baseURL: async ({ desk }, use) => use(desk.url),

  signIn: async ({ desk, context }, use) => {
    await use(async (name, into = context) => {
      const person = desk.simulator.accounts[name];
      const { cookie } = await signInAs(person.account, person.password, roles[person.accountType]);
      const value = cookie.slice(cookieName().length + 1);
      await into.addCookies([{ name: cookieName(), value, url: desk.url, httpOnly: true, sameSite: 'Lax' }]);
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

/** Fails on any violation of WCAG 2.2 A and AA that axe can find on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
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

import { defineConfig } from '@playwright/test';
import { findBrowser, systemBrowserFlags } from './lib/cli/browser';

// Found once: every worker reads this file again.
process.env.DOORDESK_BROWSER ??= findBrowser() ?? '';

export default defineConfig({
  testDir: 'e2e',
  // `npm test` runs those with the tag @journey: one for each capability.
  testMatch: '**/*.e2e.ts',
  globalSetup: './e2e/global-setup.ts',
  // Each worker has a Doordesk, a database and a cloud of its own.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Patience costs nothing where things go well: a busy machine of two cores is several times slower than an idle one.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // No trace: to record each step doubles what a test costs. `npx playwright test --trace=on e2e/NAME.e2e.ts` makes one.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.DOORDESK_BROWSER ? { executablePath: process.env.DOORDESK_BROWSER } : {}),
      args: systemBrowserFlags,
    },
  },
});

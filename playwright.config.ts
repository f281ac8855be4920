import { defineConfig } from '@playwright/test';
import { findBrowser, systemBrowserFlags } from './lib/cli/browser';

// Searched once, because every worker reads this file again.
process.env.DOORDESK_BROWSER ??= findBrowser() ?? '';

export default defineConfig({
  testDir: 'e2e',
  // `npm test` runs those with the tag @journey: one for each capability.
  testMatch: '**/*.e2e.ts',
  globalSetup: './e2e/global-setup.ts',
  // Each worker has its own Doordesk, database and cloud.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Long limits cost nothing when tests pass, and a busy machine with two cores is several times slower.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    // No trace: recording doubles the time of a test. `npx playwright test --trace=on e2e/NAME.e2e.ts` records one.
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env.DOORDESK_BROWSER ? { executablePath: process.env.DOORDESK_BROWSER } : {}),
      args: systemBrowserFlags,
    },
  },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{app,components,lib}/**/*.test.{ts,tsx}'],
    globalSetup: ['lib/testing/global-setup.ts'],
    // Settings of no other place. The cloud is none until a test starts one: a test must never reach the real one.
    env: {
      DOORDEER_URL: 'http://127.0.0.1:9/api',
      DOORDEER_RC4_KEY: 'test-key',
      DOORDEER_COMID: 'test-company',
      DOORDESK_VAULT_KEY: Buffer.alloc(32, 7).toString('base64'),
      NEXTAUTH_SECRET: 'test-secret',
      NEXTAUTH_URL: 'http://doordesk.test',
    },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});

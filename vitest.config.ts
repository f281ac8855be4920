import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');
const files = globSync('{app,components,lib}/**/*.test.{ts,tsx}', { cwd: root });

/** What a test file with state imports or calls: a database, the simulated cloud, a server, a process, settings. */
const stateful =
  /testing\/(?!fast-check|preset-grants'|canaries')|test-cloud|cli\/tests\/|simulator|node:(child_process|http|net)|process\.env|inject\(|Server\(|FakeTimers/;
const pure = files.filter((file) => !stateful.test(readFileSync(`${root}/${file}`, 'utf8')));

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Used only by tests. No cloud runs at this address: a test must never reach the real one.
    env: {
      DOORDEER_URL: 'http://127.0.0.1:9/api',
      DOORDEER_RC4_KEY: 'test-key',
      DOORDEER_COMID: 'test-company',
      DOORDESK_READINGS_EVERY: '0',
      DOORDESK_VAULT_KEY: createHash('sha256').update('the vault key of the unit tests').digest('base64'),
      NEXTAUTH_SECRET: 'the secret of the unit tests',
      NEXTAUTH_URL: 'http://doordesk.test',
      DOORDESK_ALLOW_PLAIN_HTTP: '1',
      // TEST_DATABASE_URL may lead to any server.
      DOORDESK_ALLOW_PLAIN_DATABASE: '1',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: pure,
          setupFiles: ['lib/testing/vault-key.ts'],
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'stateful',
          include: files.filter((file) => !pure.includes(file)),
          globalSetup: ['lib/testing/global-setup.ts'],
          setupFiles: [
            'lib/testing/short-pauses.ts',
            'lib/testing/vault-key.ts',
            'lib/testing/watch-statements.ts',
          ],
          pool: 'forks',
        },
      },
    ],
  },
});

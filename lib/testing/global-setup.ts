import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedDatabase } from '../db/embedded/start';
import { migrate } from '../db/migrate';
import { createDatabase, dropDatabases, withDatabase } from './databases';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server's address, its administrator's; each test file makes a database of its own there. */
    serverUrl: string;
    /** The migrated database that each test file copies. */
    template: string;
  }
}

/** One PostgreSQL for the run: the embedded one, or the server of TEST_DATABASE_URL. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await findServer();
  const prefix = `doordesk_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  await createDatabase(server.url, template);
  await migrate(withDatabase(server.url, template));
  project.provide('serverUrl', server.url);
  project.provide('template', template);
  return async () => {
    if (!server.ours) await dropDatabases(server.url, prefix);
    await server.stop();
  };
}

async function findServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, ours: false, stop: async () => {} };
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'doordesk-test-'));
  chmodSync(dataFolder, 0o711);
  const { url, stop } = await startEmbeddedDatabase({ dataFolder, ephemeral: true });
  return { url, ours: true, stop };
}

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedDatabase } from '../../db/embedded/start-database';
import { migrate } from '../../db/migrate-database';
import { createDatabase, dropDatabases, stopAutovacuum, withDatabase } from './databases';

export type TestServer = {
  serverUrl: string;
  template: string;
  stop(): Promise<void>;
};

/**
 * One PostgreSQL for a test run: embedded, or the server of TEST_DATABASE_URL. Leaves nothing behind.
 * Benches want autovacuum. Tests do not: a worker that visits the template makes `create database` wait, and fail
 * after 5 s on a busy machine. Statistics would also depend on time.
 */
export async function startTestServer({ autovacuum = false } = {}): Promise<TestServer> {
  const server = await findServer();
  const prefix = `doordesk_test_${randomBytes(4).toString('hex')}`;
  const template = `${prefix}_template`;
  try {
    if (server.ours && !autovacuum) await stopAutovacuum(server.url);
    await createDatabase(server.url, template);
    await migrate(withDatabase(server.url, template));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    serverUrl: server.url,
    template,
    async stop() {
      if (!server.ours) await dropDatabases(server.url, prefix);
      await server.stop();
    },
  };
}

async function findServer() {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { url: given, ours: false, stop: async () => {} };
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'doordesk-test-'));
  // PostgreSQL may run under another account, which must be able to enter this folder.
  chmodSync(dataFolder, 0o711);
  const { url, stop } = await startEmbeddedDatabase({ dataFolder, ephemeral: true });
  return { url, ours: true, stop };
}

export function nameDatabase(template: string): string {
  return `${template.replace(/_template$/, '')}_${randomBytes(5).toString('hex')}`;
}

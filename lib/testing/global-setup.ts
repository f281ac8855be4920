import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { refuseSessions, withDatabase } from '../cli/tests/databases';
import { startTestServer } from '../cli/tests/server';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The administrator's address. Each test file creates its own database there. */
    serverUrl: string;
    template: string;
    /** Tables with a `workspace_id`. */
    workspaceTables: string[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, template, stop } = await startTestServer();
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  project.provide('workspaceTables', await findWorkspaceTables(withDatabase(serverUrl, template)));
  await refuseSessions(serverUrl, template);
  return stop;
}

async function findWorkspaceTables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'workspace_id'`,
    );
    return rows.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

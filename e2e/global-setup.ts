import { ensureBuild } from '../lib/cli/builds';
import { startTestServer } from '../lib/cli/tests/server';

/** Builds Doordesk if needed, and starts one PostgreSQL for all workers. Returns the function that stops it. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const built = await ensureBuild({ quiet: true });
  if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
  const server = await startTestServer();
  // Workers inherit these variables.
  process.env.E2E_SERVER_URL = server.serverUrl;
  process.env.E2E_TEMPLATE = server.template;
  return server.stop;
}

import { ensureBuild } from '../lib/cli/builds';
import { startTestServer } from '../lib/cli/tests/server';

/** Builds Doordesk unless that is done, and starts one PostgreSQL for all workers. What it returns stops it again. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const built = await ensureBuild({ quiet: true });
  if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
  const server = await startTestServer();
  // The workers' way to it: what is set here is in their environment.
  process.env.E2E_SERVER_URL = server.serverUrl;
  process.env.E2E_TEMPLATE = server.template;
  return server.stop;
}

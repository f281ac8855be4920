import type { TestProject } from 'vitest/node';
import { startTestServer } from '../cli/tests/server';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server's address, its administrator's; each test file makes a database of its own there. */
    serverUrl: string;
    /** The migrated database that each test file copies. */
    template: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, template, stop } = await startTestServer();
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  return stop;
}

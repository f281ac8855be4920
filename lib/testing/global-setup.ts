import type { TestProject } from 'vitest/node';
import { startTestServer } from '../cli/tests/server';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The administrator's address. Each test file creates its own database there. */
    serverUrl: string;
    template: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { serverUrl, template, stop } = await startTestServer();
  project.provide('serverUrl', serverUrl);
  project.provide('template', template);
  return stop;
}

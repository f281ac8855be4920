import { randomBytes } from 'node:crypto';
import { startDoordesk } from '../cli/serving/supervise-server';
import { createDatabase, dropDatabase, withDatabase } from '../cli/tests/databases';
import { nameDatabase, type TestServer } from '../cli/tests/server';
import { findFreePort } from '../db/embedded/find-process';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/start-simulator';
import { tortureSeed } from '../simulator/world/seed';

/** A whole Doordesk in production mode, with its own database and cloud. The cloud's names are hostile. */
export type Desk = {
  url: string;
  simulator: Simulator;
  settings: Record<string, string>;
  readonly pid: number;
  /** Kills the serving process like `kill -9`, and starts another at the same address on the same database. */
  crashAndRestart(): Promise<void>;
  restart(): Promise<void>;
  /** Starts another Doordesk on the same database, at its own address. */
  startSecond(): Promise<{ url: string; stop(): Promise<void> }>;
  stop(): Promise<void>;
};

export async function startDesk(options: {
  server: Pick<TestServer, 'serverUrl' | 'template'>;
  simulator?: SimulatorOptions;
  settings?: Record<string, string>;
  output?: (text: string) => void;
}): Promise<Desk> {
  const { serverUrl, template } = options.server;
  const name = nameDatabase(template);
  await createDatabase(serverUrl, name, template);
  const simulator = await startSimulator({ seed: tortureSeed, arrivals: false, ...options.simulator });
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const settings = {
    DOORDEER_URL: simulator.url,
    DOORDEER_RC4_KEY: simulator.key,
    DOORDEER_COMID: simulator.comid,
    DOORDEER_REQUEST_FIELD: options.simulator?.field ?? '',
    DOORDEER_BASIC_AUTH: options.simulator?.basicAuth ?? '',
    DATABASE_URL: withDatabase(serverUrl, name),
    DOORDESK_VAULT_KEY: randomBytes(32).toString('base64'),
    NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
    NEXTAUTH_URL: url,
    DOORDESK_ALLOW_PLAIN_DATABASE: '1',
    // Tests count calls, and look at rooms that were never read.
    DOORDESK_READINGS_EVERY: '0',
    ...options.settings,
  };
  const serve = (at: number, more: Record<string, string> = {}) =>
    startDoordesk({
      mode: 'production',
      port: at,
      host: '127.0.0.1',
      settings: { ...settings, ...more },
      ...(options.output ? { output: options.output } : {}),
    });
  let doordesk = await serve(port);
  return {
    url,
    simulator,
    settings,
    get pid() {
      return doordesk.pid;
    },
    async crashAndRestart() {
      await doordesk.crash();
      doordesk = await serve(port);
    },
    async restart() {
      await doordesk.stop();
      doordesk = await serve(port);
    },
    async startSecond() {
      const otherPort = await findFreePort();
      const otherUrl = `http://localhost:${otherPort}`;
      const { stop } = await serve(otherPort, { NEXTAUTH_URL: otherUrl });
      return { url: otherUrl, stop };
    },
    async stop() {
      await doordesk.stop();
      await simulator.close();
      await dropDatabase(serverUrl, name);
    },
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cloud } from './cloud/cloud';
import type { LogEntry, Stats } from './cloud/request-log';
import { serveControl } from './control/serve-control';
import type { Faults } from './faults/faults';
import type { Settings } from './faults/settings';
import { Journal } from './journal';
import { sendText, serveCall } from './serve-call';
import { serveLetter } from './serve-letter';
import { servePicture } from './serve-picture';
import { type DemoAccount, type DemoName, demoAccounts, demoPassword } from './world/demo-people';
import { sizes, type WorldSize } from './world/seed';

export type SimulatorOptions = {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** The same seed and clock give the same world. `torture` gives hostile names. */
  seed?: string;
  key?: string;
  comid?: string;
  clock?: () => number;
  /** When history ends and arrivals begin. Default: now. The same start gives the same history. */
  start?: number;
  /** File that keeps what is done to the world, so that a restart continues it. */
  keepIn?: string;
  /** Address in pictures and letters, if others reach the cloud by another address than its own. */
  publicUrl?: string;
  field?: string;
  basicAuth?: string;
  /** Whether new events arrive (default true), or how many times the usual rate. */
  arrivals?: boolean | number;
  size?: keyof typeof sizes | Partial<WorldSize>;
  settings?: Partial<Settings>;
};

export type Simulator = {
  /** The value for DOORDEER_URL: ends in /api. */
  url: string;
  controlUrl: string;
  key: string;
  comid: string;
  accounts: Record<DemoName, DemoAccount>;
  faults: Faults;
  /** The cloud itself, to inspect and to change without a call; see `alter-world.ts`. */
  cloud: Cloud;
  log(): LogEntry[];
  stats(): Stats;
  secrets(): string[];
  advance(ms: number): void;
  reset(): void;
  close(): Promise<void>;
};

export const defaultKey = 'doordeer-simulator-key';
export const defaultComid = 'harbor-demo';

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const cloud = createCloud(options);
  const server = createServer((request, response) => {
    route(cloud, request, response).catch((error: unknown) => {
      if (!response.headersSent) sendText(response, 500, `the simulator failed: ${String(error)}`);
      else request.socket.destroy();
    });
  });
  // Longer than clients keep an idle connection, so that none closes just as it is used again.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host =
    options.host === undefined || options.host === '0.0.0.0' || options.host === '::'
      ? '127.0.0.1'
      : options.host;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  cloud.origin = options.publicUrl?.replace(/\/+$/, '') ?? address;
  return {
    url: `${address}/api`,
    controlUrl: `${address}/control`,
    key: cloud.options.key,
    comid: cloud.options.comid,
    accounts: listAccounts(),
    faults: cloud.faults,
    cloud,
    log: () => cloud.log.entries(),
    stats: () => cloud.log.stats(),
    secrets: () => cloud.secrets(),
    advance: (ms) => cloud.advance(ms),
    reset: () => cloud.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createCloud(options: SimulatorOptions): Cloud {
  const { arrivals = true, size = 'full' } = options;
  const journal = options.keepIn === undefined ? undefined : new Journal(options.keepIn);
  return new Cloud({
    key: options.key ?? defaultKey,
    comid: options.comid ?? defaultComid,
    clock: options.clock ?? Date.now,
    start: options.start ?? journal?.world()?.start,
    journal,
    settings: {
      arrivalRate: Number(arrivals),
      requestField: options.field ?? '',
      basicAuth: options.basicAuth ?? '',
      ...options.settings,
    },
    seed: {
      seed: options.seed ?? 'harbor',
      size: typeof size === 'string' ? sizes[size] : { ...sizes.small, ...size },
    },
  });
}

async function route(cloud: Cloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://simulator').pathname;
  // The cloud's own clock, which a setting can make wrong.
  response.setHeader('Date', new Date(cloud.context().cloudNow).toUTCString());
  if (path.startsWith('/api/')) return serveCall(cloud, path.slice('/api/'.length), request, response);
  if (path === '/control' || path.startsWith('/control/')) return serveControl(cloud, request, response);
  if (await servePicture(cloud, path, response)) return;
  if (await serveLetter(cloud, path, request, response)) return;
  sendText(response, 404, 'nothing here: calls are below /api, the switches below /control');
}

function listAccounts(): Record<DemoName, DemoAccount> {
  const entries = Object.entries(demoAccounts).map(([name, person]) => [
    name,
    { ...person, password: demoPassword },
  ]);
  return Object.fromEntries(entries) as Record<DemoName, DemoAccount>;
}

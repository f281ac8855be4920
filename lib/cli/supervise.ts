import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectFolder } from '../db/embedded/data-folder';
import type { ServeNews } from './serve';

export type Doordesk = {
  /** Resolves with the exit code when the serving process ends by itself. */
  ended: Promise<number>;
  stop(): Promise<void>;
};

/** Doordesk did not come up; `portTaken` when that is the reason. */
export class ServeError extends Error {
  constructor(
    message: string,
    readonly portTaken: boolean,
  ) {
    super(message);
    this.name = 'ServeError';
  }
}

// Longer than a job may take to come to a stop.
const patience = 25_000;

/** Runs Doordesk in a process of its own, which ends when this one does. Resolves when it answers. */
export async function startDoordesk(options: {
  mode: 'production' | 'development';
  port: number;
  /** Empty: every address of this machine. */
  host?: string;
  settings: Record<string, string>;
}): Promise<Doordesk> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const program = fileURLToPath(new URL('./serve.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', loader, program], {
    cwd: projectFolder,
    env: {
      ...process.env,
      ...options.settings,
      NODE_ENV: options.mode,
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(options.port),
      DOORDESK_HOST: options.host ?? '',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
  await untilListening(child, ended, options.port);
  return { ended, stop: () => stopChild(child, ended) };
}

async function untilListening(child: ChildProcess, ended: Promise<number>, port: number): Promise<void> {
  const news = await Promise.race([
    new Promise<ServeNews>((resolve) => child.once('message', (message) => resolve(message as ServeNews))),
    ended.then((code): ServeNews => ({ failed: `it ended with code ${code}` })),
  ]);
  if ('listening' in news) return;
  if (news.code === 'EADDRINUSE')
    throw new ServeError(`Port ${port} is taken: set PORT to another one`, true);
  throw new ServeError(`Doordesk did not start: ${news.failed}`, false);
}

async function stopChild(child: ChildProcess, ended: Promise<number>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = new AbortController();
  const killed = sleep(patience, undefined, { signal: late.signal })
    .then(() => child.kill('SIGKILL'))
    .catch(() => {});
  await ended;
  late.abort();
  await killed;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { programArguments, projectFolder } from '../../db/embedded/project-folder';
import { OperatorFault } from '../../errors';
import type { ServingPlace } from './choose-place';
import { replaceCrashed, type Serving } from './replace-crashed';

export type ServeNews = { listening: number } | { failed: string; code?: string };

export type Doordesk = {
  /** Resolves with an exit code when the serving process has ended for good. */
  ended: Promise<number>;
  stop(): Promise<void>;
  readonly pid: number;
  /** Kills the serving process like `kill -9` and does not replace it, for tests. */
  crash(): Promise<void>;
};

export type DoordeskOptions = {
  mode: 'production' | 'development';
  port: number;
  /** Empty: every address of this machine. */
  host?: string;
  settings: Record<string, string>;
  /** Default: this project, with the account of this process. */
  place?: ServingPlace;
  /** Receives the output of the serving process. Default: the output of this process. */
  output?: (text: string) => void;
};

export class ServeError extends OperatorFault {
  constructor(
    message: string,
    readonly portTaken: boolean,
  ) {
    super(message);
  }
}

const patience = 9_000;

/**
 * Runs Doordesk in its own process, and replaces it when it crashes. Resolves when its health answers. Throws if it ends before:
 * it would only do so again.
 */
export async function startDoordesk(options: DoordeskOptions): Promise<Doordesk> {
  const stopping = new AbortController();
  let { place } = options;
  let serving = startServing(options, place);
  await serving.listening.catch(async (error: unknown) => {
    if (!place?.runAs || (error instanceof ServeError && error.portTaken)) throw error;
    console.error(`Doordesk does not start as "${place.runAs.name}", and serves as root.`);
    place = undefined;
    await stopServing(serving);
    serving = startServing(options, place);
    await serving.listening;
  });
  const ended = replaceCrashed({
    first: serving,
    start: () => {
      serving = startServing(options, place);
      return serving;
    },
    signal: stopping.signal,
    report: (words) => console.error(words),
  });
  return {
    ended,
    get pid() {
      return serving.child.pid ?? 0;
    },
    async stop() {
      stopping.abort();
      await stopServing(serving);
    },
    async crash() {
      stopping.abort();
      serving.child.kill('SIGKILL');
      await serving.exit;
    },
  };
}

function startServing(options: DoordeskOptions, place?: ServingPlace): Serving {
  const program = programArguments('lib/cli/serving/server', { compiled: options.mode === 'production' });
  const folder = place?.folder ?? projectFolder;
  const given = program.map((one) => one.replace(projectFolder, folder));
  const child = spawn(place?.node ?? process.execPath, given, {
    cwd: folder,
    ...(place?.runAs ? { uid: place.runAs.uid, gid: place.runAs.gid } : {}),
    env: {
      ...process.env,
      ...options.settings,
      // Root's own folder is closed to other accounts.
      ...(place?.runAs ? { HOME: '/' } : {}),
      NODE_ENV: options.mode,
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: String(options.port),
      DOORDESK_HOST: options.host ?? '',
    },
    stdio: options.output ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => options.output?.(text));
  }
  return watchServing(child, options.port);
}

export function watchServing(child: ChildProcess, port: number): Serving {
  const exit = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
  const listening = untilListening(child, exit, port);
  // The supervisor waits for the end of the process first.
  listening.catch(() => {});
  return { child, exit, listening };
}

async function untilListening(child: ChildProcess, exit: Promise<number>, port: number): Promise<void> {
  const news = await Promise.race([
    // Only `server.ts` sends messages, all of this type.
    new Promise<ServeNews>((resolve) => child.once('message', (message) => resolve(message as ServeNews))),
    exit.then((code): ServeNews => ({ failed: `it ended with code ${code}` })),
  ]);
  if ('listening' in news) return;
  if (news.code === 'EADDRINUSE')
    throw new ServeError(`Port ${port} is taken: set PORT to another one`, true);
  throw new ServeError(`Doordesk did not start: ${news.failed}`, false);
}

async function stopServing({ child, exit }: Serving): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const late = new AbortController();
  const killed = sleep(patience, undefined, { signal: late.signal })
    .then(() => child.kill('SIGKILL'))
    .catch(() => {});
  await exit;
  late.abort();
  await killed;
}

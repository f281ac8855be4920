import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase, dropDatabase, withDatabase } from '@/lib/cli/tests/databases';
import { nameDatabase, type TestServer } from '@/lib/cli/tests/server';
import { findFreePort } from '@/lib/db/embedded/find-process';
import { programArguments, projectFolder } from '@/lib/db/embedded/project-folder';
import { startSimulator } from '@/lib/simulator/start-simulator';
import { type Bench, type Figure, median, ms, waitUntil } from './bench';
import { liveHeapOf, memoryOfAll, type Process, treeOf } from './process-tree';

const restSeconds = 30;
const rounds = 5;

export const idleBench: Bench = {
  name: 'idle',
  about: `npm start with its own PostgreSQL, ${restSeconds} s after it was ready: live heap of the serving process, memory of all processes but PostgreSQL's; start of the serving process, compiled ÷ by the TypeScript loader, median of ${rounds} in turn`,
  async *run({ server }) {
    const simulator = await startSimulator({ size: 'small', arrivals: false });
    const dataFolder = mkdtempSync(path.join(tmpdir(), 'doordesk-idle-'));
    // PostgreSQL may run under another account, which must be able to enter this folder.
    chmodSync(dataFolder, 0o711);
    const port = await findFreePort();
    const settings = {
      DOORDEER_URL: simulator.url,
      DOORDEER_RC4_KEY: simulator.key,
      DOORDEER_COMID: simulator.comid,
      DOORDESK_DATA: dataFolder,
      DOORDESK_VAULT_KEY: randomBytes(32).toString('base64'),
      NEXTAUTH_SECRET: randomBytes(32).toString('base64url'),
      NEXTAUTH_URL: `http://localhost:${port}`,
      PORT: String(port),
      DATABASE_URL: '',
      NODE_OPTIONS: '--inspect-port=0',
    };
    const doordesk = spawn('npm', ['start'], {
      cwd: projectFolder,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise((resolve) => doordesk.once('exit', resolve));
    let said = '';
    for (const stream of [doordesk.stdout, doordesk.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    try {
      await untilReady(doordesk, port);
      await sleep(restSeconds * 1_000);
      const tree = treeOf(doordesk.pid ?? 0).filter(({ command }) => !/\bpostgres( |:)/.test(command));
      const serving = tree.find(({ command }) => command.includes('serving/server'));
      if (!serving) throw new Error('no serving process was found');
      yield {
        what: 'live heap of the serving process',
        value: (await liveHeapOf(serving.pid, () => said)) / 1e6,
        hold: { atMost: 70 },
        unit: 'MB',
        made: 'after two collections',
      };
      yield memoryFigure(tree);
    } finally {
      doordesk.kill('SIGTERM');
      await ended;
    }
    try {
      yield await compareStarts(server, settings);
    } finally {
      await simulator.close();
      rmSync(dataFolder, { recursive: true, force: true });
    }
  },
};

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  await waitUntil('npm start to be ready', async () => {
    if (child.exitCode !== null) throw new Error('npm start ended before it was ready');
    const answer = await fetch(`http://localhost:${port}/api/ready`).catch(() => null);
    return answer?.ok ?? false;
  });
}

function memoryFigure(tree: Process[]): Figure {
  const mb = (value: number) => (value / 2 ** 20).toFixed(0);
  const each = tree.map(({ command, resident }) => `${nameOf(command)} ${mb(resident)}`).join(', ');
  return {
    what: 'all processes without PostgreSQL, pages of a file that they share counted once',
    value: memoryOfAll(tree) / 2 ** 20,
    hold: { atMost: 280 },
    unit: 'MB',
    made: `resident: ${each}; the sum is ${mb(tree.reduce((sum, { resident }) => sum + resident, 0))}`,
  };
}

function nameOf(command: string): string {
  return /programs\S*\/(\w+)\.mjs/.exec(command)?.[1] ?? command.split(' ')[0] ?? '';
}

async function compareStarts(server: TestServer, given: Record<string, string>): Promise<Figure> {
  const name = nameDatabase(server.template);
  await createDatabase(server.serverUrl, name, server.template);
  const settings = { ...given, DATABASE_URL: withDatabase(server.serverUrl, name), NODE_OPTIONS: '' };
  const took = { compiled: [] as number[], loaded: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    took.compiled.push(await timeStart(settings, true));
    took.loaded.push(await timeStart(settings, false));
  }
  await dropDatabase(server.serverUrl, name);
  const [compiled, loaded] = [median(took.compiled), median(took.loaded)];
  return {
    what: 'start of the serving process, compiled ÷ by the TypeScript loader',
    value: compiled / loaded,
    hold: { atMost: 1 },
    unit: 'ratio',
    made: `${ms(compiled)} ÷ ${ms(loaded)}`,
  };
}

async function timeStart(settings: Record<string, string>, compiled: boolean): Promise<number> {
  const port = await findFreePort();
  const begun = performance.now();
  const child = spawn(process.execPath, programArguments('lib/cli/serving/server', { compiled }), {
    cwd: projectFolder,
    env: {
      ...process.env,
      ...settings,
      NODE_ENV: 'production',
      PORT: String(port),
      DOORDESK_HOST: '127.0.0.1',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const news = await new Promise((resolve) => {
    child.once('message', resolve);
    child.once('exit', (code) => resolve({ failed: `it ended with code ${code}` }));
  });
  const tookMs = performance.now() - begun;
  child.kill('SIGKILL');
  if (!news || typeof news !== 'object' || !('listening' in news))
    throw new Error('the serving process did not start');
  return tookMs;
}

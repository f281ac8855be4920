/**
 * Starts one of the project's commands: `node lib/cli/launch.mjs demo`. Plain JavaScript for any Node: it first
 * installs the packages, which hold the Node that the rest needs. A command that is compiled and up to date runs
 * without the TypeScript loader.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isBuilt } from './fingerprints.mjs';
import { ensurePackages } from './packages.mjs';
import { whenNpmIsGone } from './parents.mjs';

const [command = '', ...args] = process.argv.slice(2);
const folder = path.dirname(fileURLToPath(import.meta.url));
const project = path.resolve(folder, '../..');
const ownNode = path.join(project, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 9)) {
  console.error(`Doordesk needs Node 20.9 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

await ensurePackages({ project, withTools: command === 'test' || command === 'bench' });

const better = betterNode();
const compiled = path.join(project, `.next/programs/lib/cli/${command}.mjs`);
if (existsSync(compiled) && isBuiltOrExplain()) {
  await continueWith(better, [compiled, ...args]);
} else if (better === realpathSync(process.execPath)) {
  await run();
} else {
  await continueWith(better, [fileURLToPath(import.meta.url), command, ...args]);
}

/** The project's Node, where it runs. It is built for glibc and fails on Alpine, where it must not be first in PATH. */
function betterNode() {
  const present = realpathSync(process.execPath);
  if (!existsSync(ownNode)) return present;
  const own = realpathSync(ownNode);
  if (own === present || spawnSync(own, ['--version']).status === 0) return own;
  rmSync(ownNode, { force: true });
  return present;
}

function isBuiltOrExplain() {
  try {
    return isBuilt(project);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}

async function run() {
  process.argv = [process.argv[0] ?? '', path.join(folder, `${command}.ts`), ...args];
  const { register } = await import('tsx/esm/api');
  register({ tsconfig: path.join(project, 'tsconfig.json') });
  await import(pathToFileURL(path.join(folder, `${command}.ts`)).href);
}

/**
 * Node replaces this process, so that what was loaded until now takes no memory. Where it cannot (Node 20, Windows),
 * it runs as a child: signals, output and exit code pass through.
 */
async function continueWith(node, rest) {
  const all = [...process.execArgv, ...rest];
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...all], process.env);
  const child = spawn(node, all, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  // A terminal sends Ctrl+C to the child too, and the child decides when it ends.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  whenNpmIsGone(() => child.disconnect());
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`${node} cannot be run: ${error.message}`);
      resolve(1);
    });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  process.exit(code);
}

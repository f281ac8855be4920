import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../db/embedded/data-folder';

/** What goes into a build. Programs, tests and the simulator do not. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'instrumentation.ts',
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'tailwind.config.ts',
  'tsconfig.json',
];
const leftOut = ['lib/cli', 'lib/testing', 'lib/simulator'];
const mark = path.join(projectFolder, '.next/doordesk-sources');

/** Content, not times: a clone or a switched branch has times that mean nothing. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of sources) addTo(hash, source);
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, name: string): void {
  const file = path.join(projectFolder, name);
  if (leftOut.includes(name) || /\.test\.tsx?$/.test(name) || !existsSync(file)) return;
  if (statSync(file).isDirectory()) {
    for (const entry of readdirSync(file).sort()) addTo(hash, `${name}/${entry}`);
    return;
  }
  hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
}

export function isBuilt(): boolean {
  return (
    existsSync(path.join(projectFolder, '.next/BUILD_ID')) &&
    existsSync(mark) &&
    readFileSync(mark, 'utf8') === fingerprint()
  );
}

export async function ensureBuild(options: { quiet: boolean }): Promise<{ ok: boolean; output: string }> {
  if (isBuilt()) return { ok: true, output: '' };
  return buildDoordesk(options);
}

/** `quiet`: the output is kept for the case of a failure. */
export async function buildDoordesk({ quiet }: { quiet: boolean }): Promise<{ ok: boolean; output: string }> {
  for (;;) {
    const before = fingerprint();
    rmSync(mark, { force: true });
    const result = await runNextBuild(quiet);
    if (result.ok) {
      writeFileSync(mark, before);
      return result;
    }
    if (!/another next build process/i.test(result.output)) return result;
    // Another process builds in this folder: wait and use its build.
    await sleep(3_000);
    if (isBuilt()) return { ok: true, output: '' };
  }
}

async function runNextBuild(quiet: boolean): Promise<{ ok: boolean; output: string }> {
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: projectFolder,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stopWithUs = () => child.kill();
  process.once('exit', stopWithUs);
  let output = '';
  const collect = (to: NodeJS.WriteStream) => (chunk: Buffer) => {
    output += chunk.toString();
    if (!quiet) to.write(chunk);
  };
  child.stdout.on('data', collect(process.stdout));
  child.stderr.on('data', collect(process.stderr));
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => resolve(status ?? 1));
    child.once('error', () => resolve(1));
  });
  process.off('exit', stopWithUs);
  return { ok: code === 0, output };
}

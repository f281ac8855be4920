import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { programArguments, programsFolder, projectFolder } from '../db/embedded/project-folder';
import { isBuilt, isCurrent, recordFingerprint, takeFingerprint } from './fingerprints.mjs';

/** What production runs. `npm run build` compiles them, because a TypeScript loader costs memory for ever. */
const programs = [
  'lib/cli/start.ts',
  'lib/cli/demo.ts',
  'lib/cli/serving/server.ts',
  'lib/db/embedded/keeper.ts',
];

export async function ensureBuild(options: { quiet: boolean }): Promise<{ ok: boolean; output: string }> {
  if (!isCurrent(projectFolder, 'pages')) return buildDoordesk(options);
  if (!isCurrent(projectFolder, 'programs')) await compilePrograms();
  return { ok: true, output: '' };
}

/** `quiet`: the output is kept for the case of a failure. */
export async function buildDoordesk({ quiet }: { quiet: boolean }): Promise<{ ok: boolean; output: string }> {
  for (;;) {
    const before = takeFingerprint(projectFolder, 'pages');
    recordFingerprint(projectFolder, 'pages', null);
    const result = await runNextBuild(quiet);
    if (result.ok) {
      await compilePrograms();
      recordFingerprint(projectFolder, 'pages', before);
      return result;
    }
    if (!/another next build process/i.test(result.output)) return result;
    // Another process builds in this folder: wait and use its build.
    await sleep(3_000);
    if (isBuilt(projectFolder)) return { ok: true, output: '' };
  }
}

/** Builds if needed, then continues as the compiled program `name`. Returns whether the build succeeded. */
export async function continueBuilt(name: string): Promise<boolean> {
  if (!isBuilt(projectFolder)) console.log('Building Doordesk (about a minute) …');
  const { ok, output } = await ensureBuild({ quiet: true });
  if (ok) continueCompiled(name);
  else console.error(`${output}\nThe build failed; see above.`);
  return ok;
}

/** Replaces this process, which has loaded compilers, by the compiled program. Returns where that is not possible. */
function continueCompiled(name: string): void {
  // A launcher on an older Node watches this process through its channel.
  if (!process.execve || process.platform === 'win32' || process.channel) return;
  const program = [...programArguments(name, { compiled: true }), ...process.argv.slice(2)];
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...program], process.env);
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

async function compilePrograms(): Promise<void> {
  const before = takeFingerprint(projectFolder, 'programs');
  // Loaded only here, because the compiled programs import this file too.
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: projectFolder,
    entryPoints: programs,
    outdir: programsFolder,
    outbase: projectFolder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20.9',
    logLevel: 'error',
    plugins: [
      {
        name: 'next',
        // Next's package names no exports, so Node finds `next/headers` only as a file.
        setup: ({ onResolve }) =>
          onResolve({ filter: /^next\/[a-z]+$/ }, (found) => ({ path: `${found.path}.js`, external: true })),
      },
    ],
  });
  recordFingerprint(projectFolder, 'programs', before);
}

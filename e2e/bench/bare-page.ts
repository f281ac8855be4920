import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { findFreePort } from '@/lib/db/embedded/find-process';
import { projectFolder } from '@/lib/db/embedded/project-folder';

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  // The folder and the linked packages share only the root.
  'next.config.js': "export default { turbopack: { root: '/' } };",
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': 'export default function Page() { return <h1>Bare</h1>; }',
  // Rendered for each request, like every page of Doordesk.
  'app/rows/page.jsx': `
    export default async function Page({ searchParams }) {
      const { rows } = await searchParams;
      return (
        <table>
          <tbody>
            {Array.from({ length: Number(rows) }, (_, n) => (
              <tr key={n} className="border-b">
                <td className="px-3"><a href={'/rows?rows=' + n}>Room {n}</a></td>
                <td className="px-3">Harbor View</td>
                <td className="px-3"><span className="text-muted">{n} events</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      );
    }`,
};

const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };

/** Bytes of JavaScript, as gzip, that the smallest possible Next page loads. */
export function measureBarePage(): number {
  const folder = buildBareApp();
  try {
    const html = readFileSync(path.join(folder, '.next/server/app/index.html'), 'utf8');
    return scriptsOf(html).reduce(
      (sum, script) =>
        sum + gzipSync(readFileSync(path.join(folder, '.next', script.replace(/^\/_next\//, '')))).length,
      0,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A bare Next app that serves `/rows?rows=…`, a table with that many rows. */
export async function startBareApp(): Promise<{ url: string; stop(): void }> {
  const folder = buildBareApp();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const app = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  const stop = () => {
    app.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await untilServed(`${url}/rows?rows=1`, app);
    return { url, stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function untilServed(url: string, app: ChildProcess): Promise<void> {
  for (;;) {
    if (app.exitCode !== null) throw new Error(`the bare app ended with ${app.exitCode}`);
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
}

function buildBareApp(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-bare-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    symlinkSync(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
      cwd: folder,
      encoding: 'utf8',
      env,
    });
    if (status !== 0) throw new Error(`the bare page could not be built:\n${stdout}\n${stderr}`);
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Scripts that a page names itself, without `noModule` polyfills, which today's browsers do not load. */
export function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"?]+)/.exec(tag)?.[1] ?? []);
  return [...new Set(sources)];
}

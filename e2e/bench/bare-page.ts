import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectFolder } from '@/lib/db/embedded/data-folder';

const files = {
  'package.json': '{ "private": true, "type": "module" }',
  // The root is what the folder and the linked packages have in common.
  'next.config.js': "export default { reactCompiler: true, turbopack: { root: '/' } };",
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  'app/page.jsx': 'export default function Page() { return <h1>Bare</h1>; }',
};

/** Bytes of JavaScript, gzip, that the smallest page loads which this version of Next can make. */
export function measureBarePage(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'doordesk-bare-'));
  try {
    mkdirSync(path.join(folder, 'app'));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    symlinkSync(path.join(projectFolder, 'node_modules'), path.join(folder, 'node_modules'));
    const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
    const { status, stdout, stderr } = spawnSync(process.execPath, [next, 'build'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    });
    if (status !== 0) throw new Error(`the bare page could not be built:\n${stdout}\n${stderr}`);
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

/** Scripts that a page names itself. `noModule`: polyfills, which no browser of today loads. */
export function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
  const sources = tags
    .filter((tag) => !/\bnomodule\b/i.test(tag))
    .flatMap((tag) => /\bsrc="([^"?]+)/.exec(tag)?.[1] ?? []);
  return [...new Set(sources)];
}

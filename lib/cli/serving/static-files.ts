import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

/** The files that Next serves from the disk of this build, each as the decoded path of its address. */
export function listStaticFiles(folder: string): ReadonlySet<string> {
  return new Set([
    ...listBelow(path.join(folder, 'public'), '/'),
    ...listBelow(path.join(folder, '.next/static'), '/_next/static/'),
  ]);
}

function listBelow(folder: string, address: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => address + name.split(path.sep).join('/'));
}

/** The decoded path. `readableUrl` has replaced an address that cannot be decoded. */
function fileOf(url: string): string {
  return decodeURIComponent(url.split('?', 1)[0] ?? '');
}

/** `known`: undefined while a development server still compiles the files. */
export function isStaticFile(url: string, known?: ReadonlySet<string>): boolean {
  return known?.has(fileOf(url)) ?? false;
}

/**
 * Whether nothing is there below `/_next`, where Next would answer a stranger with the redirect of a page. Its image
 * optimiser is there too, although the settings turn it off for our own pages: it logs two stacks for each request.
 */
export function isMissingFile(url: string, known?: ReadonlySet<string>): boolean {
  const file = fileOf(url);
  if (!/^\/_next(\/|$)/.test(file)) return false;
  return known ? !known.has(file) : /^\/_next\/image\/?$/.test(file);
}

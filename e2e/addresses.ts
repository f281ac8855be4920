import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectFolder } from '@/lib/db/embedded/project-folder';

/** Every address that Doordesk answers, read from `app/`, so no test can forget a new one. */
export function listAddresses(kind: 'page' | 'route'): string[] {
  const files = listFiles(path.join(projectFolder, 'app'), '');
  return files
    .filter((file) => new RegExp(`(^|/)${kind}\\.tsx?$`).test(file))
    .map((file) => addressOfModule(file))
    .sort();
}

/** Shows nothing itself: it leads from an event to the doorcode or person behind it. */
export const onwards = '/event-source';

/** `(desk)/rooms/[gid]/[channel]/page.tsx` gives `/rooms/[gid]/[channel]`. */
export function addressOfModule(file: string): string {
  const folders = path.posix
    .dirname(file)
    .split('/')
    .filter((folder) => folder !== '.' && !/^\(.*\)$/.test(folder));
  return `/${folders.join('/')}`;
}

/** Fills in the bracketed parts of an address. Throws if one is not known. */
export function fillIn(address: string, known: Readonly<Record<string, string>>): string {
  const filled = known[address];
  if (filled !== undefined) return filled;
  if (address.includes('[')) throw new Error(`${address}: say in e2e/furnish.ts what stands in its brackets`);
  return address;
}

function listFiles(folder: string, under: string): string[] {
  return readdirSync(path.join(folder, under)).flatMap((entry) => {
    const name = under === '' ? entry : `${under}/${entry}`;
    return statSync(path.join(folder, name)).isDirectory() ? listFiles(folder, name) : [name];
  });
}

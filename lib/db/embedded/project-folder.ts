import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Compiled code lies deeper than its source, so the folder is found by a file that only the project's root has. */
export const projectFolder = findProject(path.dirname(fileURLToPath(import.meta.url)));

/** `npm run build` compiles the programs of production to here. */
export const programsFolder = path.join(projectFolder, '.next/programs');

/** The launcher runs compiled programs only while they and the pages are up to date. */
export const isCompiled = import.meta.url.endsWith('.mjs');

function findProject(folder: string): string {
  const parent = path.dirname(folder);
  if (existsSync(path.join(folder, 'next.config.js')) || parent === folder) return folder;
  return findProject(parent);
}

/**
 * Node's arguments to run `name`, such as `lib/cli/serving/server`. `compiled`: without a TypeScript loader, which
 * makes Node keep every source and source map in memory.
 */
export function programArguments(name: string, { compiled = isCompiled } = {}): string[] {
  if (compiled) return [path.join(programsFolder, `${name}.mjs`)];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, path.join(projectFolder, `${name}.ts`)];
}

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Installs the packages of the lock file if needed. `withTools`: also development packages. */
export async function ensurePackages({ project, withTools }) {
  const lacking = findLacking(project, withTools);
  if (!lacking) return;
  console.log(`Installing the packages (${lacking}) …`);
  // Prefer the lock file. If another npm refuses it, install from package.json.
  if (npm(project, ['ci', '--include=dev'])) return;
  console.log('npm ci refused the lock file; trying npm install …');
  if (npm(project, ['install', '--no-save', '--include=dev'])) return;
  console.error('The packages could not be installed; npm’s output above says why.');
  process.exit(1);
}

/** Says what is missing; null: nothing. npm records its installation in node_modules/.package-lock.json. */
function findLacking(project, withTools) {
  const wished = readJson(path.join(project, 'package-lock.json'))?.packages ?? {};
  const present = readJson(path.join(project, 'node_modules/.package-lock.json'))?.packages;
  if (!present) return 'none are installed';
  for (const [place, { version, optional, dev, devOptional, link }] of Object.entries(wished)) {
    if (place === '' || link) continue;
    const found = present[place];
    if (found ? found.version === version : optional || devOptional || (dev && !withTools)) continue;
    return found ? `${place} is another version` : `${place} is missing`;
  }
  return null;
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

/** npm runs on the machine's own Node and PATH, because npm replaces the folder that holds ours. */
function npm(project, args) {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  const env = { ...process.env, PATH: withoutPackages(process.env.PATH ?? '') };
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const [file, ...first] = cli && node ? [node, cli] : ['npm'];
  const result = spawnSync(file, [...first, ...args, ...quiet], { cwd: project, env, stdio: 'inherit' });
  return result.status === 0;
}

function withoutPackages(searchPath) {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(path.delimiter);
}

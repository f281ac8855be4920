/**
 * Adds to package-lock.json what npm leaves out: optional packages for other platforms. npm drops those that the
 * registry does not carry, and `npm ci` then refuses the lock file where they exist. Run `node
 * lib/cli/complete-lock.mjs` after each change of packages. `--check` changes nothing and fails when one is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const lacking = findLacking(lock.packages);

if (process.argv.includes('--check')) {
  for (const { name, version } of lacking) console.error(`package-lock.json lacks ${name} ${version}`);
  if (lacking.length > 0) console.error('Run: node lib/cli/complete-lock.mjs');
  process.exit(lacking.length > 0 ? 1 : 0);
}

for (const { name, version, dev } of lacking) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...platformOf(name),
    ...(dev ? { dev } : {}),
    optional: true,
  };
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a === b ? 0 : a < b ? -1 : 1)),
);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${lacking.length} packages of other platforms added to package-lock.json`);

/** Optional packages that a locked package names with an exact version and the lock file lacks. */
function findLacking(packages) {
  const found = new Map();
  for (const [place, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (/^\d/.test(version) && !isLocked(packages, place, name))
        found.set(name, { name, version, dev: entry.dev });
    }
  }
  return [...found.values()];
}

/** Looks a package up as Node does: in the node_modules of `place`, then of each folder above. */
function isLocked(packages, place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (packages[`${folder ? `${folder}/` : ''}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

/** Such packages carry their platform in their name. Without it npm would install them everywhere. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = ['android', 'darwin', 'freebsd', 'linux', 'win32'].find((word) => words.includes(word));
  const cpu = ['arm64', 'arm', 'ia32', 'ppc64', 's390x', 'wasm32', 'x64'].find((word) =>
    words.includes(word),
  );
  if (!cpu)
    throw new Error(`The name of ${name} does not show its platform: add it to package-lock.json by hand`);
  const libc = os !== 'linux' ? null : words.includes('musl') ? 'musl' : 'glibc';
  return { cpu: [cpu], ...(libc ? { libc: [libc] } : {}), ...(os ? { os: [os] } : {}) };
}

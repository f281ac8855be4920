import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The two parts of a build. Each has a file that holds the fingerprint of the sources that it was built from. */
const parts = {
  pages: {
    sources: [
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
    ],
    leftOut: ['lib/cli', 'lib/testing', 'lib/simulator'],
    result: '.next/BUILD_ID',
    mark: '.next/doordesk-sources',
  },
  programs: {
    sources: ['lib', 'package-lock.json', 'tsconfig.json'],
    leftOut: ['lib/testing', 'lib/cli/structure'],
    result: '.next/programs/lib/cli/start.mjs',
    mark: '.next/programs/sources',
  },
};

/**
 * Content, not times: a clone or a switched branch has times that mean nothing.
 *
 * @param {string} project
 * @param {keyof typeof parts} part
 */
export function takeFingerprint(project, part) {
  const { sources, leftOut } = parts[part];
  const hash = createHash('sha256');
  /** @param {string} name */
  function add(name) {
    const file = path.join(project, name);
    if (leftOut.includes(name) || /\.test\.tsx?$/.test(name) || !existsSync(file)) return;
    const content = readOrExplain(file);
    if (Array.isArray(content)) for (const entry of content) add(`${name}/${entry}`);
    else hash.update(`${name}\0`).update(content).update('\0');
  }
  for (const source of sources) add(source);
  return hash.digest('hex');
}

/**
 * The bytes of a file, or the names in a folder. The error has words for the operator, like `OperatorFault`.
 *
 * @param {string} file
 */
function readOrExplain(file) {
  try {
    return statSync(file).isDirectory() ? readdirSync(file).sort() : readFileSync(file);
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    const words = `Doordesk cannot read ${file}${why}. Let the account that runs it read the whole folder of the project`;
    throw Object.assign(new Error(words, { cause }), { name: 'OperatorFault' });
  }
}

/**
 * @param {string} project
 * @param {keyof typeof parts} part
 */
export function isCurrent(project, part) {
  const [result, mark] = [path.join(project, parts[part].result), path.join(project, parts[part].mark)];
  if (!existsSync(result) || !existsSync(mark)) return false;
  return readFileSync(mark, 'utf8') === takeFingerprint(project, part);
}

/** @param {string} project */
export function isBuilt(project) {
  return isCurrent(project, 'pages') && isCurrent(project, 'programs');
}

/**
 * @param {string} project
 * @param {keyof typeof parts} part
 * @param {string | null} fingerprint null: the part is about to be built.
 */
export function recordFingerprint(project, part, fingerprint) {
  const mark = path.join(project, parts[part].mark);
  if (fingerprint === null) rmSync(mark, { force: true });
  else writeFileSync(mark, fingerprint);
}

import path from 'node:path';
import { type Finding, isTest, type Source } from './source';
import { extraNames, nextNames, resourceNames, tellsNothing } from './vocabulary';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const folderName = /^(\([a-z0-9-]+\)|\[(\.\.\.)?[a-z0-9-]+\]|[a-z0-9]+(-[a-z0-9]+)*)$/;
const mostLines = 400;

/** File names that do not tell the job, or tell it in words of their own, and files too long to read. */
export function checkNames(sources: Source[]): Finding[] {
  return sources.flatMap(({ name, text }) => {
    const faults = [...spelling(name), ...vocabulary(name)];
    const lines = text.split('\n').length - 1;
    if (lines > mostLines) faults.push(`has ${lines} lines; ${mostLines} are the most`);
    return faults.map((what) => ({ file: name, what }));
  });
}

/** The name without what follows its first dot: `columns` of `columns.test.tsx`. */
function stemOf(name: string): string {
  return path.basename(name).split('.')[0] ?? '';
}

function spelling(name: string): string[] {
  const folders = path
    .dirname(name)
    .split('/')
    .filter((folder) => folder !== '.');
  const wrongFolder = folders.find((folder) => !folderName.test(folder));
  if (wrongFolder) return [`the folder ${wrongFolder} is not written in kebab-case`];
  return kebab.test(stemOf(name)) ? [] : ['its name is not written in kebab-case'];
}

function vocabulary(name: string): string[] {
  const stem = stemOf(name);
  if (tellsNothing.has(stem) && name !== 'lib/db/migrations/index.ts') {
    return [`"${stem}" tells nothing about what the file does`];
  }
  if (name.startsWith('app/') && !nextNames.has(stem) && !isTest(name)) {
    return ['app holds addresses only: move it to components or lib'];
  }
  const [top, folder = '', ...rest] = name.split('/');
  const extra = top === 'lib' ? extraNames[folder] : undefined;
  if (!extra || rest.length === 0 || rest.length > 1 || isTest(name)) return [];
  if (resourceNames.has(stem) || extra.includes(stem)) return [];
  return [
    `"${stem}" is outside the vocabulary (${[...resourceNames].join(', ')}); if it is needed, add it to lib/cli/structure/vocabulary.ts`,
  ];
}

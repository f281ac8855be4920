import path from 'node:path';
import { type Finding, isTest, type Source } from './source';
import { exceptions, families, kinds, mostExceptions, nextNames, tellsNothing, verbs } from './vocabulary';

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const folderName = /^(\([a-z0-9-]+\)|\[(\.\.\.)?[a-z0-9-]+\]|[a-z0-9]+(-[a-z0-9]+)*)$/;
const mostLines = 400;

/** Finds file names outside the vocabulary, and files that are too long. */
export function checkNames(sources: Source[]): Finding[] {
  return sources.flatMap(({ name, text }) => {
    const faults = [...spelling(name), ...vocabulary(name)];
    const lines = text.split('\n').length - 1;
    if (lines > mostLines) faults.push(`has ${lines} lines; the limit is ${mostLines}`);
    return faults.map((what) => ({ file: name, what }));
  });
}

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
    return [`"${stem}" says nothing about what the file does`];
  }
  if (name.startsWith('app/') && !nextNames.has(stem) && !isTest(name)) {
    return ['app holds only addresses: move it to components or lib'];
  }
  if (!/^lib\/.*\.(ts|tsx|mjs)$/.test(name) || isTest(name)) return [];
  if (path.posix.dirname(name) in families || name in exceptions || isMadeOfWords(stem)) return [];
  return [
    `"${stem}" is outside the vocabulary of lib/cli/structure/vocabulary.ts: <verb>-<thing>, or what the file holds`,
  ];
}

function isMadeOfWords(stem: string): boolean {
  const parts = stem.split('-');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  return (parts.length > 1 && verbs.has(first)) || singulars(last).some((word) => kinds.has(word));
}

function singulars(word: string): string[] {
  return [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y')];
}

/** Finds too many exceptions, and exceptions whose file is gone. */
export function checkExceptions(sources: Source[]): Finding[] {
  const known = new Set(sources.map(({ name }) => name));
  const listed = Object.keys(exceptions);
  const file = 'lib/cli/structure/vocabulary.ts';
  return [
    ...listed
      .filter((name) => !known.has(name))
      .map((name) => ({ file, what: `lists ${name}, which is gone` })),
    ...(listed.length > mostExceptions
      ? [{ file, what: `has ${listed.length} exceptions; the limit is ${mostExceptions}` }]
      : []),
  ];
}

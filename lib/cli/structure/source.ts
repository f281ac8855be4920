import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export type Import = {
  /** A path from the project's root, or the name of a package. */
  target: string;
  ours: boolean;
  typeOnly: boolean;
  /** `import()` loads later, so it makes no circle at run time. */
  deferred: boolean;
};

export type Source = { name: string; text: string; imports: Import[] };

export type Finding = { file: string; what: string };

const folders = ['app', 'components', 'lib', 'e2e'];
const rootFiles = [
  'instrumentation.ts',
  'next.config.js',
  'playwright.config.ts',
  'vitest.config.ts',
  'tailwind.config.ts',
];

export function readSources(project: string): Source[] {
  const names = [
    ...rootFiles.filter((name) => existsSync(path.join(project, name))),
    ...folders.flatMap((folder) => listFiles(project, folder)),
  ];
  const known = new Set(names);
  return names.map((name) => {
    const text = readFileSync(path.join(project, name), 'utf8');
    return { name, text, imports: readImports({ name, text, known }) };
  });
}

export function readDocuments(project: string): { name: string; text: string }[] {
  const names = [...readdirSync(project), ...listFiles(project, 'docs')].filter((name) =>
    name.endsWith('.md'),
  );
  return names.map((name) => ({ name, text: readFileSync(path.join(project, name), 'utf8') }));
}

function listFiles(project: string, folder: string): string[] {
  if (!existsSync(path.join(project, folder))) return [];
  return readdirSync(path.join(project, folder)).flatMap((entry) => {
    const name = `${folder}/${entry}`;
    return statSync(path.join(project, name)).isDirectory() ? listFiles(project, name) : [name];
  });
}

const fromClause = /^[ \t]*(import|export)\b([^'"`;]*?)\bfrom\s*(['"])([^'"]+)\3/gm;
const bareClause = /^[ \t]*import\s*(['"])([^'"]+)\1/gm;
const deferredClause = /\bimport\(\s*(['"])([^'"]+)\1/g;

export function readImports({
  name,
  text,
  known,
}: {
  name: string;
  text: string;
  known: Set<string>;
}): Import[] {
  if (!/\.(ts|tsx|js|mjs)$/.test(name)) return [];
  const resolve = (wanted: string) => resolveImport({ from: name, wanted, known });
  return [
    ...[...text.matchAll(fromClause)].map(([, , names = '', , wanted = '']) => ({
      ...resolve(wanted),
      typeOnly: isTypeOnly(names),
      deferred: false,
    })),
    ...[...text.matchAll(bareClause)].map(([, , wanted = '']) => ({
      ...resolve(wanted),
      typeOnly: false,
      deferred: false,
    })),
    ...[...text.matchAll(deferredClause)].map(([, , wanted = '']) => ({
      ...resolve(wanted),
      typeOnly: false,
      deferred: true,
    })),
  ];
}

/** `import type …`, or braces in which every name has `type`. */
function isTypeOnly(names: string): boolean {
  const trimmed = names.trim();
  if (/^type\b/.test(trimmed)) return true;
  const inBraces = /^\{([^}]*)\}$/s.exec(trimmed)?.[1];
  if (inBraces === undefined) return false;
  const each = inBraces
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  return each.length > 0 && each.every((word) => word.startsWith('type '));
}

function resolveImport({ from, wanted, known }: { from: string; wanted: string; known: Set<string> }) {
  if (!wanted.startsWith('.') && !wanted.startsWith('@/')) {
    const parts = wanted.split('/');
    return { target: wanted.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? ''), ours: false };
  }
  const place = wanted.startsWith('@/') ? wanted.slice(2) : path.posix.join(path.posix.dirname(from), wanted);
  const candidates = [place, `${place}.ts`, `${place}.tsx`, `${place}.mjs`, `${place}/index.ts`];
  return { target: candidates.find((candidate) => known.has(candidate)) ?? place, ours: true };
}

export function isTest(name: string): boolean {
  return /\.(test|e2e)\.tsx?$/.test(name);
}

import path from 'node:path';
import type { Finding, Source } from './source';

const used = /\buseTranslations\('(\w+)/g;
const handed = /<ClientMessages\s+use=\{\[(.*?)\]\}/gs;
const toAll = /\beverywhere: Namespace\[\] = \[(.*?)\]/s;

/** Finds texts that a client component uses but no `ClientMessages` passes on: the page would show their keys. */
export function checkWords(sources: Source[]): Finding[] {
  const byName = new Map(sources.map((source) => [source.name, source]));
  const always = sources.flatMap(({ text }) => namesIn(toAll.exec(text)?.[1] ?? ''));
  const findings: Finding[] = [];
  for (const page of sources.filter(({ name }) => /^app\/(.*\/)?page\.tsx$/.test(name))) {
    const above = layoutsOf(page.name).flatMap((name) => handedBy(byName.get(name)));
    const seen = new Set<string>();

    const visit = (source: Source, has: readonly string[], inBrowser: boolean): void => {
      const names = [...has, ...handedBy(source)];
      const browser = inBrowser || isDirected(source, 'use client');
      const state = `${source.name} ${browser} ${names.join()}`;
      if (seen.has(state) || isDirected(source, 'use server')) return;
      seen.add(state);
      for (const [, namespace = ''] of browser ? source.text.matchAll(used) : []) {
        if (names.includes(namespace)) continue;
        const what = `needs the words of "${namespace}" in the browser, and ${page.name} does not hand them over`;
        if (!findings.some((one) => one.file === source.name && one.what === what))
          findings.push({ file: source.name, what });
      }
      for (const { target, ours, typeOnly } of source.imports) {
        const next = ours && !typeOnly ? byName.get(target) : undefined;
        if (next) visit(next, names, browser);
      }
    };
    visit(page, [...always, ...above], false);
  }
  return findings;
}

function layoutsOf(page: string): string[] {
  const folders: string[] = [];
  for (let folder = path.posix.dirname(page); folder !== '.'; folder = path.posix.dirname(folder))
    folders.push(folder);
  return folders.map((folder) => `${folder}/layout.tsx`);
}

function handedBy(source: Source | undefined): string[] {
  return [...(source?.text.matchAll(handed) ?? [])].flatMap(([, names = '']) => namesIn(names));
}

function namesIn(list: string): string[] {
  return [...list.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
}

function isDirected({ text }: Source, directive: string): boolean {
  return text.trimStart().startsWith(`'${directive}'`);
}

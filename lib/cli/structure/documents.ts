import type { Finding, Source } from './source';

export type Document = { name: string; text: string };

const mostWords: readonly { name: RegExp; most: number }[] = [
  { name: /^ARCHITECTURE\.md$/, most: 1_500 },
  { name: /^docs\/decisions\//, most: 250 },
];

/** Documents stay short, decisions have a number, a date and a status, and cited files exist. */
export function checkDocuments({
  documents,
  sources,
  exists,
}: {
  documents: Document[];
  sources: Source[];
  exists: (name: string) => boolean;
}): Finding[] {
  return [
    ...documents.flatMap(tooLong),
    ...decisionFaults(documents),
    ...documents.flatMap((document) => missing(document, citedIn(document), exists)),
    ...sources
      .filter(({ name }) => !name.startsWith('lib/cli/structure/'))
      .flatMap((source) => missing(source, source.text.match(/\bdocs\/[\w/-]+\.md\b/g) ?? [], exists)),
  ];
}

function tooLong({ name, text }: Document): Finding[] {
  const words = text.split(/\s+/).filter(Boolean).length;
  return mostWords
    .filter((limit) => limit.name.test(name) && words > limit.most)
    .map(({ most }) => ({ file: name, what: `has ${words} words; the limit is ${most}` }));
}

function decisionFaults(documents: Document[]): Finding[] {
  const decisions = documents.filter(({ name }) => name.startsWith('docs/decisions/'));
  const byNumber = Map.groupBy(decisions, ({ name }) => /\/(\d{3})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
  return [...byNumber].flatMap(([number, same]) =>
    same.flatMap(({ name, text }) => {
      if (!number)
        return [{ file: name, what: 'is a decision without a number: docs/decisions/NNN-title.md' }];
      return [
        ...(same.length > 1 ? [{ file: name, what: `has the number ${number} of another decision` }] : []),
        ...(/\bDate\b/.test(text) && /\bStatus\b/.test(text)
          ? []
          : [{ file: name, what: 'is a decision without a date or a status' }]),
      ];
    }),
  );
}

/** Paths in code spans and links. A path with a placeholder such as `<room>` does not count. */
function citedIn({ name, text }: Document): string[] {
  const spans = [...text.matchAll(/`((?:app|components|docs|e2e|lib)\/[\w./()[\]-]+\.\w+)`/g)].map(
    ([, path = '']) => path,
  );
  const links = [...text.matchAll(/\]\(([\w./-]+\.md)(?:#[\w-]+)?\)/g)].map(([, path = '']) =>
    new URL(path, `file:///${name}`).pathname.slice(1),
  );
  return [...spans, ...links];
}

function missing(
  { name }: { name: string },
  cited: readonly string[],
  exists: (name: string) => boolean,
): Finding[] {
  return [...new Set(cited)]
    .filter((path) => !exists(path))
    .map((path) => ({ file: name, what: `cites ${path}, which does not exist` }));
}

import type { Finding } from './source';

export type TextTree = { readonly [key: string]: string | TextTree };

/** Finds texts that one language lacks, and texts that take other values than the first language's. */
export function checkMessages({
  first,
  second,
  language,
}: {
  first: TextTree;
  second: TextTree;
  language: string;
}): Finding[] {
  const wished = flattenTexts(first);
  const found = flattenTexts(second);
  const findings: Finding[] = [];
  const tell = (key: string, what: string) =>
    findings.push({ file: `lib/i18n/messages/${language}`, what: `${key} ${what}` });
  for (const [key, text] of wished) {
    const other = found.get(key);
    if (other === undefined) tell(key, 'is missing');
    else if (other.trim() === '' && text.trim() !== '') tell(key, 'is empty');
    else if (placesIn(other).join() !== placesIn(text).join())
      tell(key, `takes {${placesIn(other).join(', ')}}, in English {${placesIn(text).join(', ')}}`);
  }
  for (const key of found.keys()) if (!wished.has(key)) tell(key, 'is not in English');
  return findings;
}

/** Returns every text under its key, such as `people.details.since`. */
export function flattenTexts(tree: TextTree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flattenTexts(value, `${prefix}${key}.`)],
    ),
  );
}

/** Returns the values and tags that a text takes, sorted. Branches of a plural count as texts. */
export function placesIn(text: string): string[] {
  const found = new Set<string>();
  readText({ text, from: 0, found });
  return [...found].sort();
}

type Reading = { text: string; from: number; found: Set<string> };

function readText({ text, from, found }: Reading): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '}') return at;
    if (text[at] === '{') at = readArgument({ text, from: at + 1, found });
    const tag = text[at] === '<' ? /^<(\w+)>/.exec(text.slice(at))?.[1] : undefined;
    if (tag) found.add(`<${tag}>`);
  }
  return text.length;
}

/** Reads `name}`, `name, number}`, or `name, plural, one {a text} other {a text}}`. */
function readArgument({ text, from, found }: Reading): number {
  const name = /^\s*(\w+)/.exec(text.slice(from))?.[1];
  if (name) found.add(name);
  for (let at = from; at < text.length; at++) {
    if (text[at] === '}') return at;
    if (text[at] === '{') at = readText({ text, from: at + 1, found });
  }
  return text.length;
}

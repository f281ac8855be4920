import type { Finding } from './source';

type Tree = { [key: string]: string | Tree };

/** Texts that one language has and the other lacks, and those that do not take the same values. */
export function checkMessages({
  first,
  second,
  language,
}: {
  first: Tree;
  second: Tree;
  language: string;
}): Finding[] {
  const wished = flatten(first);
  const found = flatten(second);
  const findings: Finding[] = [];
  const tell = (key: string, what: string) =>
    findings.push({ file: `lib/i18n/messages/${language}`, what: `${key} ${what}` });
  for (const [key, text] of wished) {
    const other = found.get(key);
    if (other === undefined) tell(key, 'is missing');
    else if (other.trim() === '' && text.trim() !== '') tell(key, 'is empty');
    else if (placesIn(other) !== placesIn(text))
      tell(key, `takes {${placesIn(other)}}, in English {${placesIn(text)}}`);
  }
  for (const key of found.keys()) if (!wished.has(key)) tell(key, 'is not in English');
  return findings;
}

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

/** The values and tags that a text takes, in the order of their names; a plural's own words are not among them. */
function placesIn(text: string): string {
  const values = [...text.matchAll(/\{\s*(\w+)\s*[,}]/g)].map(([, name]) => name);
  const tags = [...text.matchAll(/<(\w+)>/g)].map(([, name]) => `<${name}>`);
  return [...new Set([...values, ...tags])].sort().join(', ');
}

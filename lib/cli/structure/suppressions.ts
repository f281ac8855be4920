import type { Finding, Source } from './source';

const reasonNeeded = [
  { mark: /@ts-(?:ignore|expect-error|nocheck)(.*)/, name: 'a TypeScript suppression' },
  { mark: /biome-ignore(?:-all|-start)?\s+[\w/]+(.*)/, name: 'a lint suppression' },
  { mark: /(?:\bas any\b|:\s*any\b|<any\b)(?!.*biome-ignore)(.*)/, name: '"any"' },
];

/** These casts satisfy any type, so the compiler checks nothing. A comment must stand on the line above. */
const blindCast = /\bas (?:unknown as|never)\b/;

/** Finds disabled checks without a reason. */
export function checkSuppressions(sources: Source[]): Finding[] {
  return sources
    .filter(({ name }) => /\.(ts|tsx|mjs|js)$/.test(name) && !name.startsWith('lib/cli/structure'))
    .flatMap(({ name, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        if (blindCast.test(withoutText(line)) && !hasReason(/^\s*\/\/(.*)/.exec(lines[index - 1] ?? '')?.[1]))
          return [
            {
              file: `${name}:${index + 1}`,
              what: 'has a cast that fits any type, without a reason above it',
            },
          ];
        const found = reasonNeeded.find(({ mark }) => mark.test(withoutText(line)));
        if (
          !found ||
          hasReason(found.mark.exec(line)?.[1]) ||
          hasReason(/biome-ignore(.*)/.exec(lines[index - 1] ?? '')?.[1])
        ) {
          return [];
        }
        return [{ file: `${name}:${index + 1}`, what: `has ${found.name} without a reason` }];
      });
    });
}

/** Removes strings and prose, which are not code. */
function withoutText(line: string): string {
  const trimmed = line.trim();
  const comment = /^(\*|\/\/|\/\*)/.test(trimmed);
  if (comment && !/@ts-|biome-ignore/.test(trimmed)) return '';
  return comment ? line : line.replace(/'[^']*'|"[^"]*"|`[^`]*`/g, '').replace(/\/\/ .*/, '');
}

function hasReason(rest: string | undefined): boolean {
  return /[a-z]{2,} [a-z]{2,}/i.test(rest ?? '') && !/<explanation>/.test(rest ?? '');
}

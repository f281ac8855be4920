import { type Finding, isTest, type Source } from './source';

/** Security: any client can call an export of a "use server" file, so each must go through `lib/http/action.ts`. */
export function checkActions(sources: Source[]): Finding[] {
  return sources
    .filter(({ name }) => !isTest(name) && !name.startsWith('lib/cli/'))
    .flatMap(({ name, text }) => {
      const code = text.replace(/^\s*(\/\/.*|\/?\*.*)$/gm, '');
      const places = [...code.matchAll(/^([ \t]*)['"]use server['"]/gm)];
      if (places.length === 0) return [];
      const findings: Finding[] = [];
      if (places.some(([, indent]) => indent !== '') || !/^\s*['"]use server['"]/.test(code)) {
        findings.push({
          file: name,
          what: 'says "use server" inside a function: actions belong in their own files',
        });
      }
      for (const [line] of code.matchAll(/^export\b.*$/gm)) {
        if (/^export (type|interface) /.test(line)) continue;
        if (/^export const ([a-z]\w*)Action = (actionOf|publicActionOf)\(\1[,)]/.test(line)) continue;
        findings.push({
          file: name,
          what: `exports something that is not a verb behind actionOf: ${line.slice(0, 60)}`,
        });
      }
      return findings;
    });
}

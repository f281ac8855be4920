import { type Finding, isTest, type Source } from './source';

/** Programs and tests may use all of the project. Nothing may import them. */
const outside = ['lib/cli', 'lib/testing', 'e2e', 'playwright.config.ts', 'vitest.config.ts'];

type Rule = {
  under: string[];
  mayImport?: string[];
  noPackage?: RegExp;
  why: string;
};

const frameworks = /^(next|next-.*|react|react-.*|@tanstack\/.*|nuqs)$/;

const rules: Rule[] = [
  {
    under: ['components'],
    mayImport: ['components', 'lib'],
    why: 'components show what pages give them, and may import only components and lib',
  },
  {
    under: ['lib/doordeer'],
    mayImport: ['lib/doordeer'],
    noPackage: frameworks,
    why: 'the vendor client depends on no other room, so it could be published',
  },
  {
    under: ['lib/simulator'],
    mayImport: ['lib/simulator', 'lib/doordeer/codec.ts'],
    noPackage: frameworks,
    why: 'the simulator shares only the codec with the client, otherwise both could have the same fault',
  },
  { under: ['lib'], mayImport: ['lib'], why: 'lib knows nothing of pages and components' },
];

/** Imports against the direction app → components → lib. For rooms inside `lib` see rooms.ts. */
export function checkDirection(sources: Source[]): Finding[] {
  return sources.flatMap((source) =>
    isOutside(source.name)
      ? []
      : [
          ...againstRules(source),
          ...source.imports.flatMap((one) => (one.ours ? backwards(source.name, one.target) : [])),
        ],
  );
}

function isOutside(name: string): boolean {
  return isTest(name) || isUnder(name, outside);
}

function isUnder(name: string, folders: string[]): boolean {
  return folders.some((folder) => name === folder || name.startsWith(`${folder}/`));
}

function againstRules(source: Source): Finding[] {
  return rules
    .filter(({ under }) => isUnder(source.name, under))
    .flatMap(({ mayImport, noPackage, why }) =>
      source.imports
        .filter(({ target, ours }) =>
          ours ? mayImport && !isUnder(target, mayImport) : (noPackage?.test(target) ?? false),
        )
        .map(({ target }) => ({ file: source.name, what: `imports ${target}: ${why}` })),
    );
}

function backwards(name: string, target: string): Finding[] {
  if (isUnder(target, ['app']) && !isUnder(name, ['app'])) {
    return [{ file: name, what: `imports ${target}: nothing imports app` }];
  }
  if (isUnder(target, ['lib/simulator']) && !isUnder(name, ['lib/simulator'])) {
    return [{ file: name, what: `imports ${target}: the simulator is for tests and programs` }];
  }
  if (isUnder(target, outside)) {
    return [{ file: name, what: `imports ${target}: programs and tests are not part of the product` }];
  }
  return [];
}

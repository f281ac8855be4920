import { globSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import { messages as en } from './messages/en/messages';
import { messages as zh } from './messages/zh/messages';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) => {
      const at = path ? `${path}.${key}` : key;
      return typeof value === 'string' ? [[at, value] as const] : [...flatten(value, at)];
    }),
  );
}

const english = flatten(en);
const chinese = flatten(zh);

type Ast = ReturnType<IntlMessageFormat['getAst']>;

/** The arguments and tags that a message takes. */
function takes(parts: Ast): string[] {
  return parts.flatMap((part) => {
    const name =
      'value' in part && typeof part.value === 'string' && part.type !== 0
        ? [`${part.type === 8 ? 'tag ' : ''}${part.value}`]
        : [];
    const inside = 'children' in part ? takes(part.children) : [];
    const options =
      'options' in part ? Object.values(part.options).flatMap((option) => takes(option.value)) : [];
    return [...name, ...inside, ...options];
  });
}

const parse = (text: string, locale: string) =>
  [...new Set(takes(new IntlMessageFormat(text, locale).getAst()))].sort();

describe('messages', () => {
  it('are there in both languages and take the same values', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    const differing = [...english].flatMap(([key, text]) => {
      const [one, other] = [parse(text, 'en'), parse(chinese.get(key) ?? '', 'zh')];
      return one.join() === other.join() ? [] : [`${key}: ${one} / ${other}`];
    });
    expect(differing).toEqual([]);
  });

  it('are never empty, and Chinese ones are Chinese', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
    // A sentence that is the same in both was forgotten; a single word may be a name or a format.
    const forgotten = [...chinese].filter(
      ([key, text]) =>
        !/\p{Script=Han}/u.test(text) &&
        /[a-z]{3,}/i.test(text.replace(/[{<][^}>]*[}>]/g, '')) &&
        text.includes(' ') &&
        english.get(key) === text,
    );
    expect(forgotten).toEqual([]);
  });

  it('hold a tag wherever a page puts something drawn into them', () => {
    // `{time}` with a function is drawn as nothing and breaks the page; it has to be `<time></time>`.
    const wrong = globSync('{app,components}/**/*.tsx').flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      const spaces = [...source.matchAll(/Translations\('?([\w.]*)'?\)/g)].map(([, space]) => space ?? '');
      return [...source.matchAll(/\.rich\(\s*'([\w.-]+)',\s*(\{[\s\S]*?\}\))/g)].flatMap(
        ([, key = '', values = '']) => {
          const drawn = [...values.matchAll(/(?:^\{|[,{\s])(\w+):\s*\(\s*\w*\s*\)\s*=>/g)].map(
            ([, name]) => name,
          );
          const texts = spaces.flatMap((space) => english.get(space ? `${space}.${key}` : key) ?? []);
          return drawn
            .filter((name) => !texts.some((text) => text.includes(`<${name}>`)))
            .map((name) => `${file}: ${key} ${name}`);
        },
      );
    });
    expect(wrong).toEqual([]);
  });
});

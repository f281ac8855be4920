import { globSync, readFileSync } from 'node:fs';
import compile from 'icu-minify/compile';
import { createTranslator } from 'next-intl';
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

type Compiled = ReturnType<typeof compile>;

/** The arguments and tags of a message. Each language may format an argument differently (a plural, a number). */
function takes(message: Compiled | unknown): string[] {
  if (!Array.isArray(message)) return [];
  return message.flatMap((part: unknown) => {
    if (!Array.isArray(part)) return [];
    const [name, kind, ...rest] = part as [string, ...unknown[]];
    if (typeof kind !== 'number')
      return kind === undefined ? [name] : [`<${name}>`, ...takes([kind, ...rest])];
    const options =
      typeof rest[0] === 'object' && rest[0] !== null ? Object.values(rest[0]).flatMap(takes) : [];
    return [name, ...options];
  });
}

const parse = (text: string) => [...new Set(takes(compile(text)))].sort();

describe('messages', () => {
  it('are there in both languages and take the same values', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
    const differing = [...english].flatMap(([key, text]) => {
      const [one, other] = [parse(text), parse(chinese.get(key) ?? '')];
      return one.join() === other.join() ? [] : [`${key}: ${one} / ${other}`];
    });
    expect(differing).toEqual([]);
  });

  it('of errors say nothing of what a page shows, because a dialog shows them too', () => {
    const about = [...english, ...chinese].filter(
      ([key, text]) =>
        key.startsWith('errors.codes.') && /last known|you see|页面显示|上次得到|最近已知/i.test(text),
    );
    expect(about).toEqual([]);
  });

  it('are never empty, and Chinese ones are Chinese', () => {
    expect([...english, ...chinese].filter(([, text]) => text.trim() === '')).toEqual([]);
    // A sentence that is equal in both languages was not translated. A single word may be a name or a format.
    const forgotten = [...chinese].filter(
      ([key, text]) =>
        !/\p{Script=Han}/u.test(text) &&
        /[a-z]{3,}/i.test(text.replace(/[{<][^}>]*[}>]/g, '')) &&
        text.includes(' ') &&
        english.get(key) === text,
    );
    expect(forgotten).toEqual([]);
  });
});

it.each([
  ['en', 'false', '10,000', 'All 10,000 rows that match'],
  ['en', 'true', 'over 10,000', 'All of over 10,000 rows that match'],
  ['zh', 'true', '超过 10,000', '符合条件的全部（超过 10,000 条）'],
] as const)('says in %s that an incomplete count (%s) may be higher', (locale, over, shown, hint) => {
  const t = createTranslator({ locale, messages: locale === 'en' ? en : zh, namespace: 'table' });
  expect(t('total', { total: 10_000, over })).toBe(shown);
  expect(t('exportHint', { count: 10_000, over })).toBe(hint);
});

it('every detail that a verb notes in the audit log has a name', () => {
  const noted = globSync('lib/**/verbs.ts').flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\.note\(\{([^{}]*)\}/g)].flatMap(([, fields = '']) =>
      fields
        .split(',')
        .map((field) => field.trim().split(':')[0] ?? '')
        .filter((name) => /^\w+$/.test(name)),
    ),
  );
  expect(noted).toContain('covers');
  expect(noted.filter((name) => name !== 'code' && !(name in en.audit.details))).toEqual([]);
});

/** Of what people and places are called: mostly Latin letters, also in Chinese texts. */
const named = 'name|account|names|by|who|actor|master|holder|owner|member|email|building|room|door';

it('Chinese texts have a blank between Chinese characters and a name', () => {
  const close = new RegExp(
    `\\p{Script=Han}(\\{(${named})\\}|<(${named})></)|(\\{(${named})\\}|</(${named})>)\\p{Script=Han}`,
    'u',
  );
  expect([...chinese].filter(([, text]) => close.test(text))).toEqual([]);
});

it('Chinese texts have no blank between Chinese characters and the age of something', () => {
  const apart = /于 <(time|until)>|<\/(time|until)> \p{Script=Han}/u;
  expect([...chinese].filter(([, text]) => apart.test(text))).toEqual([]);
});

it('no text has a word that readers may not know', () => {
  const words = /\b(anew|beside|whoever|nobody|taken back)\b/i;
  // Of a key, which a person hands back.
  const kept = ['keys.giveBack.done'];
  expect([...english].filter(([key, text]) => !kept.includes(key) && words.test(text))).toEqual([]);
});

it.each([
  ['en', 1, 0, 'What it ordered stops: 1 job. What stopped'],
  ['en', 0, 1, 'What it ordered stops: 1 scheduled export. What stopped'],
  ['en', 2, 3, 'What it ordered stops: 2 jobs and 3 scheduled exports. What stopped'],
  ['zh', 0, 1, '由它发起的工作会停止：1 个定期导出。'],
  ['zh', 2, 3, '由它发起的工作会停止：2 个任务、3 个定期导出。'],
] as const)('names in %s only what stops: %d jobs, %d schedules', (locale, jobs, schedules, start) => {
  const t = createTranslator({ locale, messages: locale === 'en' ? en : zh, namespace: 'members.settings' });
  const both = jobs > 0 && schedules > 0 ? 'yes' : 'no';
  expect(t('closeWork', { jobs, schedules, both }).startsWith(start)).toBe(true);
});

it('Chinese texts have one word each for an approval and for what waits for it', () => {
  const other = [...chinese].filter(
    ([key, text]) => text.includes('审批') || (/approv/i.test(key) && text.includes('请求')),
  );
  expect(other).toEqual([]);
});

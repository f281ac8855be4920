import compile from 'icu-minify/compile';
import { expect, it } from 'vitest';
import formatMessage from './format-message';

const format = (text: string, values: Record<string, unknown>) =>
  // The formatters are used for numbers and dates only.
  formatMessage('id', compile(text), values as never, { locale: 'en', formatters: {} as never } as never);

it('shows the invisible characters of a text that is put into a message', () => {
  expect(format('Select {name} of {account}', { name: 'A\u200b', account: 'm\u0430n@a.example' })).toBe(
    'Select A[U+200B] of m\u0430[U+0430]n@a.example',
  );
});

it('leaves plain texts, chosen words and parts that a page renders as they are', () => {
  const values = { kind: 'door', name: '港景 A', link: (inside: unknown) => ['link', inside] };
  expect(format('{kind, select, door {Door} other {Other}} {name}', values)).toBe('Door 港景 A');
  expect(format('<link>{name}</link>', values)).toEqual(['link', ['港景 A']]);
});

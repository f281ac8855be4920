import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { visibleText } from '@/lib/text/visible-text';
import { fileText, hiddenText } from './file-text';

/** Runs the work so that it can be stopped: a loop inside a regular expression cannot. */
const stoppable = (text: string) =>
  runInNewContext('work()', { work: () => visibleText(text) }, { timeout: 20_000 });

it.each([
  'Reinigungsdienst Müller und Söhne – Treppenhaus',
  `${'x'.repeat(5_000)}—`,
  `${'9'.repeat(5_000)}😀`,
])('leaves a long name as it is, whatever it ends in: %#', (text) => {
  expect(stoppable(text)).toBe(text);
});

it('writes out invisible characters', () => {
  expect(visibleText(`${'x'.repeat(40)}\u202e`)).toBe(`${'x'.repeat(40)}[U+202E]`);
  expect(visibleText('\u3164')).toBe('[U+3164]');
});

it.each([
  '[U+200B]',
  '\u200b',
  '[U+005B]',
  '[U+005B]U+200B]',
  '[[U+200B]\u200b]',
  '[U+20\u200b0B]',
  'a[U+1]',
  '[',
])('is distinct in a file from a text that spells a code: %j', (text) => {
  expect(fileText(text)).not.toMatch(/\p{Cf}/u);
  expect(hiddenText(fileText(text))).toBe(text);
});

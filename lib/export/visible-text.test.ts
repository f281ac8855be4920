import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { visibleText } from './visible-text';

/** The work as code that can be stopped, which a loop inside a regular expression otherwise cannot. */
const stoppable = (text: string) =>
  runInNewContext('work()', { work: () => visibleText(text) }, { timeout: 20_000 });

it.each([
  'Reinigungsdienst Müller und Söhne – Treppenhaus',
  `${'x'.repeat(5_000)}—`,
  `${'9'.repeat(5_000)}😀`,
])('leaves a long name as it is, whatever it ends in: %#', (text) => {
  expect(stoppable(text)).toBe(text);
});

it('writes out what is not seen', () => {
  expect(visibleText(`${'x'.repeat(40)}\u202e`)).toBe(`${'x'.repeat(40)}[U+202E]`);
  expect(visibleText('\u3164')).toBe('[U+3164]');
});

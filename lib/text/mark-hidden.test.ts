import { describe, expect, it } from 'vitest';
import { hiddenCharacters } from './mark-hidden';

const shown = (text: string) =>
  hiddenCharacters(text)
    .map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`))
    .join('');

describe('hiddenCharacters', () => {
  it.each([
    ['plain', 'Harbor View', 'Harbor View'],
    ['empty', '', ''],
    ['a right-to-left override', 'Gate \u202etxt.exe', 'Gate [U+202E]txt.exe'],
    ['zero-width space', 'Ad\u200bmin', 'Ad[U+200B]min'],
    ['byte order mark', '\ufeffA', '[U+FEFF]A'],
    ['tag characters', 'a\u{e0041}', 'a[U+E0041]'],
    ['controls', 'a\tb\u0000', 'a[U+0009]b[U+0000]'],
    ['Persian with its joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a joined emoji', '👩\u200d🔧', '👩\u200d🔧'],
    ['a joiner at the edge', '\u200dabc', '[U+200D]abc'],
    ['Arabic and Chinese', 'برج 港景', 'برج 港景'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { hiddenCharacters, markedCharacters, type TextPart } from './mark-hidden';
import { labelText } from './visible-text';

const written = (parts: TextPart[]) =>
  parts.map((part) => (part.kind === 'text' ? part.text : `[${part.code}]`)).join('');
const shown = (text: string) => written(hiddenCharacters(text));

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
    ['a joiner between Latin letters', 'ad\u200dmin', 'ad[U+200D]min'],
    ['a non-joiner between Latin letters', 'Auf\u200clage', 'Auf[U+200C]lage'],
    ['a non-joiner between Chinese letters', '海\u200c港', '海[U+200C]港'],
    ['a joiner between letters that join anyway', 'می\u200dخواهم', 'می[U+200D]خواهم'],
    ['a non-joiner after a letter that never joins', 'دار\u200cخانه', 'دار[U+200C]خانه'],
    ['two non-joiners', 'می\u200c\u200cخواهم', 'می[U+200C][U+200C]خواهم'],
    ['Persian with vowel signs', 'مِی\u200cخواهم', 'مِی\u200cخواهم'],
    ['Hindi half forms', 'क्\u200dष क्\u200cष', 'क्\u200dष क्\u200cष'],
    ['Sinhala', 'ශ්\u200dරී', 'ශ්\u200dරී'],
    ['Bengali with ra and ya', 'র\u200d্য', 'র\u200d্য'],
    ['a Malayalam letter at the end of a word', 'അവന്\u200d', 'അവന്\u200d'],
    ['a joiner between other Hindi letters', 'क\u200dष', 'क[U+200D]ष'],
    [
      'an emoji of a family with a skin colour',
      '👩🏽\u200d🔧 ❤\ufe0f\u200d🔥',
      '👩🏽\u200d🔧 ❤\ufe0f\u200d🔥',
    ],
    ['a non-joiner between emoji', '👩\u200c🔧', '👩[U+200C]🔧'],
    ['a joiner after an emoji and before a letter', '👩\u200da', '👩[U+200D]a'],
    ['a combining grapheme joiner', 'a\u034fb', 'a[U+034F]b'],
    ['a Braille blank', 'a\u2800b', 'a[U+2800]b'],
    ['Khmer vowels that show nothing', 'ក\u17b4\u17b5', 'ក[U+17B4][U+17B5]'],
    ['a variation selector without an emoji', 'a\ufe00b\ufe0f', 'a[U+FE00]b[U+FE0F]'],
    [
      'the emoji style of an emoji and a key',
      '❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3',
      '❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3',
    ],
    ['the emoji style of a digit', '1\ufe0f2', '1[U+FE0F]2'],
    ['a second style', '❤\ufe0f\ufe0f', '❤\ufe0f[U+FE0F]'],
    ['ideographic variation', '葛\u{e0100}城', '葛[U+E0100]城'],
    ['Mongolian variants', 'ᠠ\u180b a\u180b', 'ᠠ\u180b a[U+180B]'],
    ['Hangul fillers', '한\u3164\uffa0', '한[U+3164][U+FFA0]'],
    ['musical and shorthand controls', 'a\u{1d173}\u{1bca0}', 'a[U+1D173][U+1BCA0]'],
  ])('%s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });
});

describe('markedCharacters', () => {
  it.each([
    ['plain Latin', "bríd.o'neill+1@mail.example", "bríd.o'neill+1@mail.example"],
    [
      'a Cyrillic letter among Latin ones',
      'm\u0430nager@harbor.example',
      'm\u0430[U+0430]nager@harbor.example',
    ],
    ['a Greek letter among Latin ones', 'd\u03bfor@harbor.example', 'd\u03bf[U+03BF]or@harbor.example'],
    [
      'a part of its own in another script',
      '\u0430.smith@harbor.example',
      '\u0430[U+0430].smith@harbor.example',
    ],
    ['a letter of the domain', 'a@h\u0430rbor.example', 'a@h\u0430[U+0430]rbor.example'],
    ['one with blanks around it', ' p\u0430ul@mail.example ', ' p\u0430[U+0430]ul@mail.example '],
    [
      'an account within a longer text',
      'm\u0430ry@x.example · DD42/7',
      'm\u0430[U+0430]ry@x.example · DD42/7',
    ],
    ['Cyrillic and Greek', '\u0438\u03bf@mail.example', '\u0438\u03bf[U+03BF]@mail.example'],
    ['one script before the @ and another after it', 'иван@mail.example', 'иван@mail.example'],
    ['Chinese and Latin', 'li娜@mail.example', 'li娜@mail.example'],
    ['Japanese', 'たなか田中@mail.example', 'たなか田中@mail.example'],
    ['a name that is no account', 'Дом A', 'Дом A'],
    ['a hidden character too', 'm\u0430\u200bn@a.example', 'm\u0430[U+0430][U+200B]n@a.example'],
  ])('%s', (_, text, expected) => {
    expect(written(markedCharacters(text))).toBe(expected);
    expect(labelText(text)).toBe(expected);
    expect(labelText(expected)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { foldText, textMatcher } from './fold-text';

describe('a name and what is typed to find it', () => {
  it.each([
    ['Straße', 'STRASSE'],
    ['GROẞ', 'groß'],
    ['İstanbul', 'istanbul'],
    ['ısparta', 'ISPARTA'],
    ['ΝΙΚΟΣΑΚΗΣ', 'νικος'],
    ['οδος', 'ΟΔΟΣ'],
    ['Cafe\u0301', 'CAFÉ'],
    ['ｆｕｌｌ', 'Full'],
    ['王小明', '小'],
    ['محمد علي', 'علي'],
    ['👩‍👩‍👧 family', '👧'],
    ['100%_x\\y', '%_X\\'],
    ['Ad\u200bmin', 'admin'],
    ['Admin', 'Ad\u200bmin'],
    ['می\u200cخواهم', 'میخواهم'],
  ])('%s is found by %s', (name, typed) => {
    expect(foldText(name)).toContain(foldText(typed));
  });

  it('stays the same when folded twice', () => {
    for (let point = 1; point < 0x20000; point++) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const once = foldText(`a${String.fromCodePoint(point)}b`);
      if (foldText(once) !== once) expect.fail(`U+${point.toString(16)}`);
    }
  });
});

it('lists that are filtered in memory find the same', () => {
  const isFound = textMatcher('GRÖSSL');
  expect(isFound(['1A', 'Zoë Größl'])).toBe(true);
  expect(isFound(['1A', 'Zoe'])).toBe(false);
  expect(textMatcher('')([])).toBe(true);
});

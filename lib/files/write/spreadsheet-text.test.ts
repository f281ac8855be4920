import { describe, expect, it } from 'vitest';
import fc from '@/lib/testing/fast-check';
import { isChanged, keepText, plainText } from './spreadsheet-text';

describe('a text that a spreadsheet', () => {
  it.each([
    [
      'takes for a number',
      ['08053207', '01', '00', '3E2', '1e-5', '1.5', '.5', '1,5', '1.234,56', '1’000', '−5'],
    ],
    ['keeps too few digits of', ['123456789012', '4917012345678901234']],
    ['takes for an amount', ['5%', '$5', '5 €', '￥5', '(5)']],
    [
      'takes for a day',
      ['1-2', '1/2', '1.2.', '2026-11-24', '24.11.2026', 'Jan 5', 'MAR1', 'SEPT2', '1-Mar', '5. Januar'],
    ],
    ['takes for one in other languages', ['5 de enero de 2026', '1 mars', '2026年1月2日', '3월 4일']],
    [
      'takes for a time',
      ['12:30', '1:00 pm', '1 PM', '5 A', '5pm', '下午3:00', '2026-11-24 09:02:03', '2026-11-24T01:02:03Z'],
    ],
    ['takes for a fraction', ['1 1/2', '030/1234', '１／２']],
    ['takes for a constant', ['TRUE', 'true', 'Wahr', 'FALSCH', 'faux', '#N/A', '#ref!']],
    ['reads in full width', ['２０', '０1']],
    [
      'calculates',
      ['=1', '+49 30 1234', '-1', '@x', '＝1', '＋1', '－1', '＠x', '﹦1', '﹢1', '﹣1', '﹫x', ' \u00a0=1'],
    ],
    [
      'calculates behind a separator',
      ['x;=1+1;y', 'x,@a', 'x\t+1', 'x|＋1', 'x\n-1', 'x\r\n=1', 'x; \u3000﹦1', 'x;"=1', "x;'=1"],
    ],
    ['strips', [' a', 'a ', '\u00a0a', 'a\n']],
    ['has with an apostrophe of its own', ["'01", "''=1"]],
  ])('%s is marked, and comes back', (_, texts) => {
    for (const text of texts) {
      const kept = keepText(text);
      expect(kept.startsWith("'"), text).toBe(true);
      expect(plainText(kept)).toBe(text);
    }
  });

  it.each([
    [
      '1A',
      '10A',
      '1204',
      '0',
      '12345678901',
      '0805 3207',
      'A1',
      'B-12',
      'E5',
      '5th',
      '10A/2',
      'Block 5',
      'G1002',
    ],
    ['Anna', "O'Brien", "'t Hooft", "'n Sonne", 'Müller, Anna', 'Apr', 'May', 'T', '12 Angry Men', 'Sat'],
    ['a@b.example', 'x;y', 'x=1', 'a-b', 'x ; y', 'UTC+08:00', '101室', '3号楼', '', 'true story'],
  ])('leaves as it is stays so', (...texts) => {
    expect(texts.filter(isChanged)).toEqual([]);
    expect(texts.map(plainText)).toEqual(texts);
  });

  it('begins no cell with a sign, with any separator', () => {
    const piece = fc.constantFrom(...'=+-@＝﹢;,|"\'\t\n\r ', '\u00a0', 'x', '1', "''");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
        (text) => {
          for (const cell of keepText(text).split(/[;,|\t\n\r]/))
            expect(cell).not.toMatch(/^[\s"]*[=+\-@＝﹢]/);
        },
      ),
    );
  });

  it('can be restored, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc
        .array(fc.constantFrom("'", '=', ';', '"', ' ', '0', '1', '-', 'x', '\n'), { maxLength: 10 })
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        expect(plainText(keepText(one))).toBe(one);
      }),
      { numRuns: 2_000 },
    );
  });
});

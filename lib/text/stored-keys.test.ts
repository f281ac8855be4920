import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { foldText } from './fold-text';
import { orderKey } from './order-key';
import { textKeyVersion } from './stored-keys';

const samples = [
  ...[
    'Straße',
    'GROẞ',
    'İstanbul',
    'ısparta',
    'ΝΙΚΟΣ ς',
    'Cafe\u0301',
    'ｆｕｌｌ １０',
    'Łukasz Żółć',
    'Ærø',
    'a\u200bb',
  ],
  ...[
    '10A',
    '0010',
    '99999999999999999999',
    ' two  words ',
    '王小明',
    'محمد علي',
    '👩‍👩‍👧 family',
    '100%_x\\y',
    '\u3164',
  ],
];

// Stored keys of another version would not be found. A new version computes them again at the next start.
test('a changed function needs another version', () => {
  const made = JSON.stringify(samples.map((text) => [foldText(text), orderKey(text)]));
  expect([textKeyVersion, createHash('sha256').update(made).digest('hex').slice(0, 16)]).toEqual([
    1,
    'f95d16e41a4a1849',
  ]);
});

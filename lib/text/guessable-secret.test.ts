import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGuessableKey, isGuessableText } from './guessable-secret';

test.each([
  'a'.repeat(64),
  'abcabcabcabcabcabcabcabc',
  'abcdefghabcdefghabcdefgh',
  'ChangemechangemechangeMe1234',
  'changeme12345678changeme12345678',
  'abcdefghijklmnopqrstuvwxyz',
  '0123456789876543210123456789',
  'zyxwvutsrqponmlkjihg-2026',
])('a text made by hand can be guessed: %s', (text) => {
  expect(isGuessableText(text)).toBe(true);
});

test.each(['a-cookie-secret-for-tests', 'correct horse battery staple'])(
  'a phrase is accepted: %s',
  (text) => {
    expect(isGuessableText(text)).toBe(false);
  },
);

test.each([
  ['zeros', Buffer.alloc(32)],
  ['a few bytes, repeated', Buffer.alloc(32, 'abcd')],
  ['ten bytes, repeated', Buffer.alloc(32, randomBytes(10))],
  ['bytes in order', Buffer.from(Array.from({ length: 32 }, (_, at) => at))],
  ['every second byte, backwards', Buffer.from(Array.from({ length: 32 }, (_, at) => 255 - 2 * at))],
  ['digits', Buffer.from('12345678901234567890123456789012')],
  ['a phrase', Buffer.from('correct horse battery staple 123')],
  ['a phrase with a line break', Buffer.from('correct horse battery staple 12\n')],
  ['a phrase in Chinese', Buffer.from('这是一个人想出的钥匙ab')],
])('a key made by hand can be guessed: %s', (_what, key) => {
  expect(isGuessableKey(key)).toBe(true);
});

test('what the advice makes is never refused', () => {
  for (let n = 0; n < 20_000; n += 1) {
    const key = randomBytes(32);
    expect(isGuessableKey(key)).toBe(false);
    for (const text of [key.toString('base64'), key.subarray(0, 24).toString('hex')])
      expect(isGuessableText(text)).toBe(false);
  }
});

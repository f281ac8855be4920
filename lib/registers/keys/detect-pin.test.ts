import { describe, expect, test } from 'vitest';
import { looksLikePin } from './detect-pin';

describe('looksLikePin', () => {
  test.each([
    '1234',
    'PIN 4711!',
    '12 34 56',
    '1-2-3-4',
    '１２３４',
    '١٢٣٤',
    '一二三四',
    '①②③④',
    'one two three four',
    'fünf sechs sieben acht',
    '1\u200b2\u200b3\u200b4',
    '1\u00b72\u00b73\u00b74',
    'since 2026-11-24 it is 9021',
    'call +86 138 0000 0000',
  ])('finds digits in %s', (text) => {
    expect(looksLikePin(text)).toBe(true);
  });

  test.each([
    '',
    'Cleaner, front door',
    'Flat 12B, 3rd floor',
    'since 2026-11-24',
    '2026年11月24日起',
    'floors 1, 2, 3',
    '保洁，正门',
    'Someone phoned Antoine',
  ])('lets %s pass', (text) => {
    expect(looksLikePin(text)).toBe(false);
  });
});

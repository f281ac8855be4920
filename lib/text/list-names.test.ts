import { expect, test } from 'vitest';
import { listNames } from './list-names';

test.each([
  ['en', 'disjunction', 'Anna Owner or Ben Owner'],
  ['en', 'conjunction', 'Anna Owner and Ben Owner'],
  ['zh', 'disjunction', 'Anna Owner 或 Ben Owner'],
  ['zh', 'conjunction', 'Anna Owner 和 Ben Owner'],
] as const)('names in %s are joined by the word for a %s', (locale, type, text) => {
  expect(listNames(['Anna Owner', 'Ben Owner'], { locale, type })).toBe(text);
  expect(listNames(['Anna Owner'], { locale, type })).toBe('Anna Owner');
  expect(listNames([], { locale, type })).toBe('');
});

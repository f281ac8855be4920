import { describe, expect, it } from 'vitest';
import { chooseLocale } from './choose-locale';

describe('chooseLocale', () => {
  it.each([
    ['zh', 'en', 'zh'],
    [undefined, 'zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    [undefined, 'de-DE,de;q=0.9,en;q=0.5,zh;q=0.7', 'zh'],
    [undefined, 'zh;q=0,en', 'en'],
    [undefined, 'fr', 'en'],
    [undefined, null, 'en'],
    ['klingon', 'zh', 'zh'],
    [undefined, ';;;,,q=;q=9', 'en'],
  ])('chosen %s, browser %s: speaks %s', (chosen, accept, expected) => {
    expect(chooseLocale(chosen, accept)).toBe(expected);
  });
});

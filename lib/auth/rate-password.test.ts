import { expect, test } from 'vitest';
import { strengthOf } from './rate-password';

test.each([
  ['', 'weak'],
  ['short', 'weak'],
  ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
  ['password123', 'weak'],
  ['12345678', 'weak'],
  ['harborview', 'fair'],
  ['harborview27', 'good'],
  ['correct horse battery', 'strong'],
  ['港湾花园里的三只猫一二', 'strong'],
] as const)('takes “%s” for %s', (password, strength) => {
  expect(strengthOf(password)).toBe(strength);
});

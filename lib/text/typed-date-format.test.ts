import { expect, it } from 'vitest';
import { common } from '@/lib/i18n/messages/en/common';
import { typedDateFormat } from './typed-date-format';

it.each([
  ['date', 'en-US', 'MM/DD/YYYY'],
  ['date', 'en-GB', 'DD/MM/YYYY'],
  ['date', 'de-DE', 'DD.MM.YYYY'],
  ['date', 'zh-CN', 'YYYY/MM/DD'],
  ['datetime-local', 'de-DE', 'DD.MM.YYYY, hh:mm'],
] as const)('a %s is typed in %s as %s', (type, language, format) => {
  expect(typedDateFormat(type, language, common.dates.parts)).toBe(format);
});

it('says where morning and afternoon are told apart', () => {
  expect(typedDateFormat('datetime-local', 'en-US', common.dates.parts)).toMatch(
    /^MM\/DD\/YYYY, hh:mm\sAM\/PM$/,
  );
});

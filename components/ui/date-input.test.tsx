import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { windowWords } from '@/lib/doorcodes/window-words';
import { formats } from '@/lib/i18n/formats';
import { messages } from '@/lib/i18n/messages/en/messages';
import { DateInput } from './date-input';
import { useMomentWords } from './use-moment-words';

const draw = (locale: 'en' | 'zh', what: React.ReactNode) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} formats={formats} timeZone="Asia/Shanghai" messages={messages}>
      {what}
    </NextIntlClientProvider>,
  );

function Words({ children }: { children: string }) {
  return useMomentWords()(children);
}

it.each([
  ['en' as const, 'Nov 29, 2026', 'Nov 29, 2026, 23:30'],
  ['zh' as const, '2026年11月29日', '2026年11月29日 23:30'],
])('fields, filters and periods have one style of dates in %s', (locale, day, minute) => {
  expect(draw(locale, <DateInput type="date" defaultValue="2026-11-29" />)).toContain(`>${day}<`);
  expect(draw(locale, <DateInput type="datetime-local" defaultValue="2026-11-29T23:30" />)).toContain(
    `>${minute}<`,
  );
  expect(draw(locale, <Words>2026-11-29</Words>)).toBe(day);
  expect(draw(locale, <Words>2026-11-29 23:30</Words>)).toBe(minute);
  expect(draw(locale, <Words>29th, later</Words>)).toBe('29th, later');
  // A period names its weekday too.
  const period = windowWords({ from: '2026-11-29T23:30', to: null }, locale, 2026);
  expect(period).not.toContain('2026-11');
  const both = windowWords({ from: '2026-11-29T23:30', to: '2026-12-01T00:00' }, locale, 2025);
  expect(both).toContain(locale === 'en' ? `Sun, ${minute}` : `2026年11月29日周日 23:30`);
});

it('says that there is no date', () => {
  expect(draw('en', <DateInput type="date" defaultValue="" />)).toContain('data-empty="true">No date<');
});

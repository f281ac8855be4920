import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { NextIntlClientProvider } from 'next-intl';
import type { ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { formats } from '@/lib/i18n/formats';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';
import type { Locale } from '@/lib/i18n/preferences/names';
import { preferencesSchema } from '@/lib/i18n/preferences/schema';
import { PreferencesProvider } from './preferences';

// Cast, because the keys are alike and the literal types of the texts are not.
const texts = { en, zh: zh as unknown as typeof en };

const nowhere = () => {};
const router = {
  back: nowhere,
  forward: nowhere,
  refresh: nowhere,
  push: nowhere,
  replace: nowhere,
  prefetch: nowhere,
  bfcacheId: '',
};

/** For tests: a component's first HTML with the texts of one language, and with what the desk's layout gives it. */
export function renderInDesk(children: ReactNode, locale: Locale = 'en', now = new Date()): string {
  return renderToStaticMarkup(
    <AppRouterContext value={router}>
      <NextIntlClientProvider
        locale={locale}
        timeZone="UTC"
        now={now}
        formats={formats}
        messages={texts[locale]}
      >
        <PreferencesProvider initial={preferencesSchema.parse({})}>{children}</PreferencesProvider>
      </NextIntlClientProvider>
    </AppRouterContext>,
  );
}

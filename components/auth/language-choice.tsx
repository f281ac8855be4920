'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { cx } from '@/components/ui/classes';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import { locales } from '@/lib/i18n/preferences/names';

export function LanguageChoice() {
  const t = useTranslations('shell');
  const current = useLocale();
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <fieldset className="flex gap-1" aria-busy={pending || undefined}>
      <legend className="sr-only">{t('language')}</legend>
      {locales.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-pressed={locale === current}
          className={cx(
            'min-h-8 rounded-md px-2 text-sm hover:bg-hover pointer-coarse:min-h-11',
            locale === current ? 'font-medium text-ink' : 'text-muted',
          )}
          onClick={() => {
            savePreference('locale', locale);
            startTransition(() => router.refresh());
          }}
        >
          {t(`languages.${locale}`)}
        </button>
      ))}
    </fieldset>
  );
}

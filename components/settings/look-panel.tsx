'use client';

import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { usePreferences } from '@/components/ui/preferences';
import { RadioGroup } from '@/components/ui/radio-group';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import {
  locales,
  type PreferenceName,
  themes,
  timeDisplays,
  zoneDisplays,
} from '@/lib/i18n/preferences/names';

/** These settings are in a cookie and the server renders with them, so each choice refreshes the page. */
export function LookPanel() {
  const t = useTranslations('settings.look');
  const shell = useTranslations('shell');
  const locale = useLocale();
  const { preferences, setTheme } = usePreferences();
  const router = useRouter();
  const [pending, startTransition] = useTransition();

  function choose(name: PreferenceName, value: string) {
    savePreference(name, value);
    startTransition(() => router.refresh());
  }

  return (
    <div className="grid gap-5 sm:grid-cols-2" aria-busy={pending || undefined}>
      <RadioGroup
        label={t('language')}
        name="language"
        value={locale}
        onChange={(value) => choose('locale', value)}
        options={locales.map((value) => ({
          value,
          label: <span lang={value}>{shell(`languages.${value}`)}</span>,
        }))}
      />
      <RadioGroup
        label={t('theme')}
        name="theme"
        value={preferences.theme}
        onChange={setTheme}
        options={themes.map((value) => ({ value, label: shell(`themes.${value}`) }))}
      />
      <RadioGroup
        label={t('times')}
        name="times"
        value={preferences.times}
        onChange={(value) => choose('times', value)}
        options={timeDisplays.map((value) => ({ value, label: t(`timeDisplays.${value}`) }))}
      />
      <RadioGroup
        label={t('zones')}
        name="zones"
        value={preferences.zones}
        onChange={(value) => choose('zones', value)}
        options={zoneDisplays.map((value) => ({
          value,
          label: t(`zoneDisplays.${value}`, { zone: preferences.ownZone }),
        }))}
      />
      <p className="text-muted text-sm sm:col-span-2">{t('saved')}</p>
    </div>
  );
}

'use client';

import { ChevronsUpDown, LogOut, Settings, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useSignOut } from '@/components/auth/sign-out-button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { usePreferences } from '@/components/ui/preferences';
import { toast } from '@/components/ui/toast';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import { locales, themes } from '@/lib/i18n/preferences/names';
import { AccountFace } from './account-face';

export type Who = {
  account: string;
  role: string;
  /** The names of the settings page and of one of its parts. */
  settings: string;
  picture: string;
  /** When the profile picture was set, if there is one. */
  pictureAt: string | null;
};

export function AccountMenu({
  account,
  role,
  settings,
  picture,
  pictureAt,
  look,
}: Who & { look: 'rail' | 'icon' }) {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  const { preferences, setTheme } = usePreferences();
  const { signOut, failed } = useSignOut();

  useEffect(() => {
    if (failed) toast(t('offline'), { tone: 'bad' });
  }, [failed, t]);

  const entries: MenuEntry[] = [
    { kind: 'heading', label: t('theme') },
    ...themes.map((theme) => ({
      kind: 'choice' as const,
      label: t(`themes.${theme}`),
      checked: preferences.theme === theme,
      onSelect: () => setTheme(theme),
    })),
    { kind: 'line' },
    { kind: 'heading', label: t('language') },
    ...locales.map((one) => ({
      kind: 'choice' as const,
      label: t(`languages.${one}`),
      checked: locale === one,
      onSelect: () => {
        savePreference('locale', one);
        router.refresh();
      },
    })),
    { kind: 'line' },
    { kind: 'link', label: picture, icon: UserRound, href: '/settings#picture' },
    { kind: 'link', label: settings, icon: Settings, href: '/settings' },
    { label: t('signOut'), icon: LogOut, onSelect: () => void signOut() },
  ];
  // Without the picture, which each page would fetch from the cloud.
  const face = <AccountFace account={account} className="size-7 text-xs" />;
  return (
    <Menu
      label={t('account')}
      placement={look === 'rail' ? 'above-start' : 'below-end'}
      entries={entries}
      header={
        <div className="flex max-w-80 items-center gap-2.5 border-line border-b px-2 pt-1.5 pb-2">
          <AccountFace account={account} picture={pictureAt} className="size-11 text-base" />
          <div className="min-w-0">
            <p className="truncate font-medium">
              <bdi>{account}</bdi>
            </p>
            <p className="text-muted text-sm">{role}</p>
          </div>
        </div>
      }
      trigger={(props) =>
        look === 'icon' ? (
          <button
            {...props}
            type="button"
            aria-label={t('accountMenu', { account })}
            className="grid size-11 place-items-center rounded-md hover:bg-hover"
          >
            {face}
          </button>
        ) : (
          <button
            {...props}
            type="button"
            className="flex w-full items-center gap-2 rounded-md p-1.5 text-left hover:bg-hover max-lg:justify-center"
          >
            {face}
            <span className="min-w-0 flex-1 max-lg:sr-only">
              <span className="sr-only">{t('account')} </span>
              <span className="block truncate font-medium text-sm">
                <bdi>{account}</bdi>
              </span>
              <span className="block truncate text-muted text-xs">{role}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint max-lg:hidden" />
          </button>
        )
      }
    />
  );
}

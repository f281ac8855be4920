'use client';

import { ChevronsUpDown, LogOut, Settings, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useTransition } from 'react';
import { leavePage } from '@/components/auth/fetch-in-background';
import { useSignOut } from '@/components/auth/sign-out-button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { usePreferences } from '@/components/ui/preferences';
import { toast } from '@/components/ui/toast';
import { answerOf } from '@/lib/http/call-action';
import { savePreference } from '@/lib/i18n/preferences/cookie';
import { locales, themes } from '@/lib/i18n/preferences/names';
import { switchWorkspaceAction } from '@/lib/members/sessions/actions';
import { labelText } from '@/lib/text/visible-text';
import { AccountFace } from './account-face';

export type Who = {
  /** Of the workspace. */
  account: string;
  role: string;
  /** The member's name; null: signed in with the vendor's account. */
  member: string | null;
  /** Where the member belongs. */
  workspaces: readonly { id: string; account: string; role: string; isCurrent: boolean }[];
  /** The names of the settings page and of one of its parts. */
  settings: string;
  picture: string;
  /** When the profile picture was set, if there is one. */
  pictureAt: string | null;
};

export function AccountMenu({
  account,
  role,
  member,
  workspaces,
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
  const name = member ?? account;

  useEffect(() => {
    if (failed) toast(t('offline'), { tone: 'bad' });
  }, [failed, t]);

  const entries: MenuEntry[] = [
    ...useWorkspaceEntries(workspaces),
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
    ...(member
      ? []
      : [{ kind: 'link' as const, label: picture, icon: UserRound, href: '/settings#picture' }]),
    { kind: 'link', label: settings, icon: Settings, href: '/settings' },
    { label: t('signOut'), icon: LogOut, onSelect: () => void signOut() },
  ];
  // Without the picture, which each page would fetch from the cloud.
  const face = <AccountFace account={name} className="size-7 text-xs" />;
  // The account's role is no word about a member.
  const below = member ? t('workspaceOf', { account: labelText(account) }) : role;
  return (
    <Menu
      label={t('account')}
      placement={look === 'rail' ? 'above-start' : 'below-end'}
      entries={entries}
      header={
        // The line is as wide as the menu.
        <div className="border-line border-b px-2 pt-1.5 pb-2">
          <div className="flex max-w-76 items-center gap-2.5">
            <AccountFace account={name} picture={pictureAt} className="size-11 text-base" />
            <div className="min-w-0">
              <p className="truncate font-medium">
                <bdi>{name}</bdi>
              </p>
              <p className="break-words text-muted text-sm">{below}</p>
            </div>
          </div>
        </div>
      }
      trigger={(props) =>
        look === 'icon' ? (
          <button
            {...props}
            type="button"
            aria-label={t('accountMenu', { account: name })}
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
                <bdi>{name}</bdi>
              </span>
              <span className="block truncate text-muted text-xs">{below}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint max-lg:hidden" />
          </button>
        )
      }
    />
  );
}

/** Where else the member works. Nothing for one workspace. */
function useWorkspaceEntries(workspaces: Who['workspaces']): MenuEntry[] {
  const t = useTranslations('shell');
  const errors = useTranslations('errors.codes');
  const [, startTransition] = useTransition();
  if (workspaces.length < 2) return [];

  function enter(workspaceId: string) {
    startTransition(async () => {
      const result = await leavePage(() => answerOf(switchWorkspaceAction({ workspaceId })));
      // All that the router keeps is of the workspace before.
      if (result.ok) window.location.assign('/');
      else toast(errors(`${result.code}.title`), { tone: 'bad' });
    });
  }

  return [
    { kind: 'heading', label: t('workspace') },
    ...workspaces.map(({ id, account, role, isCurrent }) => ({
      kind: 'choice' as const,
      label: t('workspaceName', { account: labelText(account), role }),
      checked: isCurrent,
      onSelect: () => {
        if (!isCurrent) enter(id);
      },
    })),
    { kind: 'line' },
  ];
}

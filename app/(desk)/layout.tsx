import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { describeMakers, findSoleMaker } from '@/components/doorcodes/describe-makers';
import { MadeByProvider } from '@/components/doorcodes/made-by';
import { AccountNotices } from '@/components/shell/account-notices';
import { DoubtNotice } from '@/components/shell/doubt-notice';
import { KeepTyping } from '@/components/shell/keep-typing';
import { Keyboard } from '@/components/shell/keyboard';
import { NameTab } from '@/components/shell/name-tab';
import { BottomBar, PhoneTop } from '@/components/shell/phone-bars';
import { PrintedAt } from '@/components/shell/printed-at';
import { Rail } from '@/components/shell/rail';
import { RefreshOnReturn } from '@/components/shell/refresh-on-return';
import { SkipLink } from '@/components/shell/skip-link';
import { ViewingNotice } from '@/components/shell/viewing-notice';
import { DoubtProvider } from '@/components/ui/doubt';
import { PreferencesProvider } from '@/components/ui/preferences';
import { Toaster } from '@/components/ui/toast';
import { readRequestCounts, withCounts } from '@/lib/abilities/approvals/count-waiting';
import { destinationsOf } from '@/lib/abilities/destinations';
import { requireStanding } from '@/lib/auth/standing';
import { tabOwner } from '@/lib/auth/tab-header';
import { describeDoubt } from '@/lib/connections/find-keepers';
import { loadProfilePictureState } from '@/lib/desk/settings/data';
import { ClientMessages } from '@/lib/i18n/client-messages';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { listWorkspaces } from '@/lib/members/sessions/data';

/** Everything behind the sign-in. A layout is no guard: each page checks its own scope. */
export default async function DeskLayout({ children }: { children: ReactNode }) {
  const [standing, t, preferences] = await Promise.all([
    requireStanding(),
    getTranslations(),
    readPreferences(),
  ]);
  const { member, viewsAs } = standing;
  const [picture, workspaces, counts, doubt, madeBy, soleMaker] = await Promise.all([
    member ? null : loadProfilePictureState(standing),
    member ? listWorkspaces(member.id) : [],
    readRequestCounts(standing),
    describeDoubt(standing.doubt, standing),
    describeMakers(standing),
    findSoleMaker(standing),
  ]);
  const places = destinationsOf({ ...standing, ...counts }).map((name) => ({
    name,
    title: t(`${name}.title`),
    ...(name === 'approvals' && counts.waiting > 0 ? { waiting: counts.waiting } : {}),
  }));
  const who = {
    account: standing.account,
    member: member?.name ?? null,
    workspaces: workspaces.map(({ id, account, role }) => ({
      id,
      account,
      role: t(`common.roles.${role}`),
      isCurrent: id === standing.workspaceId,
    })),
    role: t(`common.roles.${standing.role}`),
    settings: t('settings.title'),
    picture: t('settings.picture.title'),
    pictureAt: picture?.updatedAt ?? null,
  };
  return (
    <ClientMessages use={['table']}>
      <PreferencesProvider initial={preferences}>
        <DoubtProvider initial={doubt} list={withCounts(standing.list, counts)}>
          <NameTab owner={tabOwner(standing)} />
          <SkipLink />
          <div className="flex min-h-dvh">
            <Rail places={places} {...who} />
            <div className="min-w-0 flex-1">
              <PhoneTop {...who} />
              <PrintedAt />
              <main
                id="content"
                tabIndex={-1}
                className="mx-auto w-full max-w-[96rem] px-8 pt-7 pb-16 outline-none max-lg:px-6 max-md:px-4 max-md:pt-4 max-md:pb-[calc(5.5rem+env(safe-area-inset-bottom))]"
              >
                {viewsAs ? <ViewingNotice name={viewsAs.name} /> : null}
                <DoubtNotice />
                <AccountNotices notices={standing.notices} isMember={member !== null} />
                <MadeByProvider words={madeBy} sole={soleMaker}>
                  <RefreshOnReturn>{children}</RefreshOnReturn>
                </MadeByProvider>
              </main>
            </div>
          </div>
          <BottomBar places={places} />
          <Keyboard places={places} />
          <Toaster />
          <KeepTyping account={member ? `member ${member.id}` : standing.account} />
        </DoubtProvider>
      </PreferencesProvider>
    </ClientMessages>
  );
}

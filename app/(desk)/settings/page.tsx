import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { BecomeOwner } from '@/components/settings/become-owner';
import { ConnectionsPanel } from '@/components/settings/connections-panel';
import { LookPanel } from '@/components/settings/look-panel';
import { OwnSignIn } from '@/components/settings/own-sign-in';
import { ProfilePicture } from '@/components/settings/profile-picture';
import { PushPhones } from '@/components/settings/push-phones';
import { SessionsPanel } from '@/components/settings/sessions-panel';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { mayMembers } from '@/lib/abilities/members';
import { mayInWorkspace } from '@/lib/auth/grants';
import { requireScope, type Scope } from '@/lib/auth/scope';
import { listOwnSessions } from '@/lib/auth/session-list';
import { loadConnections } from '@/lib/connections/data';
import { loadProfilePictureState, loadPushPhones } from '@/lib/desk/settings/data';
import { loadOwnWays } from '@/lib/members/sign-in/data';
import { issuerRefusal } from '@/lib/members/sign-in/issuer-answer';
import { passkeySite } from '@/lib/members/sign-in/passkey-server';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title') };
}

export default async function SettingsPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const scope = await requireScope();
  const { member } = scope;
  const [t, query, sessions, ways] = await Promise.all([
    getTranslations(),
    searchParams,
    listOwnSessions(scope),
    member && !scope.viewsAs ? loadOwnWays(member.id) : null,
  ]);
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        description={
          member
            ? t('settings.signedInAsMember', { name: member.name, account: scope.account })
            : t('settings.signedInAs', {
                account: scope.account,
                role: t(`common.roles.${scope.role}`),
              })
        }
        actions={<SignOutButton />}
      />
      <div className="grid gap-4">
        <Panel title={t('settings.look.title')}>
          <LookPanel />
        </Panel>
        {ways ? (
          <Panel anchor="sign-in" title={t('settings.signIn.title')}>
            <OwnSignIn ways={ways} refused={issuerRefusal(query.refused)} linked={query.linked === '1'} />
          </Panel>
        ) : null}
        {!member && mayMembers(scope) && passkeySite() ? (
          <Panel anchor="sign-in" title={t('settings.owner.title')}>
            <BecomeOwner />
          </Panel>
        ) : null}
        <Panel anchor="sessions" title={t('settings.sessions.title')}>
          <SessionsPanel sessions={sessions} />
        </Panel>
        {mayInWorkspace(scope, 'connections') ? <AccountPanels scope={scope} /> : null}
      </div>
    </>
  );
}

/** Connections, picture and phones belong to vendor accounts. */
async function AccountPanels({ scope }: { scope: Scope }) {
  const [t, title, connections, picture, phones] = await Promise.all([
    getTranslations('settings'),
    getTranslations('connections'),
    loadConnections(scope),
    loadProfilePictureState(scope),
    loadPushPhones(scope),
  ]);
  return (
    <>
      <Panel anchor="connections" title={title('title')}>
        <ConnectionsPanel connections={connections} />
      </Panel>
      {scope.member ? null : (
        <Panel anchor="picture" title={t('picture.title')}>
          <ProfilePicture picture={picture} />
        </Panel>
      )}
      <Panel anchor="phones" title={t('phones.title')}>
        {/* Its words are those of push services. A person who has sent a list needs it again, also to see a lost answer. */}
        <details open={phones.phones.length > 0 || phones.state !== null}>
          <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted hover:text-ink pointer-coarse:py-3">
            {t('phones.forMakers')}
          </summary>
          <PushPhones {...phones} />
        </details>
      </Panel>
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { LookPanel } from '@/components/settings/look-panel';
import { ProfilePicture } from '@/components/settings/profile-picture';
import { PushPhones } from '@/components/settings/push-phones';
import { SessionsPanel } from '@/components/settings/sessions-panel';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { requireScope } from '@/lib/auth/scope';
import { listOwnSessions } from '@/lib/auth/session-list';
import { loadProfilePictureState, loadPushPhones } from '@/lib/desk/settings/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settings');
  return { title: t('title') };
}

export default async function SettingsPage() {
  const scope = await requireScope();
  const [t, sessions, picture, phones] = await Promise.all([
    getTranslations(),
    listOwnSessions(scope),
    loadProfilePictureState(scope),
    loadPushPhones(scope),
  ]);
  return (
    <>
      <PageHeader
        title={t('settings.title')}
        description={t('settings.signedInAs', {
          account: scope.account,
          role: t(`common.roles.${scope.role}`),
        })}
        actions={<SignOutButton />}
      />
      <div className="grid gap-4">
        <Panel title={t('settings.look.title')}>
          <LookPanel />
        </Panel>
        <Panel anchor="sessions" title={t('settings.sessions.title')}>
          <SessionsPanel sessions={sessions} />
        </Panel>
        <Panel anchor="picture" title={t('settings.picture.title')}>
          <ProfilePicture picture={picture} />
        </Panel>
        <Panel anchor="phones" title={t('settings.phones.title')}>
          {/* Its words are those of push services. A person who has sent a list needs it again, also to see a lost answer. */}
          <details open={phones.phones.length > 0 || phones.state !== null}>
            <summary className="w-fit cursor-pointer rounded-sm py-1 text-muted hover:text-ink pointer-coarse:py-3">
              {t('settings.phones.forMakers')}
            </summary>
            <PushPhones {...phones} />
          </details>
        </Panel>
      </div>
    </>
  );
}

import { KeyRound } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { ExposedNotice } from '@/components/members/exposed-notice';
import { Invitations } from '@/components/members/invitations';
import { InviteButton } from '@/components/members/invite-button';
import { Roster } from '@/components/members/roster';
import { WorkspaceSettings } from '@/components/members/workspace-settings';
import { StateBadge } from '@/components/ui/badge';
import { PageHeader } from '@/components/ui/page-header';
import { Panel } from '@/components/ui/panel';
import { SafeText } from '@/components/ui/safe-text';
import { mayMembers } from '@/lib/abilities/members';
import { mayInWorkspace } from '@/lib/auth/grants';
import { requireScope } from '@/lib/auth/scope';
import { getEnv } from '@/lib/env';
import {
  countOpenLinks,
  loadBuildingNames,
  loadInvitations,
  loadMembers,
  loadWorkspaceSettings,
} from '@/lib/members/roster/data';
import { hasMail } from '@/lib/members/roster/send-mail';
import { countVendorWork } from '@/lib/members/roster/stop-vendor-work';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('members');
  return { title: t('title') };
}

export default async function MembersPage() {
  const scope = await requireScope();
  if (!mayMembers(scope)) notFound();
  const [t, members, invitations, settings, vendorWork, openLinks, buildings] = await Promise.all([
    getTranslations('members'),
    loadMembers(scope),
    loadInvitations(scope),
    loadWorkspaceSettings(scope),
    countVendorWork(scope),
    countOpenLinks(scope),
    loadBuildingNames(scope),
  ]);
  const mayChange = scope.viewsAs === null;
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('intro')}
        actions={
          mayChange ? <InviteButton own={scope.grants} buildings={buildings} hasMail={hasMail()} /> : null
        }
      />
      <ExposedNotice scope={scope} />
      <div className="grid gap-4">
        <Panel flush title={t('roster')}>
          {settings.vendorSignInClosed ? null : (
            <div className="flex flex-wrap items-start gap-3 border-line border-b px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="break-words font-medium">
                  <SafeText>{scope.account}</SafeText>
                </p>
                <p className="text-muted text-sm">{t('vendor.text')}</p>
              </div>
              <StateBadge icon={KeyRound} tone="neutral">
                {t('vendor.badge')}
              </StateBadge>
            </div>
          )}
          {members.length === 0 ? <p className="px-4 py-3 text-muted">{t('empty')}</p> : null}
          <Roster members={members} own={scope.grants} buildings={buildings} />
        </Panel>
        {invitations.length > 0 ? (
          <Panel flush title={t('invitations.title')}>
            <Invitations invitations={invitations} />
          </Panel>
        ) : null}
        <Panel title={t('settings.title')}>
          <WorkspaceSettings
            settings={settings}
            mayChange={mayChange && mayInWorkspace(scope, 'settings')}
            hasOidc={getEnv().DOORDESK_OIDC_ISSUER !== undefined}
            vendorWork={vendorWork}
            openLinks={openLinks}
            isMember={scope.member !== null}
            approvers={members.filter(({ grants }) => grants.workspace.includes('approve')).length}
          />
        </Panel>
      </div>
    </>
  );
}

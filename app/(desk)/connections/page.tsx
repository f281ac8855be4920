import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { AddConnection } from '@/components/connections/add-connection';
import { ConnectionPanel } from '@/components/connections/connection-panel';
import { ExposedNotice } from '@/components/members/exposed-notice';
import { PageHeader } from '@/components/ui/page-header';
import { readApprovalRule } from '@/lib/abilities/approvals/rule';
import { refuseDestination } from '@/lib/abilities/destinations';
import { requireScope } from '@/lib/auth/scope';
import { loadConnections } from '@/lib/connections/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('connections');
  return { title: t('title') };
}

export default async function ConnectionsPage() {
  const scope = await requireScope();
  if (refuseDestination(scope, 'connections')) notFound();
  const [t, connections, rule] = await Promise.all([
    getTranslations('connections'),
    loadConnections(scope),
    readApprovalRule(scope.workspaceId),
  ]);
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} actions={<AddConnection />} />
      <ExposedNotice scope={scope} />
      <div className="grid gap-4">
        {connections.map((connection) => (
          <ConnectionPanel
            key={connection.id}
            connection={connection}
            byPassword={scope.member !== null}
            removalWaits={rule !== null}
          />
        ))}
      </div>
    </>
  );
}

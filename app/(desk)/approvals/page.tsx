import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { DecidedApprovals } from '@/components/approvals/decided-approvals';
import { LiveApprovals } from '@/components/approvals/live-approvals';
import { OpenApproval } from '@/components/approvals/open-approval';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { PageHeader } from '@/components/ui/page-header';
import { readApprovalRule } from '@/lib/abilities/approvals/rule';
import { mayInWorkspace } from '@/lib/auth/grants';
import { requireScope } from '@/lib/auth/scope';
import { listDecidedApprovals, listOpenApprovals, readApprovalNews } from '@/lib/desk/approvals/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('approvals');
  return { title: t('title') };
}

export default async function ApprovalsPage() {
  const scope = await requireScope();
  // Before the lists: what comes meanwhile makes another version, and the page is shown again.
  const news = await readApprovalNews(scope);
  const [t, rule, open, decided] = await Promise.all([
    getTranslations('approvals'),
    readApprovalRule(scope.workspaceId),
    listOpenApprovals(scope),
    listDecidedApprovals(scope),
  ]);
  const mayApprove = mayInWorkspace(scope, 'approve');
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <LiveApprovals version={news.version} />
      <div className="grid gap-4">
        {rule ? null : (
          <Notice tone="neutral">
            <span>{t('off')}</span>
            {open.length > 0 ? <span> {t('offOpen')}</span> : null}
          </Notice>
        )}
        {mayApprove ? null : <Notice tone="neutral">{t('ownOnly')}</Notice>}
        {scope.member || !rule ? null : <Notice tone="neutral">{t('vendor')}</Notice>}
        {open.length === 0 ? (
          <EmptyState title={t('none.title')} text={t(mayApprove ? 'none.text' : 'none.ownText')} />
        ) : (
          open.map((request) => <OpenApproval key={request.id} request={request} />)
        )}
        <DecidedApprovals requests={decided} />
      </div>
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { AuditTable } from '@/components/audit/audit-table';
import { PageHeader } from '@/components/ui/page-header';
import { requireScope } from '@/lib/auth/scope';
import { listAudit, readAuditChoices } from '@/lib/desk/audit/data';
import { auditQuery } from '@/lib/desk/audit/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('audit');
  return { title: t('title') };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const scope = await requireScope();
  const { query, ignored } = parseTableQuery(auditQuery, await searchParams);
  const { ownZone } = await readPreferences();
  const [t, { rows, total }, choices] = await Promise.all([
    getTranslations('audit'),
    listAudit(scope, query, ownZone),
    readAuditChoices(scope),
  ]);
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <AuditTable rows={rows} total={total} state={query} ignored={ignored} choices={choices} />
    </>
  );
}

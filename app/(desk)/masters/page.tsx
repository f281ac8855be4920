import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { MastersTable } from '@/components/masters/masters-table';
import { RefreshWhile } from '@/components/overview/refresh-while';
import { PageHeader } from '@/components/ui/page-header';
import { mayMaster } from '@/lib/abilities/masters';
import { requireScope } from '@/lib/auth/scope';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { listMasters } from '@/lib/masters/data';
import { mastersQuery } from '@/lib/masters/schema';
import { buildingOptions } from '@/lib/places/building-options';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('masters');
  return { title: t('title') };
}

export default async function MastersPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const t = await getTranslations('masters');
  const { query, ignored } = parseTableQuery(mastersQuery, await searchParams);
  const scope = await requireScope();
  const { rows, total, gaps } = await listMasters(scope, query);
  after(() => freshenLists(scope, query.building));
  const may = (action: 'assign' | 'replace' | 'remove') =>
    scope.channels.some((channel) => mayMaster(scope.role, channel.relation, action));
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <ListTrouble scope={scope} />
      <ReadingGaps gaps={gaps} />
      <RefreshWhile active={gaps.unread + gaps.old > 0} />
      <MastersTable
        rows={rows}
        total={total}
        state={query}
        ignored={ignored}
        gaps={gaps}
        buildings={buildingOptions(scope, ({ relation }) => mayMaster(scope.role, relation, 'see'))}
        may={{ assign: may('assign'), replace: may('replace'), remove: may('remove') }}
      />
    </>
  );
}

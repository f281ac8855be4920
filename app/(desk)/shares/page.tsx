import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { RefreshWhile } from '@/components/overview/refresh-while';
import { SharesTable } from '@/components/shares/shares-table';
import { PageHeader } from '@/components/ui/page-header';
import { mayShare } from '@/lib/abilities/shares';
import { requireScope } from '@/lib/auth/scope';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { buildingOptions } from '@/lib/places/building-options';
import { nothingKnown } from '@/lib/readings/gaps';
import { listShares } from '@/lib/shares/data';
import { sharesQuery } from '@/lib/shares/schema';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shares');
  return { title: t('title') };
}

export default async function SharesPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const t = await getTranslations('shares');
  const { query, ignored } = parseTableQuery(sharesQuery, await searchParams);
  const scope = await requireScope();
  const { rows, total, gaps } = await listShares(scope, query);
  after(() => freshenLists(scope, query.building));
  const error = nothingKnown(gaps);
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <ListTrouble scope={scope} />
      <ReadingGaps gaps={gaps} />
      <RefreshWhile active={gaps.unread + gaps.old > 0} />
      <SharesTable
        rows={rows}
        total={total}
        state={query}
        ignored={ignored}
        buildings={buildingOptions(scope, ({ relation }) => mayShare(scope.role, relation, 'see'))}
        maySee={scope.channels.some(({ relation }) => mayShare(scope.role, relation, 'see'))}
        mayRemove={scope.channels.some(({ relation }) => mayShare(scope.role, relation, 'remove'))}
        gaps={gaps}
        {...(error ? { error } : {})}
      />
    </>
  );
}

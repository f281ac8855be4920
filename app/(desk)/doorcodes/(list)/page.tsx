import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { DoorcodesTable } from '@/components/doorcodes/doorcodes-table';
import { ElsewherePanel } from '@/components/doorcodes/elsewhere-panel';
import { PendingRequests } from '@/components/doorcodes/pending-requests';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { Part } from '@/components/overview/part';
import { RefreshWhile } from '@/components/overview/refresh-while';
import { ButtonLink } from '@/components/ui/button-link';
import { PageHeader } from '@/components/ui/page-header';
import { mayDoorcode } from '@/lib/abilities/doorcodes';
import { requireScope } from '@/lib/auth/scope';
import { freshenLists } from '@/lib/desk/overview/freshen-lists';
import { loadDoorcodes } from '@/lib/doorcodes/data';
import { openRequests } from '@/lib/doorcodes/requests';
import { doorcodesQuery } from '@/lib/doorcodes/schema';
import { buildingOptions } from '@/lib/places/building-options';
import { nothingKnown } from '@/lib/readings/gaps';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('doorcodes');
  return { title: t('title') };
}

export default async function DoorcodesPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const t = await getTranslations('doorcodes');
  const params = await searchParams;
  const { query, ignored } = parseTableQuery(doorcodesQuery, params);
  const scope = await requireScope();
  const [{ rows, total, gaps }, requests] = await Promise.all([
    loadDoorcodes(scope, query),
    openRequests(scope),
  ]);
  after(() => freshenLists(scope, query.building));
  const mayIssue = scope.channels.some(({ relation }) => mayDoorcode(scope.role, relation, 'issue'));
  const error = nothingKnown(gaps);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('intro')}
        actions={
          mayIssue ? (
            <ButtonLink href="/doorcodes/new" tone="primary" icon={Plus}>
              {t('new')}
            </ButtonLink>
          ) : null
        }
      />
      <UnseenNote />
      <PendingRequests requests={requests} />
      <ListTrouble scope={scope} />
      <ReadingGaps gaps={gaps} />
      <RefreshWhile active={gaps.unread + gaps.old > 0} />
      <DoorcodesTable
        rows={rows}
        total={total}
        state={query}
        ignored={ignored}
        buildings={buildingOptions(scope, ({ relation }) => mayDoorcode(scope.role, relation, 'see'))}
        mayIssue={mayIssue}
        gaps={gaps}
        {...(error ? { error } : {})}
      />
      <Part skeleton={null}>{() => ElsewherePanel({ scope, all: params.made === 'elsewhere' })}</Part>
    </>
  );
}

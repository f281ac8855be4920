import type { Metadata } from 'next';
import { after } from 'next/server';
import { getTranslations } from 'next-intl/server';
import { BuildingsTable } from '@/components/buildings/buildings-table';
import { UnseenNote } from '@/components/doorcodes/unseen-note';
import { ListTrouble } from '@/components/jobs/list-trouble';
import { ReadingGaps } from '@/components/jobs/reading-gaps';
import { PageHeader } from '@/components/ui/page-header';
import { freshenQuietly } from '@/lib/archive/feed/freshen';
import { requireScope } from '@/lib/auth/scope';
import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { sumGaps } from '@/lib/readings/gaps';
import { parseTableQuery } from '@/lib/table/query';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('buildings');
  return { title: t('title') };
}

export default async function BuildingsPage({ searchParams }: PageProps<'/buildings'>) {
  const t = await getTranslations('buildings');
  const { query, ignored } = parseTableQuery(buildingsQuery, await searchParams);
  const scope = await requireScope();
  const rows = await findBuildings(scope, query);
  const doorsKnown = sumGaps(rows.map((row) => row.eventGaps));
  after(() => freshenQuietly(scope));
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <UnseenNote />
      <ListTrouble scope={scope} />
      <ReadingGaps gaps={sumGaps(rows.map((row) => row.gaps))} />
      <ReadingGaps
        what="doors"
        gaps={doorsKnown}
        roomless={rows.reduce((sum, { doors }) => sum + doors, 0) - doorsKnown.rooms}
      />
      <BuildingsTable
        rows={rows.slice(query.offset, query.offset + query.limit)}
        total={rows.length}
        state={query}
        ignored={ignored}
      />
    </>
  );
}

import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { BuildingsTable } from '@/components/buildings/buildings-table';
import { PageHeader } from '@/components/ui/page-header';
import { freshenQuietly } from '@/lib/archive/freshen';
import { afterAnswer } from '@/lib/auth/after-answer';
import { requireScope } from '@/lib/auth/scope';
import { findBuildings } from '@/lib/buildings/data';
import { buildingsQuery } from '@/lib/buildings/schema';
import { readListTrouble } from '@/lib/devices/data';
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
  const stale = await readListTrouble(scope.workspaceId);
  afterAnswer(() => freshenQuietly(scope));
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <BuildingsTable
        rows={rows.slice(query.offset, query.offset + query.limit)}
        total={rows.length}
        state={query}
        ignored={ignored}
        stale={stale}
      />
    </>
  );
}

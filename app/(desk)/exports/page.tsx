import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FileTable } from '@/components/exports/file-table';
import { ScheduleList } from '@/components/exports/schedule-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireScope } from '@/lib/auth/scope';
import { listFiles, listSchedules } from '@/lib/files/data';
import { recordDays } from '@/lib/files/record/prune-records';
import { filesQuery } from '@/lib/files/schema';
import { readPreferences } from '@/lib/i18n/preferences/data';
import { parseTableQuery } from '@/lib/table/query';
import type { SearchRecord } from '@/lib/table/search-params';
import { listViews } from '@/lib/views/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exports');
  return { title: t('title') };
}

export default async function ExportsPage({ searchParams }: { searchParams: Promise<SearchRecord> }) {
  const scope = await requireScope();
  const { query, ignored } = parseTableQuery(filesQuery, await searchParams);
  const [t, files, schedules, views, { ownZone }] = await Promise.all([
    getTranslations('exports'),
    listFiles(scope, query),
    listSchedules(scope),
    listViews(scope),
    readPreferences(),
  ]);
  return (
    <>
      <PageHeader title={t('title')} description={t('intro')} />
      <div className="grid gap-5">
        <ScheduleList
          schedules={schedules}
          zone={ownZone}
          views={views.map(({ id, name }) => ({ id, name }))}
        />
        <section aria-labelledby="files" className="min-w-0">
          <h2 id="files">{t('files')}</h2>
          <p className="mb-3 text-muted text-sm">{t('filesHint', { days: recordDays })}</p>
          <FileTable {...files} state={query} ignored={ignored} />
        </section>
      </div>
    </>
  );
}

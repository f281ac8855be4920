import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { FileList } from '@/components/exports/file-list';
import { ScheduleList } from '@/components/exports/schedule-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireScope } from '@/lib/auth/scope';
import { listFiles, listSchedules } from '@/lib/exports/data';
import { recordDays } from '@/lib/exports/prune';
import { readPreferences } from '@/lib/preferences/data';
import { listViews } from '@/lib/views/data';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('exports');
  return { title: t('title') };
}

export default async function ExportsPage() {
  const scope = await requireScope();
  const [t, files, schedules, views, { ownZone }] = await Promise.all([
    getTranslations('exports'),
    listFiles(scope),
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
        <FileList files={files} days={recordDays} />
      </div>
    </>
  );
}

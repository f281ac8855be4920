import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ImportFailures } from '@/components/jobs/import-failures';
import { JobList } from '@/components/jobs/job-list';
import { PageHeader } from '@/components/ui/page-header';
import { requireScope } from '@/lib/auth/scope';
import { listJobs } from '@/lib/jobs/data';
import { mostBytes } from '@/lib/registers/import/decode-file';
import { mostRows } from '@/lib/registers/import/read-table';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('jobs');
  return { title: t('title') };
}

export default async function JobsPage() {
  const scope = await requireScope();
  const [t, jobs] = await Promise.all([getTranslations('jobs'), listJobs(scope)]);
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('intro')}
        actions={<ImportFailures mostRows={mostRows} mostBytes={mostBytes} />}
      />
      <JobList jobs={jobs} />
    </>
  );
}

import { getTranslations } from 'next-intl/server';
import { describeMakers } from '@/components/doorcodes/describe-makers';
import { ImportFailures } from '@/components/jobs/import-failures';
import { JobsTable } from '@/components/jobs/jobs-table';
import { defineListPage } from '@/components/list-page/define-list-page';
import { mayOrderJob } from '@/lib/abilities/jobs';
import { listJobs } from '@/lib/jobs/data';
import { jobsQuery } from '@/lib/jobs/schema';
import { mostBytes } from '@/lib/registers/import/decode-file';
import { mostRows } from '@/lib/registers/import/read-table';
import { packRows } from '@/lib/table/packed-rows';

const { generateMetadata, page } = defineListPage({
  words: 'jobs',
  query: jobsQuery,
  show: async ({ scope, query, table }) => {
    const [t, codesBy, { rows, total, counts }] = await Promise.all([
      getTranslations('jobs'),
      describeMakers(scope, { words: 'codesBy' }),
      listJobs(scope, query),
    ]);
    const hasCodes = rows.some(({ kind }) => kind.endsWith('-doorcodes'));
    const mayImport = scope.channels.some((channel) => mayOrderJob(scope, channel));
    return {
      ...(hasCodes ? { intro: t('introOf', { codesBy }) } : {}),
      actions: mayImport ? <ImportFailures mostRows={mostRows} mostBytes={mostBytes} /> : null,
      children: <JobsTable list={{ ...table, total, rows: packRows(rows) }} counts={counts} />,
    };
  },
});

export { generateMetadata };
export default page;

import { getTranslations } from 'next-intl/server';
import { z } from 'zod';
import { failureColumns, failureRows } from '@/lib/bulk/export-failures';
import { DeskError } from '@/lib/errors';
import { defineListExport } from '@/lib/files/define-list-export';
import { readJob, readSteps } from '@/lib/jobs/data';

/** What failed in a job, with reasons. The file can be imported on the page of jobs. */
export const GET = defineListExport({
  list: 'jobs',
  isOwn: true,
  file: 'failures',
  query: z.object({ job: z.uuid() }),
  read: async ({ scope, query }) => {
    const [job, steps] = await Promise.all([readJob(scope, query.job), readSteps(scope, query.job)]);
    if (!job) throw new DeskError('not-found');
    const [t, columns, errors, made] = await Promise.all([
      getTranslations('jobs'),
      getTranslations('failures.columns'),
      getTranslations('errors.codes'),
      getTranslations('table.codes'),
    ]);
    const rows = failureRows(job, steps, {
      job: t,
      unnamed: made('unnamed'),
      error: (code) => {
        const known = errors.has(`${code}.title`) ? code : 'unexpected';
        return { title: errors(`${known}.title`), text: errors(`${known}.text`, { address: '' }) };
      },
    });
    return { rows, columns: failureColumns(columns, rows) };
  },
});

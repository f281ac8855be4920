'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { ListProps } from '@/components/data-table/types';
import { useRows } from '@/components/data-table/use-rows';
import { useNewsComes } from '@/components/ui/doubt';
import { jobKinds } from '@/lib/db/tables/jobs';
import type { JobRow } from '@/lib/jobs/data';
import { shownStates } from '@/lib/jobs/states';
import type { ChoiceCounts } from '@/lib/table/match-choices';
import { useJobColumns } from './job-columns';
import { stateLooks } from './job-state';
import { useJobWords } from './job-words';

type Props = { list: ListProps<JobRow>; counts: ChoiceCounts<'state' | 'kind'> };

/** All jobs, newest first. The page refreshes itself while one of those that it loaded first runs. */
export function JobsTable({ list, counts }: Props) {
  const t = useTranslations('jobs');
  const columns = useJobColumns();
  const words = useJobWords();
  const router = useRouter();
  const rows = useRows(list.rows);
  const busy = rows.some((job) => job.state === 'queued' || job.state === 'running');

  const everyMs = useNewsComes() ? 3_000 : 15_000;

  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => !document.hidden && refreshInBackground(router), everyMs);
    return () => clearInterval(timer);
  }, [busy, everyMs, router]);

  return (
    <DataTable
      {...list}
      rows={rows}
      id="jobs"
      label={t('title')}
      columns={columns}
      rowId={(row) => row.id}
      rowLabel={words}
      path="/api/jobs"
      exported={false}
      search={t('search')}
      filters={[
        {
          kind: 'many',
          id: 'state',
          label: t('columns.state'),
          options: filterChoices(
            shownStates,
            (state) => t(`states.${state}`),
            (state) => stateLooks[state].icon,
            counts.state,
          ),
        },
        {
          kind: 'many',
          id: 'kind',
          label: t('columns.what'),
          options: filterChoices(jobKinds, (kind) => t(`kindNames.${kind}`), undefined, counts.kind),
        },
      ]}
      rowHref={(row) => `/jobs/${row.id}`}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

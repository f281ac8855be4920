'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { JobRow } from '@/lib/jobs/data';
import { JobBar, JobStateBadge, useCountWords } from './job-state';
import { useJobWords } from './job-words';

export function useJobColumns(): DataColumn<JobRow>[] {
  const t = useTranslations('jobs.columns');
  const words = useJobWords();
  const counts = useCountWords();
  return [
    {
      id: 'what',
      title: t('what'),
      cell: (row) => <SafeText>{words(row)}</SafeText>,
      clamp: true,
      hideable: false,
      width: 300,
      tablet: 210,
      phone: 'title',
    },
    {
      id: 'state',
      title: t('state'),
      cell: (row) => <JobStateBadge {...row} />,
      sortable: true,
      width: 255,
      tablet: 200,
      phone: 'aside',
    },
    {
      id: 'progress',
      title: t('progress'),
      cell: (row) => (
        <div className="grid min-w-0 gap-1">
          <span className="truncate">{counts(row.counts)}</span>
          {row.state === 'queued' || row.state === 'running' || row.state === 'waiting' ? (
            <JobBar counts={row.counts} total={row.total} />
          ) : null}
        </div>
      ),
      width: 300,
      tablet: 190,
      phone: 'line',
    },
    {
      id: 'started',
      title: t('started'),
      cell: (row) => <RelativeTime at={row.createdAt} />,
      sortable: true,
      width: 150,
      tablet: 140,
      phone: 'line',
      phoneWhole: true,
    },
    {
      id: 'by',
      title: t('by'),
      cell: (row) => <SafeText>{row.actor}</SafeText>,
      clamp: true,
      width: 220,
      tablet: 'none',
      phone: 'none',
    },
  ];
}

'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { refreshInBackground } from '@/components/auth/fetch-in-background';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { JobRow } from '@/lib/jobs/data';
import { JobBar, JobStateBadge, useCountWords } from './job-state';
import { useJobWords } from './job-words';

/** The newest jobs. The page refreshes itself while one runs. */
export function JobList({ jobs }: { jobs: JobRow[] }) {
  const t = useTranslations('jobs');
  const router = useRouter();
  const busy = jobs.some((job) => job.state === 'queued' || job.state === 'running');

  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => !document.hidden && refreshInBackground(router), 3_000);
    return () => clearInterval(timer);
  }, [busy, router]);

  if (jobs.length === 0) return <EmptyState title={t('emptyTitle')} text={t('emptyText')} />;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
      {jobs.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </ul>
  );
}

function JobLine({ job }: { job: JobRow }) {
  const t = useTranslations('jobs');
  const words = useJobWords();
  const counts = useCountWords();
  const made = useTranslations('table.codes');
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[1fr_auto]">
      <p className="min-w-0 break-words">
        <Link plain href={`/jobs/${job.id}`}>
          <SafeText>{words(job)}</SafeText>
        </Link>
      </p>
      <span className="sm:justify-self-end">
        <JobStateBadge state={job.state} waitCode={job.waitCode} paused={job.paused} />
      </span>
      <p className="text-muted text-sm">
        <span>{counts(job.counts)}</span>
        {job.kind.endsWith('-doorcodes') ? <span> · {made('madeBy')}</span> : null}
      </p>
      <p className="text-muted text-sm sm:text-right">
        {t.rich('startedBy', {
          time: () => <RelativeTime key="at" at={job.createdAt} />,
          actor: () => <SafeText key="by">{job.actor}</SafeText>,
        })}
      </p>
      {job.state === 'queued' || job.state === 'running' || job.state === 'waiting' ? (
        <div className="sm:col-span-2">
          <JobBar counts={job.counts} total={job.total} />
        </div>
      ) : null}
    </li>
  );
}

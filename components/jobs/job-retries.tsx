'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import type { StepRow } from '@/lib/jobs/data';

export function JobRetries({ steps }: { steps: StepRow[] }) {
  const t = useTranslations('jobs');
  const retries = Map.groupBy(
    steps.filter(({ retriedBy }) => retriedBy !== null),
    ({ retriedBy }) => retriedBy ?? '',
  );
  return [...retries].map(([jobId, retried]) => (
    <p key={jobId} className="text-sm">
      <Link href={`/jobs/${jobId}`}>{t('retriedIn', { count: retried.length })}</Link>
    </p>
  ));
}

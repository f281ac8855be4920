'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { buttonClasses } from '@/components/ui/button';
import type { JobRow, StepRow } from '@/lib/jobs/data';
import { isFailure, retriedPositions } from '@/lib/jobs/find-failures';
import type { JobProgress } from '@/lib/jobs/progress';

export function JobFailures({
  job,
  steps,
  progress,
}: {
  job: JobRow;
  steps: StepRow[];
  progress: JobProgress;
}) {
  const t = useTranslations('failures');
  const retried = retriedPositions(steps);
  const count = progress.steps.filter((step) => isFailure(step, retried)).length;
  if (count === 0) return null;
  return (
    <div data-chrome className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <a className={buttonClasses({ size: 'small' })} href={`/api/jobs/export?job=${job.id}`} download>
        <Download aria-hidden className="size-4 shrink-0" />
        <span className="contents">{t('download', { count })}</span>
      </a>
      <span className="text-muted text-sm">{t('hint')}</span>
    </div>
  );
}

'use client';

import { useTranslations } from 'next-intl';
import type { JobKind, JobParams } from '@/lib/db/tables/jobs';

export function useJobWords(): (job: { kind: JobKind; params: JobParams }) => string {
  const t = useTranslations('jobs.kinds');
  const made = useTranslations('table.codes');
  return ({ kind, params }) =>
    t(kind, { master: params.master ?? '', name: params.doorcode?.name || made('unnamed') });
}

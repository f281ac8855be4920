'use client';

import { useTranslations } from 'next-intl';
import type { DataColumn } from '@/components/data-table/types';
import { ActorName } from '@/components/ui/actor-name';
import { RelativeTime } from '@/components/ui/relative-time';
import { SafeText } from '@/components/ui/safe-text';
import type { AuditRow } from '@/lib/desk/audit/data';
import { AuditOutcome } from './audit-outcome';
import { useActionWords, useSubjectWords } from './use-action-words';

export function useAuditColumns(): DataColumn<AuditRow>[] {
  const t = useTranslations('audit.columns');
  const words = useActionWords();
  const subjects = useSubjectWords();
  return [
    {
      id: 'at',
      title: t('at'),
      cell: (row) => <RelativeTime at={row.at} />,
      sortable: true,
      width: 170,
      tablet: 155,
      phone: 'aside',
    },
    {
      id: 'action',
      title: t('action'),
      cell: (row) => words(row.action),
      sortable: true,
      width: 195,
      tablet: 175,
      phone: 'title',
    },
    {
      id: 'subject',
      title: t('subject'),
      cell: (row) => <SafeText>{subjects(row)}</SafeText>,
      clamp: true,
      sortable: true,
      width: 255,
      tablet: 200,
      phone: 'line',
    },
    {
      id: 'actor',
      title: t('actor'),
      cell: (row) => <ActorName name={row.actor} memberId={row.memberId} />,
      clamp: true,
      sortable: true,
      width: 255,
      tablet: 195,
      phone: 'line',
    },
    {
      id: 'outcome',
      title: t('outcome'),
      cell: (row) => <AuditOutcome outcome={row.outcome} />,
      sortable: true,
      width: 140,
      tablet: 135,
      phone: 'line',
    },
    {
      id: 'seq',
      title: t('seq'),
      cell: (row) => row.seq,
      align: 'end',
      width: 90,
      initiallyHidden: true,
      phone: 'none',
    },
  ];
}

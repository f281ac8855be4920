'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '@/components/ui/notice';

/** Said above a list that is not the whole truth: rooms not read yet, not readable, or not this account's to know. */
export function ReadingGaps({
  unread,
  failed,
  refused,
}: {
  unread: number;
  failed: number;
  refused: number;
}) {
  const t = useTranslations('jobs.gaps');
  const lines = [
    unread > 0 ? t('unread', { count: unread }) : null,
    failed > 0 ? t('failed', { count: failed }) : null,
    refused > 0 ? t('refused', { count: refused }) : null,
  ].filter((line) => line !== null);
  if (lines.length === 0) return null;
  return (
    <Notice tone={failed > 0 ? 'warn' : 'info'} className="mb-3">
      {lines.join(' ')}
    </Notice>
  );
}

'use client';

import { Ban, CircleCheck, CircleX, FileX, Loader } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { FileRow } from '@/lib/files/data';

export const fileLooks = {
  running: { icon: Loader, tone: 'info' },
  done: { icon: CircleCheck, tone: 'good' },
  cancelled: { icon: Ban, tone: 'neutral' },
  failed: { icon: CircleX, tone: 'bad' },
  withdrawn: { icon: FileX, tone: 'neutral' },
} as const;

export function FileState({ row }: { row: Pick<FileRow, 'state' | 'code'> }) {
  const t = useTranslations('exports.states');
  // The file was made, and its content was removed later.
  const state = row.code === 'file-withdrawn' ? 'withdrawn' : row.state;
  return <StateBadge {...fileLooks[state]}>{t(state)}</StateBadge>;
}

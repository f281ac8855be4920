'use client';

import { Ban, CircleCheck, CircleX, Loader } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StateBadge } from '@/components/ui/badge';
import type { FileRow } from '@/lib/exports/data';

export const fileLooks = {
  running: { icon: Loader, tone: 'info' },
  done: { icon: CircleCheck, tone: 'good' },
  cancelled: { icon: Ban, tone: 'neutral' },
  failed: { icon: CircleX, tone: 'bad' },
} as const;

export function FileState({ state }: Pick<FileRow, 'state'>) {
  const t = useTranslations('exports.states');
  return <StateBadge {...fileLooks[state]}>{t(state)}</StateBadge>;
}

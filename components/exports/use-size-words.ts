'use client';

import { useTranslations } from 'next-intl';
import type { FileRow } from '@/lib/files/data';

/** Size of a finished file, else null. */
export function useSizeWords(): (row: Pick<FileRow, 'state' | 'bytes'>) => string | null {
  const t = useTranslations('exports');
  return ({ state, bytes }) => {
    if (state !== 'done' || bytes === null) return null;
    const tenths = Math.round(bytes / 100_000);
    return tenths > 0 ? t('size', { megabytes: tenths / 10 }) : t('small');
  };
}

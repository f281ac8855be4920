'use client';

import { useTranslations } from 'next-intl';
import type { FileRow } from '@/lib/files/data';

/** How large a finished file is; null of any other. */
export function useSizeWords(): (row: Pick<FileRow, 'state' | 'bytes'>) => string | null {
  const t = useTranslations('exports');
  return ({ state, bytes }) => {
    if (state !== 'done' || bytes === null) return null;
    const tenths = Math.round(bytes / 100_000);
    return tenths > 0 ? t('size', { megabytes: tenths / 10 }) : t('small');
  };
}

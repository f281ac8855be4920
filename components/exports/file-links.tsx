'use client';

import { useTranslations } from 'next-intl';
import { buttonClasses } from '@/components/ui/button';
import type { FileRow } from '@/lib/exports/data';

/** The file where its bytes are kept, and the manifest of one that was finished. */
export function FileLinks({ row: { id, kept, sha256 } }: { row: FileRow }) {
  const t = useTranslations('exports');
  const link = (part: 'file' | 'manifest', label: string) => (
    <a className={buttonClasses({ size: 'small' })} href={`/api/exports/${id}/${part}`} download>
      {label}
    </a>
  );
  return (
    <span className="flex flex-wrap gap-2">
      {kept ? link('file', t('download')) : null}
      {sha256 ? link('manifest', t('manifest')) : null}
    </span>
  );
}

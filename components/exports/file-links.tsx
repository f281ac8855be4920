'use client';

import { useTranslations } from 'next-intl';
import { buttonClasses } from '@/components/ui/button';
import type { FileRow } from '@/lib/files/data';

/** The stored file, and the manifest of a finished one. `brief` shows only the more useful link. */
export function FileLinks({ row: { id, kept, sha256 }, brief = false }: { row: FileRow; brief?: boolean }) {
  const t = useTranslations('exports');
  const link = (part: 'file' | 'manifest', label: string, className?: string) => (
    <a className={buttonClasses({ size: 'small' }, className)} href={`/api/exports/${id}/${part}`} download>
      {label}
    </a>
  );
  return (
    <span className="flex flex-wrap gap-2">
      {kept ? link('file', t('download')) : null}
      {sha256 ? link('manifest', t('manifest'), brief && kept ? 'max-xl:hidden' : undefined) : null}
    </span>
  );
}

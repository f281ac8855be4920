'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ErrorNote } from '@/components/ui/error-note';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { ErrorCode } from '@/lib/errors';

export type SelectedName = { id: string; name: ReactNode; note: ReactNode };

export function SelectedNames({
  names,
  count,
  failed,
}: {
  /** null: loading. */
  names: SelectedName[] | null;
  count: number;
  failed: ErrorCode | null;
}) {
  const t = useTranslations('table');
  if (failed) return <ErrorNote code={failed} className="mb-3" />;
  if (!names) {
    return (
      <div role="status" aria-label={t('loadingRows')} className="mb-3">
        <SkeletonRows rows={Math.min(count, 3)} columns={1} />
      </div>
    );
  }
  return (
    <ul className="mb-3 grid gap-0.5">
      {names.map(({ id, name, note }) => (
        <li key={id} className="truncate">
          <span className="font-medium">{name}</span> <span className="text-muted text-sm">{note}</span>
        </li>
      ))}
      {count > names.length ? (
        <li className="text-muted">{t('andMore', { count: count - names.length })}</li>
      ) : null}
    </ul>
  );
}

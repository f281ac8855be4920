'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { useRanges } from './use-ranges';

export function RowCount<Row>({
  ranges,
  over,
  exact,
  incomplete,
}: {
  ranges: ReturnType<typeof useRanges<Row>>;
  over: boolean;
  /** Replaces the total while it is counted. */
  exact: ReactNode;
  incomplete: boolean;
}) {
  const t = useTranslations('table');
  return (
    <p className="tabular border-line border-t px-3 py-2 text-muted text-xs" aria-live="polite">
      {ranges.hasNext || ranges.loaded.length < ranges.total ? (
        over ? (
          <span key="rowsOfMany">
            {t.rich('rowsOfMany', { count: ranges.loaded.length, total: () => <span>{exact}</span> })}
          </span>
        ) : (
          t('rowsOf', { count: ranges.loaded.length, total: ranges.total })
        )
      ) : (
        t(incomplete ? 'gaps.rows' : 'rows', { count: ranges.total })
      )}
    </p>
  );
}

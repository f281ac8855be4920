'use client';

import { useTranslations } from 'next-intl';
import type { KeyboardEvent } from 'react';
import { Skeleton } from '@/components/ui/skeleton';

/** A row that is loading. It can hold the focus, so that keys work meanwhile. */
export function LoadingRow({
  index,
  span,
  onKeyDown,
}: {
  index: number;
  span: number;
  onKeyDown: (event: KeyboardEvent<HTMLTableRowElement>) => void;
}) {
  const t = useTranslations('table');
  return (
    <tr
      aria-busy
      aria-label={t('loadingRows')}
      data-index={index}
      tabIndex={-1}
      className="border-line border-b outline-offset-[-2px] max-sm:block max-sm:h-16"
      onKeyDown={onKeyDown}
    >
      <td colSpan={span} className="h-(--row) px-3 max-sm:block max-sm:h-16 max-sm:pt-6">
        <Skeleton className="h-3.5 w-2/5" />
      </td>
    </tr>
  );
}

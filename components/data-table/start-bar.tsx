'use client';

import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { DataTableProps } from './types';
import type { useRanges } from './use-ranges';
import type { TableAddress } from './use-table-address';

/** Above a list that begins in its middle: where it begins, and the way to its top. */
export function StartBar<Row>({
  start,
  dir,
  ranges,
  address,
}: {
  start: NonNullable<DataTableProps<object>['start']>;
  dir: 'asc' | 'desc';
  ranges: ReturnType<typeof useRanges<Row>>;
  address: TableAddress;
}) {
  const t = useTranslations('table');
  const back = useRef<HTMLSpanElement>(null);
  const focused = useRef(false);
  const { above } = ranges;

  // The button disappears when there is nothing more to load. The focus must not be lost with it.
  useEffect(() => {
    if (above === null && focused.current) back.current?.querySelector('button')?.focus();
  }, [above]);

  return (
    <div data-chrome className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5">
      <p className="text-muted text-sm">{start.label}</p>
      {ranges.failedAbove ? <ErrorNote code={ranges.failedAbove} className="basis-full" /> : null}
      {above ? (
        <Button
          size="small"
          icon={ArrowUp}
          pending={ranges.loading}
          onClick={ranges.loadAbove}
          onFocus={() => {
            focused.current = true;
          }}
          onBlur={(event) => {
            if (event.relatedTarget) focused.current = false;
          }}
        >
          {ranges.failedAbove ? t('retryRange') : t('loadAbove', { dir })}
        </Button>
      ) : null}
      <span ref={back} className="contents">
        <Button size="small" tone="quiet" onClick={() => address.change({ [start.leave]: null })}>
          {t('toTop', { dir })}
        </Button>
      </span>
    </div>
  );
}

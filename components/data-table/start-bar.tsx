'use client';

import { ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { ErrorNote } from '@/components/ui/error-note';
import type { DataTableProps } from './types';
import type { useRanges } from './use-ranges';
import type { TableAddress } from './use-table-address';

/** Above a list that begins somewhere in its middle: where, what is newer, and the way to its top. */
export function StartBar<Row>({
  start,
  ranges,
  address,
}: {
  start: NonNullable<DataTableProps<object>['start']>;
  ranges: ReturnType<typeof useRanges<Row>>;
  address: TableAddress;
}) {
  const t = useTranslations('table');
  const back = useRef<HTMLSpanElement>(null);
  const focused = useRef(false);
  const { newer } = ranges;

  // The button goes when there is nothing more to load; the focus is not to go with it.
  useEffect(() => {
    if (newer === null && focused.current) back.current?.querySelector('button')?.focus();
  }, [newer]);

  return (
    <div data-chrome className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1.5">
      <p className="text-muted text-sm">{start.label}</p>
      {ranges.failedNewer ? <ErrorNote code={ranges.failedNewer} className="basis-full" /> : null}
      {newer ? (
        <Button
          size="small"
          icon={ArrowUp}
          pending={ranges.loading}
          onClick={ranges.loadNewer}
          onFocus={() => {
            focused.current = true;
          }}
          onBlur={(event) => {
            if (event.relatedTarget) focused.current = false;
          }}
        >
          {ranges.failedNewer ? t('retryRange') : t('loadNewer')}
        </Button>
      ) : null}
      <span ref={back} className="contents">
        <Button size="small" tone="quiet" onClick={() => address.change({ [start.leave]: null })}>
          {t('toNewest')}
        </Button>
      </span>
    </div>
  );
}

'use client';

import { Check } from 'lucide-react';
import { buttonClasses } from '@/components/ui/button';
import { cx } from '@/components/ui/classes';
import { PrintedFilter } from './filter-chip';
import type { TableFilter } from './types';
import type { TableAddress } from './use-table-address';

export function SwitchFilterChip({
  filter,
  address,
}: {
  filter: Extract<TableFilter, { kind: 'switch' }>;
  address: TableAddress;
}) {
  const on = address.params.get(filter.id) === '1';
  return (
    <>
      {on ? <PrintedFilter label={filter.label} /> : null}
      <button
        type="button"
        aria-pressed={on}
        className={cx(
          buttonClasses({ tone: 'plain', size: 'small' }),
          'min-h-8',
          on ? 'bg-accent-soft text-accent-ink' : 'border-dashed text-muted',
        )}
        onClick={() => address.change({ [filter.id]: on ? null : '1' })}
      >
        {on ? <Check aria-hidden className="size-3.5" /> : null}
        <span>{filter.label}</span>
      </button>
    </>
  );
}

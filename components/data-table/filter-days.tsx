'use client';

import dynamic from 'next/dynamic';
import { FilterChip } from './filter-chip';
import type { TableFilter } from './types';
import { useRangeWords } from './use-range-words';
import type { TableAddress } from './use-table-address';

type DayFilter = Extract<TableFilter, { kind: 'days' }>;

const DayRange = dynamic(() => import('./day-range').then((module) => module.DayRange), { ssr: false });

/** A range of days, both included, or of minutes. */
export function DayFilterChip({ filter, address }: { filter: DayFilter; address: TableAddress }) {
  const from = address.params.get(filter.from);
  const to = address.params.get(filter.to);
  const timed = filter.timed ?? false;
  const zone = address.params.get('zone');
  const words = useRangeWords({ from, to, timed, zone });
  return (
    <FilterChip
      label={filter.label}
      value={words?.short ?? null}
      printed={words?.full ?? null}
      wide
      onClear={() => address.change({ [filter.from]: null, [filter.to]: null })}
    >
      {(close) => (
        <DayRange
          from={from ?? ''}
          to={to ?? ''}
          timed={timed}
          zone={zone}
          onApply={(first, last) => {
            address.change({ [filter.from]: first, [filter.to]: last });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

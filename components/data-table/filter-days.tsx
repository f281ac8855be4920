'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMomentWords } from '@/components/ui/use-moment-words';
import { FilterChip } from './filter-chip';
import type { TableFilter } from './types';
import type { TableAddress } from './use-table-address';

type DayFilter = Extract<TableFilter, { kind: 'days' }>;

const DayRange = dynamic(() => import('./day-range').then((module) => module.DayRange), { ssr: false });

/** A range of days, both included, or of minutes. */
export function DayFilterChip({ filter, address }: { filter: DayFilter; address: TableAddress }) {
  const t = useTranslations('table');
  const words = useMomentWords();
  const from = address.params.get(filter.from);
  const to = address.params.get(filter.to);
  const value =
    from && to
      ? from === to
        ? words(from)
        : t('daysBetween', { from: words(from), to: words(to) })
      : from
        ? t('daysFrom', { from: words(from) })
        : to
          ? t('daysTo', { to: words(to) })
          : null;
  return (
    <FilterChip
      label={filter.label}
      value={value}
      onClear={() => address.change({ [filter.from]: null, [filter.to]: null })}
    >
      {(close) => (
        <DayRange
          from={from ?? ''}
          to={to ?? ''}
          timed={filter.timed ?? false}
          zone={address.params.get('zone')}
          onApply={(first, last) => {
            address.change({ [filter.from]: first, [filter.to]: last });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

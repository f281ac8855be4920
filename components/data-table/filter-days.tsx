'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { FilterChip } from './filter-chip';
import type { TableFilter } from './types';
import type { TableAddress } from './use-table-address';

type DayFilter = Extract<TableFilter, { kind: 'days' }>;

const DayRange = dynamic(() => import('./day-range').then((module) => module.DayRange), { ssr: false });

/** A range of days, both included, or of minutes. */
export function DayFilterChip({ filter, address }: { filter: DayFilter; address: TableAddress }) {
  const t = useTranslations('table');
  const format = useFormatter();
  const from = address.params.get(filter.from);
  const to = address.params.get(filter.to);
  // Calendar days have no zone. Formatted in UTC, because west of Greenwich local time shows the day before.
  const words = (day: string) => {
    const clocked = day.length > 10;
    const date = new Date(clocked ? `${day}Z` : `${day}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return day;
    return format.dateTime(date, clocked ? 'moment' : 'day', { timeZone: 'UTC' });
  };
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
          onApply={(first, last) => {
            address.change({ [filter.from]: first, [filter.to]: last });
            close();
          }}
        />
      )}
    </FilterChip>
  );
}

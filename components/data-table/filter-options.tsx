'use client';

import dynamic from 'next/dynamic';
import { useFormatter, useTranslations } from 'next-intl';
import { FilterChip } from './filter-chip';
import type { OptionFilter } from './types';
import type { TableAddress } from './use-table-address';

const OptionList = dynamic(() => import('./option-list').then((module) => module.OptionList), { ssr: false });

export function OptionFilterChip({ filter, address }: { filter: OptionFilter; address: TableAddress }) {
  const t = useTranslations('table');
  const format = useFormatter();
  const chosen = address.params
    .getAll(filter.id)
    .filter((value) => filter.options.some((one) => one.value === value));
  const first = filter.options.find((option) => option.value === chosen[0]);
  const value =
    chosen.length === 0
      ? null
      : chosen.length === 1 && first
        ? first.label
        : t('filterCount', { count: chosen.length });

  function toggle(option: string) {
    const next =
      filter.kind === 'one'
        ? [option]
        : chosen.includes(option)
          ? chosen.filter((one) => one !== option)
          : [...chosen, option];
    address.change({ [filter.id]: next });
  }

  const labels = filter.options.flatMap(({ value, label }) => (chosen.includes(value) ? [label] : []));
  return (
    <FilterChip
      label={filter.label}
      value={value}
      printed={value === null ? null : format.list(labels)}
      onClear={() => address.change({ [filter.id]: null })}
    >
      {(close) => (
        <OptionList
          filter={filter}
          chosen={chosen}
          onToggle={(option) => {
            toggle(option);
            if (filter.kind === 'one') close();
          }}
        />
      )}
    </FilterChip>
  );
}

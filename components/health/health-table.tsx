'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import type { DoorHealth } from '@/lib/archive/health/data';
import { doorSigns } from '@/lib/archive/health/sign-names';
import type { CountsByValue } from '@/lib/table/match-choices';
import { useHealthColumns } from './health-columns';

const DoorDetails = dynamic(() => import('./door-details').then((module) => module.DoorDetails), {
  ssr: false,
});

type Props = {
  list: ListProps<DoorHealth>;
  buildings: FilterOption[];
  /** Rows by sign. */
  signs: CountsByValue;
};

export function HealthTable({ list, buildings, signs }: Props) {
  const t = useTranslations('health');
  const columns = useHealthColumns();
  return (
    <DataTable
      {...list}
      id="door-health"
      label={t('label')}
      columns={columns}
      rowId={(door) => door.gid}
      rowLabel={(door) => [door.label, door.building].filter(Boolean).join(' · ')}
      path="/api/events/health"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('building'), options: buildings },
        {
          kind: 'many',
          id: 'sign',
          label: t('sign'),
          options: filterChoices(doorSigns, (sign) => t(`signs.${sign}`), undefined, signs),
        },
      ]}
      details={(door) => <DoorDetails door={door} />}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

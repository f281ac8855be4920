'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import type { DoorHealth } from '@/lib/archive/health/data';
import { doorSigns } from '@/lib/archive/health/sign-names';
import { useHealthColumns } from './health-columns';

const DoorDetails = dynamic(() => import('./door-details').then((module) => module.DoorDetails), {
  ssr: false,
});

type Props = {
  rows: DoorHealth[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: FilterOption[];
};

export function HealthTable({ rows, total, state, ignored, buildings }: Props) {
  const t = useTranslations('health');
  const columns = useHealthColumns();
  return (
    <DataTable<DoorHealth>
      id="door-health"
      label={t('label')}
      columns={columns}
      rowId={(door) => door.gid}
      rowLabel={(door) => [door.label, door.building].filter(Boolean).join(' · ')}
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'rhythm', dir: 'asc' }}
      ignored={ignored}
      rowsPath="/api/events/health"
      exportPath="/api/events/health/export"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('building'), options: buildings },
        {
          kind: 'many',
          id: 'sign',
          label: t('sign'),
          options: doorSigns.map((value) => ({ value, label: t(`signs.${value}`) })),
        },
      ]}
      details={(door) => <DoorDetails door={door} />}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

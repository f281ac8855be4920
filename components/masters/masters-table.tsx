'use client';

import { useTranslations } from 'next-intl';
import { DataTable } from '@/components/data-table/data-table';
import type { FilterOption, TableState } from '@/components/data-table/types';
import type { MasterRow } from '@/lib/masters/data';
import { roomHref } from '@/lib/places/room-address';
import type { Gaps } from '@/lib/readings/gaps';
import { useMasterColumns } from './master-columns';
import { masterLooks } from './master-state';
import { MastersBulk } from './masters-bulk';

type Props = {
  rows: MasterRow[];
  total: number;
  state: TableState;
  ignored: string[];
  buildings: FilterOption[];
  gaps: Gaps;
  may: { assign: boolean; replace: boolean; remove: boolean };
};

export function MastersTable({ rows, total, state, ignored, buildings, gaps, may }: Props) {
  const t = useTranslations('masters');
  const columns = useMasterColumns();
  return (
    <DataTable
      id="masters"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.roomKey}
      rowLabel={(row) => t('rowLabel', { unit: row.unit, building: row.building })}
      rows={rows}
      total={total}
      state={state}
      defaults={{ sort: 'building', dir: 'asc' }}
      ignored={ignored}
      rowsPath="/api/masters"
      exportPath="/api/masters/export"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
        {
          kind: 'many',
          id: 'state',
          label: t('filters.state'),
          options: (['assigned', 'none', 'differs', 'unread', 'refused', 'failed'] as const).map((value) => ({
            value,
            label: t(`states.${value}`),
            icon: masterLooks[value].icon,
          })),
        },
      ]}
      bulk={(context) => <MastersBulk {...context} may={may} />}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      gaps={gaps}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}

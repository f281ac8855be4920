'use client';

import { useTranslations } from 'next-intl';
import { lazy } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import { filterChoices } from '@/components/data-table/filter-choices';
import type { FilterOption, ListProps } from '@/components/data-table/types';
import type { MasterRow } from '@/lib/masters/data';
import { roomHref } from '@/lib/places/room-address';
import { roomLabel } from '@/lib/places/room-label';
import type { CountsByValue } from '@/lib/table/match-choices';
import { useMasterColumns } from './master-columns';
import { masterLooks } from './master-state';

const MastersBulk = lazy(async () => ({ default: (await import('./masters-bulk')).MastersBulk }));

type Props = {
  list: ListProps<MasterRow>;
  buildings: FilterOption[];
  /** Rows by state. */
  states: CountsByValue;
  may: { assign: boolean; replace: boolean; remove: boolean };
};

export function MastersTable({ list, buildings, states, may }: Props) {
  const t = useTranslations('masters');
  const rooms = useTranslations('common.roomLabel');
  const columns = useMasterColumns();
  return (
    <DataTable
      {...list}
      id="masters"
      label={t('label')}
      columns={columns}
      rowId={(row) => row.roomKey}
      rowLabel={(row) => t('rowLabel', { room: roomLabel(rooms, row.unit), building: row.building })}
      path="/api/masters"
      search={t('search')}
      filters={[
        { kind: 'many', id: 'building', label: t('filters.building'), options: buildings },
        {
          kind: 'many',
          id: 'state',
          label: t('filters.state'),
          options: filterChoices(
            ['assigned', 'none', 'differs', 'unread', 'refused', 'failed'],
            (state) => t(`states.${state}`),
            (state) => masterLooks[state].icon,
            states,
          ),
        },
      ]}
      {...(may.assign || may.replace || may.remove
        ? { bulk: (context) => <MastersBulk {...context} may={may} /> }
        : {})}
      rowHref={(row) => roomHref(row.doors[0] ?? { gid: '', channel: 0 })}
      empty={{ title: t('emptyTitle'), text: t('emptyText') }}
    />
  );
}
